"""The course of the ledger over months: found and closed in each, open and overdue at the end of each.

Ledger time throughout: a hazard counts from the moment at which it was entered, and as rectified from the moment at
which the mine reported it; days that somebody states move nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import HazardState

MONTHS = 9
"""How many months are shown, the present one last."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its first day, what happened in it, what stood at its end (now, in the present month)."""

    first: date
    found: int
    closed: int
    open: int
    overdue: int


def by_month(scope: Scope, condition: Q | None = None, months: int = MONTHS) -> list[Month]:
    """The months of a jurisdiction's hazards, narrowed by `condition`; one statement."""
    spans = _spans(months)
    row = _ledger(scope, condition).aggregate(**_terms(spans))
    return _read(row, spans)


def by_county_and_month(scope: Scope, months: int = MONTHS) -> Mapping[str, list[Month]]:
    """The same for every county that has hazards, by region code; one statement."""
    spans = _spans(months)
    rows = _ledger(scope, None).order_by().values("region_code").annotate(**_terms(spans))
    return {row["region_code"]: _read(row, spans) for row in rows}


def _ledger(scope: Scope, condition: Q | None) -> Any:
    return Hazard.objects.within(scope).filter(~Q(state=HazardState.WITHDRAWN), condition or Q())


def _spans(months: int) -> list[tuple[date, datetime, datetime]]:
    """The first day of each month, its beginning and its end; the present month ends now."""
    now, first = clock.now(), clock.today().replace(day=1)
    spans: list[tuple[date, datetime, datetime]] = []
    until = now
    for _number in range(months):
        begins = clock.start_of_day(first)
        spans.insert(0, (first, begins, until))
        until = begins
        first = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    return spans


def _terms(spans: list[tuple[date, datetime, datetime]]) -> dict[str, Any]:
    terms: dict[str, Any] = {}
    for at, (_first, begins, until) in enumerate(spans):
        stands = Q(entered_at__lt=until) & (Q(closed_at__isnull=True) | Q(closed_at__gte=until))
        unreported = Q(applied_at__isnull=True) | Q(applied_at__gte=until) | Q(applied_at__gt=F("deadline_at"))
        terms |= {
            f"found{at}": Count("pk", filter=Q(entered_at__gte=begins, entered_at__lt=until)),
            f"closed{at}": Count("pk", filter=Q(closed_at__gte=begins, closed_at__lt=until)),
            f"open{at}": Count("pk", filter=stands),
            f"overdue{at}": Count("pk", filter=stands & Q(deadline_at__lt=until) & unreported),
        }
    return terms


def _read(row: Mapping[str, int], spans: list[tuple[date, datetime, datetime]]) -> list[Month]:
    names = ("found", "closed", "open", "overdue")
    return [Month(first, *(row[f"{name}{at}"] for name in names)) for at, (first, _b, _u) in enumerate(spans)]
