"""The ledger as a workbook, with the filter of the page: what is shown is what is taken out."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.web import screen
from kuangan.foundation.exchange.actions import ask_for_export
from kuangan.foundation.exchange.exporters import Listing
from kuangan.foundation.exchange.writing import Heading, write_ledger
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.downloads import workbook
from kuangan.hazards import kinds
from kuangan.hazards.queries import listing
from kuangan.hazards.queries.ledger import ledger_rows
from kuangan.hazards.queries.listing import Narrowing, hazards
from kuangan.hazards.sheets import LEDGER, title_of
from kuangan.hazards.web.fetching import actor_of

FEW_ROWS = 2_000
"""So many rows are written while the person waits; more are left to the worker."""
MOST_ROWS = 1_000_000
"""A sheet of a workbook ends at 1,048,576 rows."""


class LedgerExporter:
    """The ledger as the list shows it, written by the worker. `told` are the words of the list's address."""

    name = LEDGER.name
    verb = "hazards.export"

    def listing(self, actor: Actor, told: Mapping[str, str]) -> Listing:
        """Every hazard that the filter leaves; Refused when no sheet holds as many."""
        wanted = Narrowing.read(told)
        if hazards(actor.scope, wanted).order_by()[: MOST_ROWS + 1].count() > MOST_ROWS:
            raise Refused(_("These are more than a million hazards; no workbook holds them. Narrow the list first."))
        return Listing(LEDGER, ledger_rows(actor.scope, wanted), heading_of(actor, title_of(wanted.grade)))


@require_safe
@screen("hazards.export")
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows, all pages of it; a long one is written by the worker and fetched later."""
    actor = actor_of(request)
    wanted = Narrowing.read(request.GET)
    wanted = replace(wanted, state=wanted.state or listing.OPEN)
    if hazards(actor.scope, wanted).order_by()[: FEW_ROWS + 1].count() > FEW_ROWS:
        return _leave_to_the_worker(request, wanted)
    rows = list(ledger_rows(actor.scope, wanted))
    title = title_of(wanted.grade)
    content = write_ledger(LEDGER, rows, heading_of(actor, title))
    note_export(request, LEDGER.name, len(rows), wanted.address())
    return workbook(content, f"{title}{clock.today():%Y%m%d}.xlsx")


def _leave_to_the_worker(request: HttpRequest, wanted: Narrowing) -> HttpResponse:
    """Ask for the export and show the person's own list of them."""
    title = f"{title_of(wanted.grade)}{clock.today():%Y%m%d}"
    try:
        ask_for_export(actor_of(request), LedgerExporter.name, wanted.address(), title=title)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The list is long and is being written. Fetch it here when it is ready."))
    return redirect("registry:my_exports")


def heading_of(actor: Actor, title: str, note: str = "") -> Heading:
    """Title, unit and day of a table that this person hands in; `note` says of what period it speaks."""
    day = f"{clock.today():%Y-%m-%d}"
    return Heading(title=title, unit=actor.organisation or actor.name, day=f"{day}　{note}" if note else day)


def note_export(request: HttpRequest, sheet: str, rows: int, told: Mapping[str, str]) -> None:
    """Record that a table was taken away: which, by which filter, how many rows."""
    record(actor_of(request), kinds.EXPORTED, sheet=sheet, rows=rows, query=urlencode(dict(told))[:600])
