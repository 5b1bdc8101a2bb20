"""Figures of the ledger (统计): by county, or by mine inside one, and the rows behind every number."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.foundation.exchange.writing import write_ledger
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.replica import reading_from_replica
from kuangan.foundation.ui.downloads import workbook
from kuangan.foundation.ui.rules import listed
from kuangan.hazards.queries.counting import CLOCKS, FIGURES, Counting, counted
from kuangan.hazards.queries.figures import TIMED, Figures, Line, figures
from kuangan.hazards.queries.listing import as_lines
from kuangan.hazards.sheets import FIGURES as SHEET
from kuangan.hazards.states import Grade
from kuangan.hazards.web import figuring
from kuangan.hazards.web.fetching import actor_of
from kuangan.hazards.web.figuring import Place
from kuangan.hazards.web.lines import line
from kuangan.hazards.web.months import drawn_months
from kuangan.hazards.web.periods import Period, offered
from kuangan.hazards.web.views.exporting import heading_of, note_export
from kuangan.plan.queries import region_names
from kuangan.registry.models import Mine
from kuangan.registry.queries.bodies import counties

PAGE_SIZE = 50


@require_safe
@screen("hazards.read")
def figure_page(request: HttpRequest) -> HttpResponse:
    """Found, open, overdue, and the three clocks apart, by county or mine; clock and period stand in the address."""
    told = _told(request)
    regions, found, places = _read(request, told)
    period = Period(told.start, told.end)
    context = {
        "told": told,
        "tables": [*figuring.tables(told, places)],
        "by_grade": figuring.grades(told, found.by_grade) if not told.grade else None,
        "by_mine": _is_by_mine(told, regions),
        "counties": [(code, name) for code, name in regions.items()] if len(regions) > 1 else [],
        "county_name": regions.get(told.county, ""),
        "grades": Grade.choices,
        "clocks": figuring.CLOCK_WORDS,
        "clock_word": CLOCKS[told.clock][1],
        "period": period,
        "periods": [(word, _here(told, one), one == period) for word, one in offered(clock.today())],
        "meanings": figuring.MEANINGS,
        "months": drawn_months(actor_of(request).scope, told),
        "export_url": f"{reverse('hazards:figures_export')}?{urlencode(told.address())}"
        if may(actor_of(request), "hazards.export")
        else "",
    }
    return render(request, "hazards/figures.html", context)


@require_safe
@screen("hazards.export")
def figures_export(request: HttpRequest) -> HttpResponse:
    """The figures of the page as a table to hand in."""
    told = _told(request)
    _regions, _found, places = _read(request, told)
    rows = [_printed(place) for place in places]
    clock_word, period = CLOCKS[told.clock][1], Period(told.start, told.end)
    note = listed(str(clock_word), period.words, dict(Grade.choices).get(told.grade, ""))
    content = write_ledger(SHEET, rows, heading_of(actor_of(request), SHEET.title, note))
    note_export(request, SHEET.name, len(rows), told.address())
    return workbook(content, f"{SHEET.title}{clock.today():%Y%m%d}.xlsx")


@require_safe
@screen("hazards.read")
def behind(request: HttpRequest) -> HttpResponse:
    """Exactly the hazards that one number of the figures counts."""
    actor = actor_of(request)
    told = Counting.read(request.GET)
    with reading_from_replica():
        page = Paginator(counted(actor.scope, told), PAGE_SIZE).get_page(request.GET.get("page"))
        rows = as_lines(page.object_list)
    names = region_names([row.region_code for row in rows])
    mine = Mine.objects.within(actor.scope).filter(pk=told.mine_id).first() if told.mine_id else None
    county = region_names([told.county]).get(told.county, "") if told.county else ""
    back = told.address(figure="found", mine_id=None)
    back.pop("figure")
    context = {
        "told": told,
        "page": page,
        "lines": [line(actor, row, names) for row in rows],
        "figure": FIGURES[told.figure],
        "facts": listed(
            county, str(mine) if mine else "", dict(Grade.choices).get(told.grade, ""),
            _("by the day: %(clock)s") % {"clock": CLOCKS[told.clock][1]}, Period(told.start, told.end).words,
        ),
        "back": f"{reverse('hazards:figures')}?{urlencode(back)}",
    }  # fmt: skip
    return render(request, "hazards/behind.html", context)


def _told(request: HttpRequest) -> Counting:
    """What the address asks for; a figure or a mine is the business of the rows behind."""
    return replace(Counting.read(request.GET), figure="found", mine_id=None)


def _here(told: Counting, period: Period) -> str:
    words = told.address(start=period.start, end=period.end)
    words.pop("figure")
    return "?" + urlencode(words)


def _is_by_mine(told: Counting, regions: dict[str, str]) -> bool:
    return bool(told.county) or len(regions) < 2


def _read(request: HttpRequest, told: Counting) -> tuple[dict[str, str], Figures, list[Place]]:
    """Counties of the jurisdiction, the figures, and the lines of the tables with their sum at the end."""
    actor = actor_of(request)
    regions = dict(counties(actor.scope).order_by("code").values_list("code", "short_name"))
    by_mine = _is_by_mine(told, regions)
    with reading_from_replica():
        found = figures(actor.scope, told, by="mine_id" if by_mine else "region_code")
    lines = _mines(request, told, found) if by_mine else _counties(told, regions, found)
    return regions, found, [*lines, Place(_("Together"), found.total, {}, is_sum=True)]


def _counties(told: Counting, regions: dict[str, str], found: Figures) -> list[Place]:
    """Every county of the jurisdiction, those without a hazard too."""
    names = regions | {code: code for code in found.by_place if code not in regions}
    page = reverse("hazards:figures")
    lines = []
    for code, name in names.items():
        words = told.address(county=code)
        words.pop("figure")
        line = found.by_place.get(code) or Line(code)
        lines.append(Place(name, line, {"county": code}, f"{page}?{urlencode(words)}"))
    return lines


def _mines(request: HttpRequest, told: Counting, found: Figures) -> list[Place]:
    """The mines that have a hazard counted, those with the most open ones first."""
    rows: Any = Mine.objects.within(actor_of(request).scope).filter(pk__in=list(found.by_place))
    names = {row.pk: str(row) for row in rows.only("name", "short_name")}
    lines = sorted(found.by_place.values(), key=lambda one: (-one.open, -one.found, one.key))
    ledger = reverse("hazards:list")
    return [
        Place(names.get(one.key, ""), one, {"mine_id": one.key}, f"{ledger}?mine={one.key}&state=all") for one in lines
    ]


def _printed(place: Place) -> dict[str, Any]:
    """One line as values by column key."""
    one = place.line
    return {
        "place": str(place.label),
        **{name: getattr(one, name) for name in (*figuring.COUNTS, "recurring")},
        **{f"rate_{name}": one.rate(name) for name in figuring.RATES},
        **{f"days_{name}": one.averages[name] for name in TIMED},
        **one.ages,
    }
