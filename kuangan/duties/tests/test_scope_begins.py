"""What begins owes nothing that ended before: mines, bureaus and agencies that come later, and what is left of it."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.queries.explaining import gone_words
from kuangan.duties.rules.planning import Run, Setting, arriving, owed
from kuangan.duties.tests.campaign import DUTIES, ISSUED, SYSTEM, at, authorities, change, put_in_force, states
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan
from kuangan.plan.rules.periods import weekdays
from kuangan.registry import actions as registry
from kuangan.registry.models import Mine
from tests.cast import places

pytestmark = pytest.mark.django_db
JULY = date(2023, 7, 20)
BODIES = """
  - id: report
    title: 每月报表
    short: 每月报表
    group: 县局
    summary: 每月报送。
    clauses: [二]
    bearer: county_bureau
    applies: true
    cadence: monthly
    due: {end_of: period}
    evidence: [{key: record, kind: file, label: 报表, accepts: [document]}]
  - id: visit
    title: 每月到矿
    short: 每月到矿
    group: 县局
    summary: 每月到每座矿山一次。
    clauses: [二]
    bearer: {kind: county_bureau, for_each: mine, link: county}
    applies: {scope: full}
    cadence: monthly
    due: {end_of: period}
    evidence: [{key: record, kind: file, label: 记录, accepts: [document]}]
  - id: survey
    title: 机构摸底
    short: 机构摸底
    group: 机构
    summary: 机构每月报送。
    clauses: [二]
    bearer: agency
    applies: true
    cadence: monthly
    due: {end_of: period}
    evidence: [{key: record, kind: file, label: 记录, accepts: [document]}]
"""


@pytest.fixture
def plan(tmp_path: Any) -> Plan:
    authorities()
    with at(ISSUED):
        return put_in_force(tmp_path, DUTIES + BODIES).plan


def _periods(slug: str, **bearer: Any) -> set[str]:
    rows = Assignment.rows.filter(duty_slug=slug, **bearer).exclude(state="voided")
    return set(rows.values_list("period_key", flat=True))


def test_a_mine_entered_in_july_owes_no_check_of_march_to_june_and_nothing_overdue_next_morning(plan: Plan) -> None:
    with at(JULY):
        mine = places.mine(in_scope_since=None)
        derive(SYSTEM, plan, cause="test")
        assert mine.in_scope_since == JULY
    assert states(plan, mine) == {
        ("package", "once"): "open",
        ("monthly", "2023-07"): "open",
        ("visit", "2023-07"): "open",
    }
    with at(date(2023, 7, 21)):
        assert not any(row.is_overdue() for row in Assignment.rows.filter(mine=mine))
        assert Assignment.rows.get(mine=mine, duty_slug="package").late_on_arrival


def test_a_mine_that_was_in_scope_before_it_was_entered_makes_up_with_the_running_month(plan: Plan) -> None:
    with at(JULY):
        mine = places.mine(in_scope_since=date(2023, 5, 10))
        derive(SYSTEM, plan, cause="test")
        rows = Assignment.rows.filter(mine=mine, duty_slug="monthly").order_by("period_key")
    assert [row.period_key for row in rows] == ["2023-05", "2023-06", "2023-07"]
    assert {clock.day_of(row.due_at) for row in rows} == {date(2023, 7, 31)}
    assert [row.late_on_arrival for row in rows] == [True, True, False]


def test_a_mine_that_comes_back_owes_the_months_from_then_on(plan: Plan) -> None:
    with at(ISSUED):
        mine = places.mine(status="closed")
        derive(SYSTEM, plan, cause="test")
    with at(JULY):
        change(mine, JULY, status="resuming")
    assert _periods("monthly", mine=mine) == {"2023-07"}


def test_a_county_bureau_registered_later_owes_neither_its_own_nor_its_mines_past(plan: Plan) -> None:
    with at(ISSUED):
        mine = places.mine(code="440781")
    with at(JULY):
        late = registry.register_authority(
            SYSTEM, code="440781.emergency", name="台山市应急管理局", kind="emergency_bureau", level="county",
            region_code="440781",
        )  # fmt: skip
        derive(SYSTEM, plan, cause="test")
    assert _periods("report", authority=late) == {"2023-07"}
    assert _periods("visit", mine=mine) == {"2023-07"}
    assert _periods("monthly", mine=mine) == {"2023-03", "2023-04", "2023-05", "2023-06", "2023-07"}


def test_an_agency_entered_later_owes_from_its_day_on(plan: Plan) -> None:
    with at(JULY):
        agency = places.agency(in_scope_since=None)
        derive(SYSTEM, plan, cause="test")
    assert _periods("survey", agency=agency) == {"2023-07"}


def test_what_nobody_owes_any_more_is_voided_with_its_reason_when_the_day_is_corrected(plan: Plan) -> None:
    with at(JULY):
        mine = places.mine()
        derive(SYSTEM, plan, cause="test")
        assert "2023-04" in _periods("monthly", mine=mine)
        registry.amend_mine(SYSTEM, mine, in_scope_since=JULY)
        derive(SYSTEM, plan, cause="test")
        assert _periods("monthly", mine=mine) == {"2023-07"}
        row = Assignment.rows.select_related("duty__version").get(mine=mine, duty_slug="monthly", period_key="2023-04")
    assert "2023年7月20日" in gone_words(row, row.duty.version)[0]


def test_the_command_dates_mines_by_their_entry_and_says_what_it_did(plan: Plan, capsys: Any) -> None:
    with at(JULY):
        mine = places.mine()
        Mine.rows.filter(pk=mine.pk).update(in_scope_since=None)
        with pytest.raises(SystemExit):  # somebody has to run it in earnest
            call_command("date_scope", "--dry-run")
        assert mine.code in capsys.readouterr().out
        mine.refresh_from_db()
        assert mine.in_scope_since is None
        call_command("date_scope")
        assert mine.code in capsys.readouterr().out
        mine.refresh_from_db()
        assert mine.in_scope_since == JULY


@settings(max_examples=60, deadline=None)
@given(
    since=st.dates(date(2023, 1, 1), date(2023, 12, 31)),
    entered=st.integers(0, 200),
    today=st.dates(date(2023, 3, 23), date(2023, 12, 31)),
    ends=st.none() | st.integers(1, 200),
)
def test_no_period_ends_before_its_bearer_came_into_scope(
    since: date, entered: int, today: date, ends: int | None, jiangmen_duties: Any
) -> None:
    from datetime import timedelta

    package, parameters = jiangmen_duties
    known = clock.start_of_day(since + timedelta(days=entered))
    until = since + timedelta(days=ends) if ends else None
    published = dict.fromkeys((duty.id for duty in package.duties), clock.start_of_day(ISSUED))
    setting = Setting(package.window, parameters, today, published, weekdays)
    for duty in package.duties:
        found = owed(duty, [Run(since, until, known)], setting)
        assert all(item.period.end >= since for item in found)
        always = owed(duty, [Run(date.min, None, clock.start_of_day(ISSUED))], setting)
        later = [item for item in (arriving(duty, one, since, known, setting) for one in always) if item is not None]
        assert all(
            item.period.end >= since and (item.due is None or item.late <= (item.due >= known)) for item in later
        )


@pytest.fixture(scope="session")
def jiangmen_duties() -> Any:
    from pathlib import Path

    from kuangan.plan.package.opening import open_package
    from kuangan.plan.rules.parameters import values

    package = open_package(Path(__file__).parents[3] / "content/plans/jiangmen-2023").package
    assert package is not None
    return package, values(package.parameters)
