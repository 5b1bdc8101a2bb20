"""The two lists of a mine and the close-out list of a county or city, made from the ledger."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.foundation.exchange.writing import write_ledger, write_ledgers
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.foundation.ui.downloads import workbook
from kuangan.hazards.queries.counting import Counting
from kuangan.hazards.queries.lists import closed_list, printed, problems_list, risk_list
from kuangan.hazards.sheets import CLOSED, PROBLEMS, RISKS
from kuangan.hazards.web.fetching import actor_of
from kuangan.hazards.web.periods import Period, offered
from kuangan.hazards.web.views.exporting import heading_of, note_export
from kuangan.registry.models import Mine
from kuangan.registry.queries.bodies import counties
from kuangan.registry.queries.mines import MineFilter, mines

PAGE_SIZE = 50
TITLE = "问题隐患清单和风险管控清单"


@require_safe
@screen("hazards.read")
def two_lists(request: HttpRequest) -> HttpResponse:
    """The list of problems and hazards and the risk control list of one mine (plan 六(二)), for a period."""
    mine = _asked(request) or _only(request)
    if mine is None:
        return _choose(request)
    actor, period = actor_of(request), Period.read(request.GET)
    words = {"mine": str(mine.pk), **period.address}
    context = {
        "mine": mine,
        "problems": problems_list(actor.scope, mine, period.start, period.end),
        "risks": risk_list(actor.scope, mine),
        "period": period,
        "periods": _periods({"mine": str(mine.pk)}, period),
        "is_only": _only(request) is not None,
        "words": urlencode(words) if may(actor, "hazards.export") else "",
    }
    return render(request, "hazards/two_lists.html", context)


@require_safe
@screen("hazards.export")
def two_lists_export(request: HttpRequest) -> HttpResponse:
    """Both lists of the mine that the address names as two sheets of one workbook, with the line for signatures."""
    mine = _asked(request)
    if mine is None:
        raise OutOfScope
    actor, period = actor_of(request), Period.read(request.GET)
    problems, risks = problems_list(actor.scope, mine, period.start, period.end), risk_list(actor.scope, mine)
    parts: list[Any] = [
        (spec, printed(rows, *spec.by_key), heading_of(actor, f"{mine.name}{spec.title}", note))
        for spec, rows, note in ((PROBLEMS, problems, period.words), (RISKS, risks, ""))
    ]
    told = {"mine": str(mine.pk), **period.address}
    note_export(request, f"{PROBLEMS.name} {RISKS.name}", len(problems) + len(risks), told)
    return workbook(write_ledgers(parts), f"{mine.name}{TITLE}{clock.today():%Y%m%d}.xlsx")


@require_safe
@screen("hazards.read")
def closed_out(request: HttpRequest) -> HttpResponse:
    """Major hazards searched out, rectified and closed out (plan 六(五)), by county, for a period."""
    actor, period, county, with_open = (
        actor_of(request),
        Period.read(request.GET),
        _county(request),
        _with_open(request),
    )
    regions = dict(counties(actor.scope).order_by("code").values_list("code", "short_name"))
    kept = {name: word for name, word in (("county", county), ("open", "1" if with_open else "")) if word}
    page = Paginator(
        closed_list(actor.scope, county, period.start, period.end, with_open=with_open), PAGE_SIZE
    ).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "period": period,
        "periods": _periods(kept, period),
        "county": county,
        "county_name": regions.get(county, ""),
        "counties": list(regions.items()) if len(regions) > 1 else [],
        "with_open": with_open,
        "words": urlencode({**kept, **period.address}),
        "may_export": bool(may(actor, "hazards.export")),
    }  # fmt: skip
    return render(request, "hazards/closed.html", context)


@require_safe
@screen("hazards.export")
def closed_export(request: HttpRequest) -> HttpResponse:
    """The close-out list as a table with the line for signatures."""
    actor, period, county, with_open = (
        actor_of(request),
        Period.read(request.GET),
        _county(request),
        _with_open(request),
    )
    rows = closed_list(actor.scope, county, period.start, period.end, with_open=with_open)
    name = dict(counties(actor.scope).values_list("code", "name")).get(county, "")
    content = write_ledger(CLOSED, printed(rows, *CLOSED.by_key), heading_of(actor, name + CLOSED.title, period.words))
    told = {"county": county, "open": "1" if with_open else "", **period.address}
    note_export(request, CLOSED.name, len(rows), {key: word for key, word in told.items() if word})
    return workbook(content, f"{name}{CLOSED.title}{clock.today():%Y%m%d}.xlsx")


def _asked(request: HttpRequest) -> Mine | None:
    """The mine that the address names; None when it names none. Raises OutOfScope outside the jurisdiction."""
    asked = request.GET.get("mine", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 12):
        return None
    found: Mine | None = Mine.objects.within(actor_of(request).scope).filter(pk=int(asked)).first()
    if found is None:
        raise OutOfScope
    return found


def _only(request: HttpRequest) -> Mine | None:
    """The only mine of the jurisdiction; None when there are several to choose from."""
    few = list(Mine.objects.within(actor_of(request).scope).order_by("pk")[:2])
    return few[0] if len(few) == 1 else None


def _choose(request: HttpRequest) -> HttpResponse:
    """The mines of the jurisdiction, each leading to its lists."""
    scope, text = actor_of(request).scope, request.GET.get("q", "").replace("\x00", "").strip()[:60]
    county = _county(request)
    regions = dict(counties(scope).order_by("code").values_list("code", "short_name"))
    found = mines(scope, MineFilter(text=text, county=county, is_closed_shown=True))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": [(mine, regions.get(mine.region_code, "")) for mine in page], "text": text,
        "county": county, "counties": list(regions.items()) if len(regions) > 1 else [],
    }  # fmt: skip
    return render(request, "hazards/two_lists_choose.html", context)


def _periods(kept: dict[str, str], period: Period) -> list[tuple[Any, str, bool]]:
    """Word, address with the rest of the filter, and whether it is the present one."""
    return [(word, "?" + urlencode({**kept, **one.address}), one == period) for word, one in offered(clock.today())]


def _county(request: HttpRequest) -> str:
    return Counting.read(request.GET).county


def _with_open(request: HttpRequest) -> bool:
    return request.GET.get("open", "") == "1"
