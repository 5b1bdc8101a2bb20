"""The figures of the ledger: by county or mine and by grade, the three clocks apart."""

from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import Field

from kuangan.foundation.api.operations import LARGEST_NUMBER
from kuangan.hazards.api.declared import CODE_OR_NOTHING, READ, Day, Grades, actor_of, hazards
from kuangan.hazards.queries.counting import CLOCKS, Counting
from kuangan.hazards.queries.figures import LATE, Line
from kuangan.hazards.queries.figures import figures as counted_figures


class HazardFigureFilter(Schema):
    """Which hazards are counted: those whose clock fell into a period."""

    by: Literal["county", "mine"] = "county"
    clock: Literal[tuple(CLOCKS)] = Field(  # type: ignore[valid-type]
        "entered", description=gettext_noop("By which clock the period is meant; the three are never mixed.")
    )
    start: Day | None = None
    end: Day | None = None
    county: str = Field("", pattern=CODE_OR_NOTHING, description=gettext_noop("Code of a region."))
    grade: Grades | Literal[""] = ""
    mine: int | None = Field(None, ge=1, le=LARGEST_NUMBER)


class ClockRates(Schema):
    """Per cent of what was found that has come so far, by each clock; null when nothing was found."""

    rectified: int | None
    applied: int | None
    verified: int | None
    closed: int | None


class ClockAverages(Schema):
    """Average days from the finding to each clock; null while nothing has come so far."""

    rectified: float | None
    applied: float | None
    verified: float | None


class HazardFigureLine(Schema):
    """The figures of one place or grade. What was withdrawn counts nowhere else."""

    key: str = Field(description=gettext_noop("Code of the county, number of the mine, or the grade; empty: all."))
    found: int
    open: int
    overdue: int
    rectified: int = Field(description=gettext_noop("As the mine states; nobody else has seen it."))
    applied: int
    verified: int
    late: int = Field(description=gettext_noop("Reported as rectified after the deadline, by the moment of entry."))
    claimed: int = Field(description=gettext_noop("Of these, stated by the mine to have been done in time."))
    closed: int
    withdrawn: int
    recurring: int
    ages: dict[str, int]
    rates: ClockRates
    days: ClockAverages


class HazardFigures(Schema):
    """Figures of a jurisdiction."""

    places: list[HazardFigureLine]
    grades: list[HazardFigureLine]
    total: HazardFigureLine


@hazards.get("/figures", READ, HazardFigures, gettext_noop("Figures of hazards"))
def figures(request: HttpRequest, wanted: Query[HazardFigureFilter]) -> dict[str, Any]:
    """By county or mine and by grade, with rates and averages for each of the three clocks."""
    told = Counting(
        clock=wanted.clock, start=wanted.start, end=wanted.end, county=wanted.county, grade=wanted.grade,
        mine_id=wanted.mine,
    )  # fmt: skip
    found = counted_figures(
        actor_of(request).scope, told, by="region_code" if wanted.by == "county" else "mine_id"
    )  # fmt: skip
    return {
        "places": [_told(line) for line in found.by_place.values()],
        "grades": [_told(line) for line in found.by_grade.values()],
        "total": _told(found.total),
    }


def _told(line: Line) -> dict[str, Any]:
    plain = ("found", "open", "overdue", "rectified", "applied", "verified", *LATE, "closed", "withdrawn",
             "recurring", "ages")  # fmt: skip
    return {
        "key": str(line.key),
        **{name: getattr(line, name) for name in plain},
        "rates": line.rates,
        "days": line.averages,
    }
