"""What has a date between two moments and still waits, for whoever reminds: each sort in one statement, flat rows."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q

from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard, ListedSupervision, Risk, RootCause
from kuangan.hazards.states import OPEN_STATES, UNRECTIFIED_STATES, Grade, HazardState, ListingState, RiskState

_WHY = "the system reminds everybody"
_OPEN = Q(state__in=sorted(OPEN_STATES))
_GRAVE = ~Q(grade=Grade.GENERAL)
"""Both written like the conditions of the partial indexes."""
_LENGTH = 16


class Dated(NamedTuple):
    """Something with a date: the hazard or risk, its mine and county, its words, and the day."""

    pk: int
    mine_id: int
    enterprise_id: int
    region_code: str
    mine: str
    title: str
    day: date


# house: unscoped — the system reminds everybody
def unreported(start: datetime, end: datetime) -> list[Dated]:
    """Major hazards whose time for the report has run out between two moments and that were not reported."""
    rows = Hazard.objects.unscoped(_WHY).filter(_GRAVE, Q(grade=Grade.MAJOR), reported_at__isnull=True)
    return _read(rows.exclude(state=HazardState.WITHDRAWN), "report_due_at", start, end)


# house: unscoped — the system reminds everybody
def to_be_rectified(start: datetime, end: datetime) -> list[Dated]:
    """Hazards that are not reported as rectified, by their deadline."""
    rows = Hazard.objects.unscoped(_WHY).filter(_OPEN, Q(state__in=sorted(UNRECTIFIED_STATES)))
    return _read(rows, "deadline_at", start, end)


# house: unscoped — the system reminds everybody
def without_five(start: datetime, end: datetime) -> list[Dated]:
    """Major hazards whose rectification has not begun, by the day of their determination."""
    rows = Hazard.objects.unscoped(_WHY).filter(_GRAVE, Q(grade=Grade.MAJOR, state=HazardState.REGISTERED))
    return _read(rows, "determined_at", start, end)


# house: unscoped — the system reminds everybody
def undetermined(start: datetime, end: datetime) -> list[Dated]:
    """Suspected hazards, by the day on which they were entered."""
    rows = Hazard.objects.unscoped(_WHY).filter(_GRAVE, _OPEN, Q(grade=Grade.SUSPECTED))
    return _read(rows, "entered_at", start, end)


# house: unscoped — the system reminds everybody
def to_be_verified(start: datetime, end: datetime) -> list[Dated]:
    """Hazards reported as rectified, by the day until which they are to be verified."""
    rows = Hazard.objects.unscoped(_WHY).filter(_OPEN, Q(state=HazardState.APPLIED))
    return _read(rows, "verify_due_at", start, end)


# house: unscoped — the system reminds everybody
def returns_due(start: datetime, end: datetime) -> list[Dated]:
    """Hazards under listed supervision, by the day of the next progress return."""
    rows = ListedSupervision.objects.unscoped(_WHY).filter(state=ListingState.LISTED)
    return _read(rows, "return_due_at", start, end, "hazard__")


# house: unscoped — the system reminds everybody
def measures_due(start: datetime, end: datetime) -> list[Dated]:
    """Lasting measures that were not carried out, by their day."""
    rows = RootCause.objects.unscoped(_WHY).filter(done_on__isnull=True)
    rows = rows.exclude(hazard__state=HazardState.WITHDRAWN)
    return _read(rows, "due_on", clock.day_of(start), clock.day_of(end), "hazard__")


# house: unscoped — the system reminds everybody
def risks_to_review(start: datetime, end: datetime) -> list[Dated]:
    """Risks under control, by the day of their review."""
    rows = Risk.objects.unscoped(_WHY).filter(state=RiskState.CONTROLLED)
    return _read(rows, "review_on", clock.day_of(start), clock.day_of(end))


def _read(rows: Any, column: str, start: Any, end: Any, to_hazard: str = "") -> list[Dated]:
    names = ("pk", "mine_id", "mine__enterprise_id", "region_code", "mine__short_name", "mine__name", "place",
             "description")  # fmt: skip
    found = rows.filter(**{f"{column}__range": (start, end)}).order_by(column, "pk")
    return list(_flat(found.values_list(*(to_hazard + name for name in names), column)))


def _flat(rows: Iterable[Any]) -> Iterable[Dated]:
    for pk, mine_id, enterprise_id, region_code, short, name, place, words, on in rows:
        day = clock.day_of(on) if isinstance(on, datetime) else on
        yield Dated(pk, mine_id, enterprise_id, region_code, short or name, f"{place}：{words[:_LENGTH]}", day)
