"""Reads of the risk control list (风险管控清单)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import finding
from kuangan.hazards.models import Hazard, Risk, RiskHazard
from kuangan.hazards.states import RiskLevel, RiskState

LEVELS = (RiskLevel.MAJOR, RiskLevel.LARGER, RiskLevel.GENERAL, RiskLevel.LOW)
"""The gravest first."""


@dataclass(frozen=True)
class RiskFilter:
    """The list as its address asks for it; unknown values do not narrow. `due`: the review day has passed."""

    county: str = ""
    mine_id: int | None = None
    level: str = ""
    state: str = RiskState.CONTROLLED
    due: bool = False
    text: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "RiskFilter":
        """From the words of an address: county, mine, level, state (all: both), due, q."""
        county, mine = asked.get("county", ""), asked.get("mine", "")
        level, state = asked.get("level", ""), asked.get("state", "")
        return cls(
            county if county.isascii() and county.isdigit() and len(county) == 6 else "",
            int(mine) if mine.isascii() and mine.isdigit() and len(mine) < 12 else None,
            level if level in RiskLevel.values else "",
            "" if state == "all" else state if state in RiskState.values else str(RiskState.CONTROLLED),
            asked.get("due", "") == "1",
            asked.get("q", "").strip()[:60],
        )


def risks(scope: Scope, wanted: RiskFilter) -> QuerySet[Risk]:
    """Risks of a jurisdiction with their mines, the gravest first."""
    rank = Case(
        *(When(level=level, then=Value(place)) for place, level in enumerate(LEVELS)), output_field=IntegerField()
    )
    found: QuerySet[Risk] = _narrowed(scope, wanted).select_related("mine")
    if wanted.level:
        found = found.filter(level=wanted.level)
    return found.annotate(rank=rank).order_by("rank", "-score", "id")


def level_counts(scope: Scope, wanted: RiskFilter) -> dict[str, int]:
    """How many there are of each level, by the rest of the filter; one statement."""
    rows: Any = _narrowed(scope, wanted).order_by().values_list("level").annotate(number=Count("pk"))
    held = dict(rows)
    return {str(level): held.get(str(level), 0) for level in LEVELS}


def _narrowed(scope: Scope, wanted: RiskFilter) -> QuerySet[Risk]:
    found: QuerySet[Risk] = Risk.objects.within(scope)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.county:
        found = found.filter(inside("region_code", prefix_of(wanted.county)))
    if wanted.mine_id:
        found = found.filter(mine=wanted.mine_id)
    if wanted.due:
        found = found.filter(state=RiskState.CONTROLLED, review_on__lte=clock.today())
    return found.filter(finding(wanted.text, "search_text", "mine__search_text"))


def risk(scope: Scope, pk: int) -> Risk:
    """One risk with its mine. Raises Risk.DoesNotExist outside the scope."""
    found: Risk = Risk.objects.within(scope).select_related("mine", "mine__enterprise").get(pk=pk)
    return found


def hazards_of_risk(scope: Scope, row: Risk) -> QuerySet[Hazard]:
    """The hazards that show where the control of a risk has failed, the latest first."""
    return Hazard.objects.within(scope).filter(risks__risk=row).order_by("-found_at", "-id")


def risks_of_hazard(scope: Scope, row: Hazard) -> QuerySet[Risk]:
    """The risks that a hazard is linked with."""
    links = RiskHazard.objects.within(scope).filter(hazard=row).values("risk")
    return Risk.objects.within(scope).filter(pk__in=links).order_by("id")
