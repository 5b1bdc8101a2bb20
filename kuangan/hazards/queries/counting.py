"""Which hazards a figure counts: the same conditions make the figures and the lists behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.listing import day_asked, late, overdue
from kuangan.hazards.queries.settings import by_area
from kuangan.hazards.rules.ageing import BUCKETS
from kuangan.hazards.states import OPEN_STATES, Grade, HazardState

OPEN = sorted(OPEN_STATES)
"""Sorted, because a partial index serves a condition that is written like its own."""
ENTERED = "entered"
CLOCKS: Mapping[str, tuple[str, Any]] = {
    "entered": ("entered_at", pgettext_lazy("hazard", "Entered")),
    "found": ("found_at", _("Found, as stated")),
    "rectified": ("rectified_at", _("Rectified, as stated")),
    "applied": ("applied_at", _("Reported as rectified")),
    "verified": ("verified_at", _("Verified on site")),
    "closed": ("closed_at", pgettext_lazy("hazard", "Closed out")),
}
"""Clocks by the word in an address: the column, and what people call it."""
FIGURES: Mapping[str, Any] = {
    "found": pgettext_lazy("hazard", "Found"),
    "open": _("Still open"),
    "overdue": _("Overdue"),
    "rectified": _("Rectified, as stated"),
    "late": _("Reported late"),
    "claimed": _("Of these, stated to be in time"),
    "applied": _("Reported as rectified"),
    "verified": _("Verified on site"),
    "closed": pgettext_lazy("hazard", "Closed out"),
    "recurring": _("Found again"),
    "withdrawn": pgettext_lazy("hazard", "Withdrawn"),
    **{bucket.key: bucket.label for bucket in BUCKETS},
}
"""What can be counted, by the word in an address."""


@dataclass(frozen=True)
class Counting:
    """What is counted, as an address says it: one figure of the hazards whose `clock` fell into a period.

    By itself that is the moment of entry, so that a day stated afterwards moves nothing into a period that is over.

    `start` and `end` are days in Shanghai, both included, None without limit. Empty texts do not narrow.
    """

    figure: str = "found"
    clock: str = ENTERED
    start: date | None = None
    end: date | None = None
    county: str = ""
    grade: str = ""
    mine_id: int | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Counting":
        """From the words of an address: figure, clock, from, to, county, grade, mine. Unknown values do not narrow."""
        grade, mine, county = asked.get("grade", ""), asked.get("mine", ""), asked.get("county", "")
        figure, told_clock = asked.get("figure", ""), asked.get("clock", "")
        return cls(
            figure if figure in FIGURES else "found",
            told_clock if told_clock in CLOCKS else ENTERED,
            day_asked(asked.get("from", "")),
            day_asked(asked.get("to", "")),
            county if county.isascii() and county.isdigit() and len(county) == 6 else "",
            grade if grade in Grade.values else "",
            int(mine) if mine.isascii() and mine.isdigit() and len(mine) < 12 else None,
        )

    def address(self, **changed: Any) -> dict[str, str]:
        """The words of the address that shows these rows, `changed` as the fields are called."""
        told = replace(self, **changed)
        words = {
            "figure": told.figure,
            "clock": "" if told.clock == ENTERED else told.clock,
            "from": told.start.isoformat() if told.start else "",
            "to": told.end.isoformat() if told.end else "",
            "county": told.county,
            "grade": told.grade,
            "mine": str(told.mine_id or ""),
        }
        return {name: word for name, word in words.items() if word}


def population(scope: Scope, told: Counting) -> QuerySet[Hazard]:
    """The hazards of a jurisdiction that the figures are made of, whatever their state, in no order."""
    rows: QuerySet[Hazard] = Hazard.objects.within(scope).filter(during(told)).order_by()
    if told.county:
        rows = rows.filter(inside("region_code", prefix_of(told.county)))
    if told.grade:
        rows = rows.filter(grade=told.grade)
    return rows.filter(mine=told.mine_id) if told.mine_id else rows


def counted(scope: Scope, told: Counting) -> QuerySet[Hazard]:
    """Exactly the hazards that one figure counts, the latest first."""
    return population(scope, told).filter(condition(told.figure)).order_by("-found_at", "-id")


# house: unscoped — a condition, no read
def during(told: Counting) -> Q:
    """The period as a condition on its clock."""
    name = CLOCKS[told.clock][0]
    found = Q() if told.clock in (ENTERED, "found") else Q(**{f"{name}__isnull": False})
    if told.start:
        found &= Q(**{f"{name}__gte": clock.start_of_day(told.start)})
    if told.end:
        found &= Q(**{f"{name}__lt": clock.start_of_day(told.end + timedelta(days=1))})
    return found


# house: unscoped — a condition, no read of the ledger
def condition(figure: str) -> Q:
    """What a figure counts, as a condition. A withdrawn hazard counts nowhere but among the withdrawn."""
    if figure == "withdrawn":
        return Q(state=HazardState.WITHDRAWN)
    if figure == "open":
        return Q(state__in=OPEN)
    if figure == "overdue":
        return overdue()
    if figure == "closed":
        return Q(state=HazardState.CLOSED)
    for bucket in BUCKETS:
        if figure == bucket.key:
            return Q(state__in=OPEN) & aged(bucket.moments(clock.today()))
    counts = ~Q(state=HazardState.WITHDRAWN)
    if figure in ("late", "claimed"):
        return counts & late() & (Q(rectified_at__lte=F("deadline_at")) if figure == "claimed" else Q())
    if figure in ("rectified", "applied", "verified"):
        return counts & Q(**{f"{figure}_at__isnull": False})
    return counts & found_again() if figure == "recurring" else counts


# house: unscoped — a condition, no read
def aged(moments: tuple[datetime | None, datetime | None]) -> Q:
    """Found from one moment and before another, None without limit."""
    start, end = moments
    return (Q(found_at__gte=start) if start else Q()) & (Q(found_at__lt=end) if end else Q())


# house: unscoped — a condition; what was found before lies at the same mine
def found_again() -> Q:
    """Hazards of a criterion that was found at the same mine within the months watched before."""
    return Q(criterion__isnull=False) & by_area("recurrence_months", _again)


def _again(months: int) -> Q:
    earlier = Hazard.rows.filter(
        mine=OuterRef("mine"),
        criterion__isnull=False,  # said for the index of such hazards
        criterion__code=OuterRef("criterion__code"),
        found_at__lt=OuterRef("found_at"),
        found_at__gte=OuterRef("found_at") - timedelta(days=round(months * 30.44)),
    ).exclude(state=HazardState.WITHDRAWN)
    return Q(Exists(earlier))
