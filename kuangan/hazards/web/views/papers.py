"""Documents drafted from the ledger: notices of a listed supervision, ledger and lists on paper."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.authority.web import screen
from kuangan.foundation.documents import letters as setting
from kuangan.foundation.documents import word
from kuangan.foundation.documents.ledgers import FEW_ROWS, MOST_ROWS
from kuangan.foundation.documents.letters import Letter
from kuangan.foundation.exchange.actions import ask_for_export
from kuangan.foundation.exchange.exporters import Paper
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.foundation.ui.downloads import DOCX, PDF, download
from kuangan.hazards import kinds, letters
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries import listing, lists
from kuangan.hazards.queries.ledger import ledger_rows
from kuangan.hazards.queries.listing import Narrowing, hazards
from kuangan.hazards.queries.record import Record
from kuangan.hazards.queries.record import record as record_of
from kuangan.hazards.sheets import title_of
from kuangan.hazards.web.fetching import actor_of, hazard_or_404
from kuangan.registry.models import Mine

NOTICE, DELISTING = "notice", "delisting"
_DRAFTS: dict[str, Callable[[Scope, Record], Letter]] = {NOTICE: letters.notice, DELISTING: letters.delisting}


class LedgerPaperExporter:
    """A long ledger as PDF, set by the worker. `told` are the words of the list's address."""

    name = "hazards.ledger_pdf"
    verb = "hazards.export"

    def listing(self, actor: Actor, told: Mapping[str, str]) -> Paper:
        """Every hazard that the filter leaves; Refused when paper does not hold as many."""
        wanted = Narrowing.read(told)
        if _count(actor, wanted, MOST_ROWS) > MOST_ROWS:
            raise Refused(
                _("A PDF holds at most %(most)d rows. Narrow the list, or take the workbook.") % {"most": MOST_ROWS}
            )
        return Paper(PDF, lambda: ledger_paper(actor, wanted))


def ledger_paper(actor: Actor, wanted: Narrowing) -> tuple[bytes, int]:
    """The ledger of a filter as PDF and how many rows it has; what performance row 11 measures."""
    rows = list(ledger_rows(actor.scope, wanted))
    return letters.ledger(rows, unit=_unit(actor), grade=wanted.grade), len(rows)


@require_safe
@screen("hazards.export")
def letter(request: HttpRequest, pk: int, kind: str, ending: str) -> HttpResponse:
    """The draft of a notice about a hazard: `kind` notice or delisting, `ending` docx or pdf."""
    actor, row = actor_of(request), hazard_or_404(request, pk)
    made = _DRAFTS[kind](actor.scope, record_of(actor.scope, row, whole=False))
    return _hand_out(actor, row, made, kind, ending)


@require_safe
@screen("hazards.export")
def listing_letter(request: HttpRequest, pk: int, listing_id: int) -> HttpResponse:
    """The draft of the notice of one listing, where a hazard was listed more than once."""
    actor, row = actor_of(request), hazard_or_404(request, pk)
    held = record_of(actor.scope, row, whole=False)
    chosen = next((one for one in held.listings if one.pk == listing_id), None)
    if chosen is None:
        raise OutOfScope
    return _hand_out(actor, row, letters.notice(actor.scope, held, chosen), NOTICE, "docx")


def _hand_out(actor: Actor, row: Hazard, made: Letter, kind: str, ending: str) -> HttpResponse:
    content = word.docx_of(made) if ending == "docx" else setting.pdf(made)
    record(actor, kinds.EXPORTED, row, sheet=f"hazards.{kind}", words=made.name)
    return download(content, f"{made.name}.{ending}", DOCX if ending == "docx" else PDF)


@require_safe
@screen("hazards.export")
def ledger(request: HttpRequest) -> HttpResponse:
    """What the list shows, all pages of it, on paper; a long one is set by the worker and fetched later."""
    actor = actor_of(request)
    wanted = Narrowing.read(request.GET)
    wanted = replace(wanted, state=wanted.state or listing.OPEN)
    if _count(actor, wanted, FEW_ROWS) > FEW_ROWS:
        return _leave_to_the_worker(request, wanted)
    content, number = ledger_paper(actor, wanted)
    _note(request, "hazards.ledger_pdf", number, wanted.address())
    return download(content, f"{title_of(wanted.grade)}{clock.today():%Y%m%d}.pdf", PDF)


@require_safe
@screen("hazards.export")
def closed_list(request: HttpRequest) -> HttpResponse:
    """The close-out list of a county or of the whole jurisdiction: county, from and to as on the ledger."""
    actor, wanted = actor_of(request), Narrowing.read(request.GET)
    start, end = wanted.found_from, wanted.found_to
    rows = lists.closed_list(actor.scope, wanted.county, start, end)
    _refuse_more_than_a_request_holds(len(rows))
    content = letters.close_out(rows, unit=_unit(actor), start=start, end=end)
    _note(request, "hazards.major_closed_pdf", len(rows), _told(county=wanted.county, start=start, end=end))
    return download(content, f"重大事故隐患排查整治销号清单{clock.today():%Y%m%d}.pdf", PDF)


@require_safe
@screen("hazards.export")
def two_lists(request: HttpRequest) -> HttpResponse:
    """The two lists of the mine that the address names (mine=…), the problems of a period where it says from and to."""
    actor, wanted = actor_of(request), Narrowing.read(request.GET)
    mine = Mine.objects.within(actor.scope).filter(pk=wanted.mine_id or 0).first()
    if mine is None:
        raise OutOfScope
    start, end = wanted.found_from, wanted.found_to
    problems = lists.problems_list(actor.scope, mine, start, end)
    risks = lists.risk_list(actor.scope, mine)
    _refuse_more_than_a_request_holds(len(problems) + len(risks))
    content = letters.two_lists(problems, risks, mine=mine.name, start=start, end=end)
    told = _told(mine=mine.pk, start=start, end=end)
    _note(request, "hazards.two_lists_pdf", len(problems) + len(risks), told)
    return download(content, f"问题隐患清单和风险管控清单（{mine.name}）{clock.today():%Y%m%d}.pdf", PDF)


def _count(actor: Actor, wanted: Narrowing, most: int) -> int:
    """How many rows there are, counted no further than one past `most`."""
    return int(hazards(actor.scope, wanted).order_by()[: most + 1].count())


def _refuse_more_than_a_request_holds(count: int) -> None:
    if count > FEW_ROWS:
        raise Refused(_("These are more than %(most)d rows. Choose a shorter period.") % {"most": FEW_ROWS})


def _leave_to_the_worker(request: HttpRequest, wanted: Narrowing) -> HttpResponse:
    """Ask for the export and show the person's own list of them."""
    title = f"{title_of(wanted.grade)}{clock.today():%Y%m%d}"
    try:
        ask_for_export(actor_of(request), LedgerPaperExporter.name, wanted.address(), title=title)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The list is long and is being written. Fetch it here when it is ready."))
    return redirect("registry:my_exports")


def _unit(actor: Actor) -> str:
    """Who fills the paper in."""
    return actor.organisation or actor.name


def _told(**told: int | str | date | None) -> dict[str, str]:
    return {name: str(value) for name, value in told.items() if value}


def _note(request: HttpRequest, sheet: str, rows: int, told: Mapping[str, str]) -> None:
    """Record that a paper was taken away: which, by which filter, how many rows."""
    record(actor_of(request), kinds.EXPORTED, sheet=sheet, rows=rows, query=urlencode(dict(told))[:600])
