"""Recurrence watch: the same criterion found again at the same mine, or at several mines of a county (plan 七(三))."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard, RootCause
from kuangan.hazards.queries.settings import by_area
from kuangan.hazards.states import HazardState

NAME = "recurrence_months"
COUNTY, MINE = "county", "mine"
"""What is watched: a criterion anywhere in a county, or at one mine."""
MOST_SHOWN = 30
"""So many hazards of one group are read, the latest."""


@dataclass(slots=True)
class Again:
    """One hazard of a group: `days` since the one before it, `measure` the lasting measure of the one before."""

    row: Hazard
    days: int | None
    measure: RootCause | None
    is_same_mine: bool


@dataclass(slots=True)
class Group:
    """Hazards of one criterion in one county or at one mine, the latest first, with how many there are in all."""

    region_code: str
    code: str
    count: int
    mines: int
    hazards: list[Again] = field(default_factory=list)


def groups(scope: Scope, *, watch: str = COUNTY, county: str = "", mine_id: int | None = None) -> QuerySet[Any]:
    """Criteria that were found at least twice within the months watched, the most often first; one statement a page.

    Each is a mapping of region_code, criterion__code, found (count), mines (count), last, and mine for MINE.
    """
    by = ("region_code", "criterion__code") if watch == COUNTY else ("region_code", "mine", "criterion__code")
    rows = _watched(scope, county, mine_id).values(*by)
    found = rows.annotate(found=Count("pk"), mines=Count("mine", distinct=True), last=Max("found_at"))
    return found.filter(found__gte=2).order_by("-found", "-last", *by)


def with_hazards(scope: Scope, found: Sequence[Mapping[str, Any]]) -> list[Group]:
    """Groups of a page with their hazards, in two statements."""
    if not found:
        return []
    wanted = Q()
    for one in found:
        same = Q(region_code=one["region_code"], criterion__code=one["criterion__code"])
        wanted |= same & Q(mine=one["mine"]) if "mine" in one else same
    rows = _watched(scope).filter(wanted).select_related("mine", "criterion", "root_cause").order_by("-found_at", "-id")
    held: dict[tuple[Any, ...], list[Hazard]] = defaultdict(list)
    by_mine = "mine" in found[0]
    for row in rows[: MOST_SHOWN * len(found) * 2]:
        held[_key(row, by_mine)].append(row)
    return [
        Group(
            one["region_code"], one["criterion__code"], one["found"], one["mines"],
            list(_told(held[(one["region_code"], one["criterion__code"], one.get("mine"))][:MOST_SHOWN])),
        )
        for one in found
    ]  # fmt: skip


def _key(row: Hazard, by_mine: bool) -> tuple[Any, ...]:
    return row.region_code, row.criterion.code if row.criterion else "", row.mine_id if by_mine else None


def _told(rows: Sequence[Hazard]) -> Iterator[Again]:
    """Each with the one before it: of the same mine where there is one, else of the county."""
    for place, row in enumerate(rows):
        earlier = rows[place + 1 :]
        before = next((one for one in earlier if one.mine_id == row.mine_id), earlier[0] if earlier else None)
        if before is None:
            yield Again(row, None, None, is_same_mine=False)
            continue
        days = (clock.day_of(row.found_at) - clock.day_of(before.found_at)).days
        yield Again(row, days, getattr(before, "root_cause", None), before.mine_id == row.mine_id)


def _watched(scope: Scope, county: str = "", mine_id: int | None = None) -> QuerySet[Hazard]:
    """Hazards with a criterion that were found within the months watched where they lie."""
    rows: QuerySet[Hazard] = Hazard.objects.within(scope).filter(criterion__isnull=False, found_at__lte=clock.now())
    rows = rows.exclude(state=HazardState.WITHDRAWN).filter(
        by_area(NAME, lambda months: Q(found_at__gte=_since(months)))
    )
    if county:
        rows = rows.filter(inside("region_code", prefix_of(county)))
    return rows.filter(mine=mine_id) if mine_id else rows


def _since(months: int) -> datetime:
    return clock.now() - timedelta(days=round(months * 30.44))
