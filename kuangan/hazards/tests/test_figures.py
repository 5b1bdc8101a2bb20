"""The figures of the ledger are what a recount row by row finds, and the list behind a figure shows as many rows."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard, Setting
from kuangan.hazards.queries.counting import CLOCKS, FIGURES, Counting, counted
from kuangan.hazards.queries.figures import TIMED, Figures, Line, figures
from kuangan.hazards.rules.ageing import BUCKETS, days_open
from kuangan.hazards.states import FocusArea, Grade, HazardState, Source
from kuangan.hazards.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = date(2023, 7, 20)
NOON = clock.moment(TODAY, time(12, 0))
OPEN = {HazardState.REGISTERED, HazardState.RECTIFYING, HazardState.APPLIED, HazardState.VERIFIED}
RECTIFIED = {HazardState.APPLIED, HazardState.VERIFIED, HazardState.CLOSED}
PLAIN = dict.fromkeys(
    (
        "found",
        "open",
        "overdue",
        "rectified",
        "applied",
        "verified",
        "late",
        "claimed",
        "closed",
        "withdrawn",
        "recurring",
    ),
    0,
)

rows = st.fixed_dictionaries(
    {
        "mine": st.integers(0, 3),
        "state": st.sampled_from(HazardState.values),
        "grade": st.sampled_from([Grade.GENERAL, Grade.GENERAL, Grade.MAJOR, Grade.SUSPECTED]),
        "hours_ago": st.integers(13, 24 * 500),
        "steps": st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
        "deadline": st.none() | st.integers(-60, 60),
        "criterion": st.none() | st.integers(0, 1),
    }
)
days = st.none() | st.dates(TODAY - timedelta(days=200), TODAY)
periods = st.tuples(st.sampled_from(sorted(CLOCKS)), days, days)


@pytest.fixture
def mines():
    """Two mines in each of two counties."""
    return [cast.mine(code=code) for code in (cast.ENPING, cast.ENPING, cast.KAIPING, cast.KAIPING)]


@pytest.fixture
def criteria():
    return [stage.criterion("OP-04"), stage.criterion("OP-05")]


def made(told: dict[str, Any], mines: Any, criteria: Any) -> Hazard:
    """A hazard as the database may hold it; each later clock is some hours after the one before, never after now."""
    found = NOON - timedelta(hours=told["hours_ago"])
    moments = [found]
    for step in told["steps"]:
        moments.append(min(NOON, moments[-1] + timedelta(hours=11 * step)))
    state, mine = told["state"], mines[told["mine"]]
    accepted = told["state"] in (HazardState.VERIFIED, HazardState.CLOSED)
    grade = Grade.GENERAL if accepted and told["grade"] == Grade.SUSPECTED else told["grade"]
    number = 0 if told["criterion"] is None and grade == Grade.MAJOR else told["criterion"]
    return Hazard(
        mine=mine, region_code=mine.region_code, state=state, grade=grade, source=Source.SELF_INSPECTION,
        place="北帮", description="浮石未清", found_at=found, entered_at=NOON, found_by="某", entered_by="某",
        focus_area=FocusArea.MAJOR_HAZARDS, determined_at=found,
        criterion=None if number is None else criteria[number],
        deadline_at=None if told["deadline"] is None else NOON + timedelta(days=told["deadline"]),
        rectified_at=moments[1] if state in RECTIFIED else None,
        applied_at=moments[2] if state in RECTIFIED else None,
        verified_at=moments[3] if accepted else None, passed_check_id=1 if accepted else None,
        closed_at=moments[3] if state == HazardState.CLOSED else None,
        withdrawn_at=NOON if state == HazardState.WITHDRAWN else None, withdrawal_reason="登记错了矿山",
    )  # fmt: skip


def fits(row: Hazard, name: str, start: date | None, end: date | None) -> bool:
    """Whether a clock of a hazard fell into a period of days."""
    moment: datetime | None = getattr(row, f"{name}_at")
    if moment is None:
        return False
    day = clock.day_of(moment)
    return (start is None or day >= start) and (end is None or day <= end)


def recount(some: list[Hazard], every: list[Hazard]) -> dict[str, Any]:
    """Figures of some hazards the slow and plain way."""
    found: dict[str, Any] = {**PLAIN, **{bucket.key: 0 for bucket in BUCKETS}}
    spans: dict[str, list[float]] = {name: [] for name in TIMED}
    for row in some:
        if row.state == HazardState.WITHDRAWN:
            found["withdrawn"] += 1
            continue
        found["found"] += 1
        found["open"] += row.state in OPEN
        found["closed"] += row.state == HazardState.CLOSED
        deadline, late = row.deadline_at, False
        if row.applied_at is not None and deadline is not None and row.applied_at > deadline:
            late = row.grade != Grade.MAJOR or row.verified_at is None or row.verified_at > deadline
        found["late"] += late
        found["claimed"] += late and row.rectified_at <= deadline
        unproven = row.state in (HazardState.REGISTERED, HazardState.RECTIFYING) or (
            row.state == HazardState.APPLIED and late
        )
        found["overdue"] += unproven and deadline is not None and deadline < NOON
        for name in TIMED:
            if (moment := getattr(row, f"{name}_at")) is not None:
                found[name] += 1
                spans[name].append((moment - row.found_at) / timedelta(days=1))
        for bucket in BUCKETS:
            found[bucket.key] += row.state in OPEN and bucket.holds(days_open(row.found_at, TODAY))
        found["recurring"] += any(
            row.criterion_id and other.criterion_id == row.criterion_id and other.mine_id == row.mine_id
            and other.state != HazardState.WITHDRAWN
            and row.found_at - timedelta(days=365) <= other.found_at < row.found_at
            for other in every
        )  # fmt: skip
    found["averages"] = {name: sum(held) / len(held) if held else None for name, held in spans.items()}
    return found


def shown(line: Line) -> dict[str, Any]:
    return {**{name: getattr(line, name) for name in PLAIN}, **line.ages, "averages": line.averages}


def same(line: Line | None, expected: dict[str, Any]) -> None:
    told = shown(line or Line())
    averages = told.pop("averages")
    for name, value in expected.pop("averages").items():
        assert averages[name] is None if value is None else averages[name] == pytest.approx(value, abs=0.051)
    assert told == expected


def check(result: Figures, rows: list[Hazard], every: list[Hazard]) -> None:
    same(result.total, recount(rows, every))
    for code in {row.region_code for row in rows}:
        same(result.by_place.get(code), recount([row for row in rows if row.region_code == code], every))
    for grade in Grade.values:
        same(result.by_grade.get(grade), recount([row for row in rows if row.grade == grade], every))


@settings(max_examples=30, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows, max_size=25), periods)
def test_figures_are_what_a_recount_finds_and_their_lists_have_as_many_rows(mines, criteria, told, period):
    Hazard.rows.all().delete()
    every = Hazard.rows.bulk_create([made(one, mines, criteria) for one in told])
    name, start, end = period
    wanted = Counting(clock=name, start=start, end=end)
    city = Scope.of_region(cast.JIANGMEN)
    with clock.at(NOON):
        result = figures(city, wanted)
        check(result, [row for row in every if fits(row, name, start, end)], every)
        _drill_down(city, wanted, result)
    Hazard.rows.all().delete()


def _drill_down(scope: Scope, wanted: Counting, result: Figures) -> None:
    """Through the address, as a link does it."""
    lines = [({}, result.total), *(({"county": code}, line) for code, line in result.by_place.items())]
    lines += [({"grade": grade}, line) for grade, line in result.by_grade.items()]
    for narrowed, line in lines:
        told = shown(line)
        for figure in FIGURES:
            asked = Counting.read(wanted.address(figure=figure, **narrowed))
            assert counted(scope, asked).count() == told[figure], (figure, narrowed)


def test_a_county_reads_only_its_own_figures(mines, criteria):
    told = {"state": "registered", "grade": "general", "hours_ago": 30, "steps": (0, 0, 0), "deadline": -1,
            "criterion": None}  # fmt: skip
    Hazard.rows.bulk_create([made({**told, "mine": number}, mines, criteria) for number in range(4)])
    with clock.at(NOON):
        result = figures(Scope.of_region(cast.ENPING), Counting(), by="mine_id")
        assert set(result.by_place) == {mines[0].pk, mines[1].pk}
        assert (result.total.found, result.total.overdue) == (2, 2)
        assert figures(Scope.nothing(), Counting()).total.found == 0
        assert figures(Scope.of_mine(mines[3].pk), Counting()).total.open == 1


def test_recurrence_is_watched_for_as_long_as_the_area_has_decided(mines, criteria):
    told = {"state": "registered", "grade": "general", "steps": (0, 0, 0), "deadline": None, "criterion": 0}
    Hazard.rows.bulk_create(
        [
            made({**told, "mine": number, "hours_ago": ago}, mines, criteria)
            for number in (0, 2)
            for ago in (24, 24 * 60)
        ]
    )
    city = Scope.of_region(cast.JIANGMEN)
    with clock.at(NOON):
        assert figures(city, Counting()).total.recurring == 2
        Setting(
            region_code=cast.ENPING, name="recurrence_months", value="1", effective_on=TODAY, reason="试行", set_by="某"
        ).save()
        result = figures(city, Counting())
        assert (result.total.recurring, result.by_place[cast.ENPING].recurring) == (1, 0)


def test_figures_take_a_handful_of_statements(mines):
    with clock.at(NOON), CaptureQueriesContext(connection) as asked:
        figures(Scope.of_region(cast.JIANGMEN), Counting())
    assert len(asked) <= 3


def test_a_rate_is_never_rounded_up_and_nothing_found_has_none():
    line = Line(found=1000, verified=999, rectified=1000)
    assert (line.rate("verified"), line.rate("rectified"), Line().rate("closed")) == (99, 100, None)


def test_an_address_with_nonsense_narrows_nothing():
    asked = Counting.read({"figure": "drop", "clock": "x", "from": "2023-02-30", "county": "44078５", "mine": "１"})
    assert asked == Counting()
