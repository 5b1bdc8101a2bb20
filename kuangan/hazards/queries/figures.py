"""The figures of the ledger (统计): by county or mine and by grade, three clocks kept apart, one GROUP BY a group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, FloatField, Func, Q, Sum, When

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.hazards.queries.counting import OPEN, Counting, condition, population
from kuangan.hazards.rules.ageing import BUCKETS
from kuangan.hazards.states import Grade, HazardState

TIMED = ("rectified", "applied", "verified")
"""The three clocks: work done, reported, seen by somebody else."""

LATE = ("late", "claimed")
"""Reported after the deadline, and those of them for which the mine states a day within it."""


class Days(Func):
    """A moment as a number of days, fractions included, since a day that is the same for all."""

    output_field = FloatField()
    arity = 1
    template = "(date_part('epoch', %(expressions)s) / 86400.0)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps moments as text."""
        return super().as_sql(compiler, connection, template="julianday(%(expressions)s)", **context)


@dataclass
class Line:
    """The figures of one group. `key` is what it is grouped by ("" for the sum).

    `rectified` and its days go by what the mine states; `late` by the moment of the report.
    `found` leaves out what was withdrawn; `ages` are the open ones by bucket; `days` and `timed` add up the days from
    finding to each clock, for averages.
    """

    key: Any = ""
    found: int = 0
    open: int = 0
    overdue: int = 0
    rectified: int = 0
    late: int = 0
    claimed: int = 0
    applied: int = 0
    verified: int = 0
    closed: int = 0
    withdrawn: int = 0
    recurring: int = 0
    ages: dict[str, int] = field(default_factory=lambda: {bucket.key: 0 for bucket in BUCKETS})
    days: dict[str, float] = field(default_factory=lambda: dict.fromkeys(TIMED, 0.0))

    def rate(self, name: str) -> int | None:
        """Per cent of what was found that has come so far by a clock ("rectified", "applied", "verified") or is closed;
        None when nothing was found. Never rounded up to 100."""
        if not self.found:
            return None
        return 100 * int(getattr(self, name)) // self.found

    @property
    def rates(self) -> dict[str, int | None]:
        """Closure rates by each of the three clocks, and of the close-out."""
        return {name: self.rate(name) for name in (*TIMED, "closed")}

    @property
    def averages(self) -> dict[str, float | None]:
        """Average days from finding to each clock, to one decimal; None while nothing has come so far."""
        return {name: round(self.days[name] / held, 1) if (held := getattr(self, name)) else None for name in TIMED}

    def add(self, other: "Line") -> None:
        """Add another line's figures."""
        for name in ("found", "open", "overdue", *TIMED, *LATE, "closed", "withdrawn", "recurring"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for key, value in other.ages.items():
            self.ages[key] += value
        for key, days in other.days.items():
            self.days[key] += days


@dataclass(frozen=True)
class Figures:
    """Figures of a jurisdiction: by place (county code or mine number), by grade, and all together."""

    by_place: Mapping[Any, Line]
    by_grade: Mapping[str, Line]
    total: Line


def figures(scope: Scope, told: Counting, *, by: str = "region_code") -> Figures:
    """The figures of the hazards that `told` covers (its `figure` is not looked at), in three statements.

    `by` is "region_code" or "mine_id". The same hazards are found by `counting.counted`.
    """
    cells: dict[tuple[Any, str], Line] = {}
    for line in _lines(scope, told, by):
        cells.setdefault(line.key, Line(line.key)).add(line)
    places: dict[Any, Line] = {}
    grades = {str(grade): Line(str(grade)) for grade in (Grade.MAJOR, Grade.SUSPECTED, Grade.GENERAL)}
    total = Line()
    for (place, grade), line in sorted(cells.items()):
        for whole in (places.setdefault(place, Line(place)), grades[grade], total):
            whole.add(line)
    return Figures(places, grades, total)


def _lines(scope: Scope, told: Counting, by: str) -> Iterable[Line]:
    rows = population(scope, told)
    clocks: dict[str, Any] = {name: Count(f"{name}_at") for name in TIMED}
    terms = {name: Count("state", filter=condition(name)) for name in ("overdue", *LATE)}
    grouped = rows.values(by, "grade", "state").annotate(number=Count("*"), **clocks, **_sums(), **_older(), **terms)
    for row in grouped.order_by():
        yield _stated(row, by)
    again = rows.filter(condition("recurring")).values(by, "grade").annotate(number=Count("*")).order_by()
    for row in again:
        yield Line((row[by], row["grade"]), recurring=row["number"])


def _sums() -> dict[str, Any]:
    """Days of each clock added up, and those of the finding by the last clock that a hazard has come to.

    Making a number of a moment is what costs: the day of finding is taken once for a hazard, not once for a clock.
    """
    found: dict[str, Any] = {f"till_{name}": Sum(Days(F(f"{name}_at"))) for name in TIMED}
    for name, after in zip(TIMED, (*TIMED[1:], None), strict=True):
        last = Q(**{f"{name}_at__isnull": False}) & (Q(**{f"{after}_at__isnull": True}) if after else Q())
        found[f"from_{name}"] = Sum(Case(When(last, then=Days(F("found_at")))))
    return found


def _older() -> dict[str, Any]:
    """How many were found before each bucket of age ends: one comparison a row and bucket."""
    ends = {bucket.key: bucket.moments(clock.today())[1] for bucket in BUCKETS[1:]}
    return {key: Count("state", filter=Q(found_at__lt=end)) for key, end in ends.items()}


def _ages(row: Mapping[str, Any]) -> dict[str, int]:
    """How many lie in each bucket: what is older than its own end, without what is older than the next one's."""
    older = [row["number"], *(row[bucket.key] for bucket in BUCKETS[1:]), 0]
    return {bucket.key: older[at] - older[at + 1] for at, bucket in enumerate(BUCKETS)}


def _days(row: Mapping[str, Any]) -> dict[str, float]:
    """Days from the finding to each clock, added up. What has come to a later clock has come to the earlier ones."""
    days, begun = {}, 0.0
    for name in reversed(TIMED):
        begun += row[f"from_{name}"] or 0.0
        days[name] = (row[f"till_{name}"] or 0.0) - begun
    return days


def _stated(row: Mapping[str, Any], by: str) -> Line:
    """One state of one grade in one place."""
    key, state, number = (row[by], row["grade"]), row["state"], row["number"]
    if state == HazardState.WITHDRAWN:
        return Line(key, withdrawn=number)
    told: dict[str, Any] = {"ages": _ages(row)} if state in OPEN else {}
    return Line(
        key, found=number, open=number if state in OPEN else 0, closed=number if state == HazardState.CLOSED else 0,
        rectified=row["rectified"], applied=row["applied"], verified=row["verified"],
        days=_days(row), overdue=row["overdue"], late=row["late"], claimed=row["claimed"], **told,
    )  # fmt: skip
