"""What plans ask of the ledger, as plain figures and occurrences: whoever supplies a duty reads them here."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet

from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Evacuation, Hazard
from kuangan.hazards.queries.counting import Counting, counted
from kuangan.hazards.queries.self_found import overtaken
from kuangan.hazards.states import (
    CHECK_SOURCES,
    MINE_SOURCES,
    OPEN_STATES,
    SLOPE_DISASTERS,
    Disaster,
    Grade,
    HazardState,
    LinkKind,
)

_MAJOR = ~Q(grade=Grade.GENERAL) & Q(grade=Grade.MAJOR)
"""Written like the condition of the partial index of the grave ones."""


class Occasion(NamedTuple):
    """Something about one hazard that opens a duty: when it happened, and when that could first be known."""

    hazard_id: int
    mine_id: int
    on: date
    known_at: datetime


def majors(scope: Scope, mine_ids: Collection[int] | None = None) -> Iterator[Occasion]:
    """Every major hazard that was not withdrawn, on the day on which it was determined to be one.

    A judgement that only confirms the grade moves nothing. Without `mine_ids` those of the whole jurisdiction.
    """
    raised = Q(determinations__grade=Grade.MAJOR) & ~Q(determinations__grade_before=Grade.MAJOR)
    rows = Hazard.objects.within(scope).filter(_MAJOR).exclude(state=HazardState.WITHDRAWN)
    found = (
        _at(rows, mine_ids)
        .order_by("pk")
        .annotate(
            judged=Max("determinations__happened_at", filter=raised),
            known=Max("determinations__entered_at", filter=raised),
        )
    )
    for pk, mine_id, judged, known, determined_at, entered_at in found.values_list(
        "pk", "mine_id", "judged", "known", "determined_at", "entered_at"
    ).iterator():
        yield Occasion(pk, mine_id, clock.day_of(judged or determined_at or entered_at), known or entered_at)


def majors_missed(scope: Scope, mine_ids: Collection[int] | None = None) -> Iterator[Occasion]:
    """Those of the major hazards that a check of the bureaus found, and that are not the same as one which the mine
    itself had found."""
    rows = Hazard.objects.within(scope).filter(_MAJOR, source__in=sorted(CHECK_SOURCES))
    own = Q(links__kind=LinkKind.SAME, links__other__source__in=sorted(MINE_SOURCES))
    own |= Q(linked_from__kind=LinkKind.SAME, linked_from__hazard__source__in=sorted(MINE_SOURCES))
    known = _at(rows, mine_ids).filter(own).values("pk")
    missed = set(_at(rows, mine_ids).exclude(pk__in=known).values_list("pk", flat=True))
    yield from (one for one in majors(scope, mine_ids) if one.hazard_id in missed)


def slope_dangers(scope: Scope, mine_ids: Collection[int] | None = None) -> Iterator[Occasion]:
    """Every hazard of a slope that slides or may collapse, on the day it was found; withdrawn ones are none.

    A slide is one whatever its grade; an overhang or a jointed face from the suspicion of a major hazard on, and
    everything of a slope over which people were ordered out.
    """
    rows = Hazard.objects.within(scope).filter(disaster__in=sorted(SLOPE_DISASTERS))
    grave = Q(disaster=Disaster.SLIDE) | ~Q(grade=Grade.GENERAL) | Q(evacuations__isnull=False)
    found = _at(rows, mine_ids).filter(grave).exclude(state=HazardState.WITHDRAWN).order_by("pk").distinct()
    for pk, mine_id, found_at, known in found.values_list("pk", "mine_id", "found_at", "entered_at"):
        yield Occasion(pk, mine_id, clock.day_of(found_at), known)


def evacuated(scope: Scope, mine_ids: Collection[int] | None = None) -> Iterator[Occasion]:
    """Every hazard over which people were ordered out, on the day of the first order."""
    rows = Evacuation.objects.within(scope)
    if mine_ids is not None:
        rows = rows.filter(hazard__mine__in=mine_ids)
    found = rows.order_by().values_list("hazard_id", "hazard__mine_id")
    for pk, mine_id, ordered, known in found.annotate(Min("ordered_at"), Min("entered_at")).order_by("hazard_id"):
        yield Occasion(pk, mine_id, clock.day_of(ordered), known)


def _at(rows: QuerySet[Hazard], mine_ids: Collection[int] | None) -> QuerySet[Hazard]:
    return rows if mine_ids is None else rows.filter(mine__in=mine_ids)


def own_findings(scope: Scope, told: Counting) -> QuerySet[Hazard]:
    """The hazards of a count that the mine found itself, not the bureau, nor after officials had been there."""
    return counted(scope, told).filter(source__in=sorted(MINE_SOURCES)).exclude(overtaken())


@dataclass(frozen=True, slots=True)
class DueClosed:
    """How many hazards were due by a moment, how many of them are closed out, and how many open ones have no deadline
    at all: they cannot fall due, and have to be looked at."""

    due: int
    closed: int
    undated: int

    @property
    def share(self) -> int:
        """Closed of due in per cent, never rounded up to 100; 100 when nothing was due."""
        return 100 * self.closed // self.due if self.due else 100


def due_closed(scope: Scope, county: str, start: date | None, until: datetime) -> DueClosed:
    """Hazards found since `start` in a county whose deadline lies before `until`, against those closed out."""
    rows = Hazard.objects.within(scope).filter(inside("region_code", prefix_of(county)))
    rows = rows.exclude(state=HazardState.WITHDRAWN)
    if start:
        rows = rows.filter(found_at__gte=clock.start_of_day(start))
    is_due = Q(deadline_at__lt=until)
    figures = rows.order_by().aggregate(
        due=Count("pk", filter=is_due),
        closed=Count("pk", filter=is_due & Q(state=HazardState.CLOSED)),
        undated=Count("pk", filter=Q(deadline_at__isnull=True, state__in=sorted(OPEN_STATES))),
    )
    return DueClosed(**figures)


def major_closed_share(scope: Scope, county: str, start: date | None, end: date | None) -> tuple[int, int]:
    """Closed and found: the major hazards found in a period, for the target of the close-out rate (销号率)."""
    told = Counting(start=start, end=end, county=county, grade=Grade.MAJOR)
    figures = counted(scope, told).order_by().aggregate(
        found=Count("pk"), closed=Count("pk", filter=Q(state=HazardState.CLOSED))
    )  # fmt: skip
    return figures["closed"], figures["found"]


def followed(scope: Scope, pk: int) -> Hazard | None:
    """One hazard with its root cause, as the duties about it look at it; None when there is none."""
    found = Hazard.objects.within(scope).select_related("root_cause")
    row: Hazard | None = found.prefetch_related("five_points", "listings", "evacuations").filter(pk=pk).first()
    return row
