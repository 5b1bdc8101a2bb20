"""Lists made from the ledger in the columns of the plan (lists.yaml): 问题隐患清单, 风险管控清单, 销号清单.

Each row is a dataclass whose fields before the blank line are the plan's keys, as they are printed; what follows leads
back to the record.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import FivePoints, Hazard
from kuangan.hazards.queries.risks import RiskFilter, risks
from kuangan.hazards.states import Grade, HazardState, RiskLevel
from kuangan.registry.models import Mine

GRADES = {Grade.GENERAL: "一般", Grade.SUSPECTED: "疑似重大", Grade.MAJOR: "重大"}
LEVELS = {RiskLevel.MAJOR: "重大", RiskLevel.LARGER: "较大", RiskLevel.GENERAL: "一般", RiskLevel.LOW: "低"}
"""The words of lists.yaml. Chinese content: the lists are handed in. A suspected hazard is not called major yet."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the list of problems and hazards (问题隐患清单, plan 六(二)); `done_on` is when the work was done."""

    place: str
    problem: str
    grade: str
    basis: str
    measure: str
    person: str
    deadline: date | None
    done_on: date | None

    hazard_id: int
    number: str
    grade_key: str
    state: str


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One line of the risk control list (风险管控清单, plan 六(二))."""

    place: str
    risk: str
    level: str
    measure: str
    person: str

    risk_id: int
    level_key: str


@dataclass(frozen=True, slots=True)
class Closing:
    """One line of the close-out list (重大事故隐患排查整治销号清单, plan 六(五))."""

    mine: str
    hazard: str
    found_on: date
    closed_on: date | None
    verifier: str

    hazard_id: int
    number: str


def problems_list(scope: Scope, mine: Mine, start: date | None = None, end: date | None = None) -> list[Problem]:
    """The problems of a mine in a period: found in it, or found before and still open when it began.

    Both days are included; without a start only the end counts, without an end today. Withdrawn ones are left out.
    """
    rows = Hazard.objects.within(scope).filter(mine=mine).exclude(state=HazardState.WITHDRAWN)
    if end:
        rows = rows.filter(found_at__lte=clock.end_of_day(end))
    if start:
        moment = clock.start_of_day(start)
        rows = rows.filter(Q(found_at__gte=moment) | Q(closed_at__isnull=True) | Q(closed_at__gte=moment))
    found = list(rows.select_related("criterion", "article__law").order_by("found_at", "id"))
    measures = _measures(scope, [row.pk for row in found])
    return [
        Problem(
            row.place, row.description, GRADES[Grade(row.grade)], _basis(row), measures.get(row.pk) or row.requirement,
            row.responsible, _day(row.deadline_at), _day(row.rectified_at), row.pk, row.number, row.grade, row.state,
        )
        for row in found
    ]  # fmt: skip


def _verifier(row: Hazard) -> str:
    """Who accepted it, with a mark where one of them had found or registered it."""
    return f"{row.verified_by}（含登记人）" if row.registrar_verified else row.verified_by


def risk_list(scope: Scope, mine: Mine) -> list[RiskLine]:
    """The risks of a mine that are under control now, the gravest first."""
    return [
        RiskLine(
            row.place, row.description, LEVELS[RiskLevel(row.level)], row.controls, row.responsible, row.pk, row.level
        )
        for row in risks(scope, RiskFilter(mine_id=mine.pk))
    ]


def closed_list(
    scope: Scope, region_code: str = "", start: date | None = None, end: date | None = None, *, with_open: bool = False
) -> list[Closing]:
    """The major hazards of a region that were closed out in a period, both days included, by county and mine.

    `with_open` adds those that are not closed out yet, with an empty day: the whole list of what was searched out.
    """
    rows = Hazard.objects.within(scope).filter(~Q(grade=Grade.GENERAL) & Q(grade=Grade.MAJOR))
    if region_code:
        rows = rows.filter(inside("region_code", prefix_of(region_code)))
    closed = Q(state=HazardState.CLOSED)
    if start:
        closed &= Q(closed_at__gte=clock.start_of_day(start))
    if end:
        closed &= Q(closed_at__lte=clock.end_of_day(end))
    still = ~Q(state__in=(HazardState.CLOSED, HazardState.WITHDRAWN))
    if end:
        still &= Q(entered_at__lte=clock.end_of_day(end))
    rows = rows.filter(closed | still if with_open else closed).select_related("mine")
    return [
        Closing(
            row.mine.name, row.description, clock.day_of(row.found_at), _day(row.closed_at), _verifier(row), row.pk,
            row.number,
        )
        for row in rows.order_by("region_code", "mine__name", "found_at", "id")
    ]  # fmt: skip


# house: unscoped — only values that were read within a scope
def printed(rows: Iterable[Any], *names: str) -> list[dict[str, Any]]:
    """Lines as values by the plan's keys, for a table; `names` are the keys wanted, all when none is given."""
    return [{name: getattr(row, name) for name in names or [one.name for one in fields(row)]} for row in rows]


def _measures(scope: Scope, ids: list[int]) -> dict[int, str]:
    """The measures of the five in place as they stand, by hazard."""
    found: dict[int, str] = {}
    for start in range(0, len(ids), 1_000):
        points = FivePoints.objects.within(scope).filter(hazard__in=ids[start : start + 1_000])
        for hazard_id, words in points.order_by("hazard_id", "-version").values_list("hazard_id", "measures"):
            found.setdefault(hazard_id, words)
    return found


def _basis(row: Hazard) -> str:
    """What it was judged by: the criterion of a major one, else the article that is broken."""
    if row.criterion:
        return row.criterion.label
    return str(row.article) if row.article else ""


def _day(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment else None
