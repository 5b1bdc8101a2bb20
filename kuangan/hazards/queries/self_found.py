"""What a mine found itself (七(四)): by the moment of entry, because the day of the finding is only stated.

A hazard that was entered after officials had been at the mine, with a stated day before their visit, does not count as
found by the mine. It stays what it says it is, and carries a mark beside it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from kuangan.foundation.authority.scopes import Scope
from kuangan.hazards.models import Hazard, SiteCheck
from kuangan.hazards.states import CHECK_SOURCES, MINE_SOURCES, CheckState, HazardState


@dataclass(frozen=True, slots=True)
class Visit:
    """Officials were at the mine: when, and the hazard by which that is known."""

    at: datetime
    hazard: Hazard


# house: unscoped — a condition; what officials saw lies at the same mine
def overtaken() -> Q:
    """Stated to have been found before a visit of officials, and entered after it."""
    span = (OuterRef("found_at"), OuterRef("entered_at"))
    found = Hazard.rows.filter(mine=OuterRef("mine"), source__in=sorted(CHECK_SOURCES), found_at__range=span)
    checks = SiteCheck.rows.filter(application__hazard__mine=OuterRef("mine"), happened_at__range=span)
    seen = Exists(found.exclude(state=HazardState.WITHDRAWN)) | Exists(checks.exclude(state=CheckState.DROPPED))
    return Q(source__in=sorted(MINE_SOURCES), found_at__lt=F("entered_at")) & Q(seen)


# house: unscoped — adds a mark to rows that were read within a scope
def with_mark(rows: "QuerySet[Hazard]") -> "QuerySet[Hazard]":
    """The rows with `overtaken`, true where the mark stands."""
    return rows.annotate(overtaken=Case(When(overtaken(), then=True), default=False))


def overtaken_by(scope: Scope, row: Hazard) -> Visit | None:
    """The first visit between the stated day of finding and the entry of a mine's own finding; None without one."""
    if row.source not in MINE_SOURCES or row.found_at >= row.entered_at:
        return None
    span = (row.found_at, row.entered_at)
    found = Hazard.objects.within(scope).filter(mine=row.mine_id, source__in=sorted(CHECK_SOURCES))
    first = found.filter(found_at__range=span).exclude(state=HazardState.WITHDRAWN).order_by("found_at").first()
    if first is not None:
        return Visit(first.found_at, first)
    checks = SiteCheck.objects.within(scope).filter(application__hazard__mine=row.mine_id, happened_at__range=span)
    check = checks.exclude(state=CheckState.DROPPED).select_related("application__hazard").order_by("happened_at")
    seen = check.first()
    return Visit(seen.happened_at, seen.application.hazard) if seen else None
