"""Plan × facts × periods: what must exist, why, and that deriving again changes nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.queries.explaining import gone_words, why, why_not
from kuangan.duties.tests.campaign import DUTIES, ISSUED, SYSTEM, at, authorities, change, put_in_force, states
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan, PlanVersion
from kuangan.plan.queries import package_of
from kuangan.registry.models import Mine
from tests.cast import places

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(tmp_path: Any) -> Plan:
    authorities()
    with at(ISSUED):
        return put_in_force(tmp_path).plan


def test_a_producing_mine_owes_what_the_plan_asks_and_a_second_run_changes_nothing(plan: Plan) -> None:
    with at(date(2023, 4, 10)):
        mine = places.mine()
        derive(SYSTEM, plan, cause="test")
        again = derive(SYSTEM, plan, cause="test")
    assert states(plan, mine) == {("package", "once"): "open", ("monthly", "2023-03"): "open",
                                  ("monthly", "2023-04"): "open"}  # fmt: skip
    assert (again.created, again.voided, again.revived, again.changed) == (0, 0, 0, 0)


def test_a_stopped_mine_that_resumes_gets_the_full_set_with_its_reason(plan: Plan) -> None:
    with at(ISSUED):
        mine = places.mine(status="long_stopped", people_working=False)
        derive(SYSTEM, plan, cause="test")
        assert states(plan, mine) == {}
    with at(date(2023, 5, 4)):
        change(mine, date(2023, 5, 4), status="resuming")
        found = {(row.duty_slug, row.period_key): row for row in Assignment.rows.filter(mine=mine)}
        assert set(found) == {("package", "once"), ("monthly", "2023-05")}
        reasons = why(
            Assignment.rows.select_related("duty__version__plan", "plan", "mine").get(pk=found["package", "once"].pk)
        )
    assert "2023年5月4日" in reasons.because[0]
    assert reasons.ends
    assert "30日" not in reasons.arrival or reasons.arrival


def test_a_duty_that_arrives_after_its_date_is_no_breach_and_gets_its_grace(plan: Plan) -> None:
    with at(date(2023, 5, 4)):
        mine = places.mine()
        derive(SYSTEM, plan, cause="test")
        row = Assignment.rows.get(mine=mine, duty_slug="package")
        assert row.late_on_arrival
        assert clock.day_of(row.original_due_at) == date(2023, 4, 30)
        assert clock.day_of(row.due_at) == date(2023, 5, 24)
        assert not row.is_overdue()


def test_a_month_begun_is_finished_and_a_once_only_duty_ends_with_its_facts(plan: Plan) -> None:
    with at(date(2023, 4, 3)):
        mine = places.mine()
        derive(SYSTEM, plan, cause="test")
    with at(date(2023, 4, 20)):
        change(mine, date(2023, 4, 20), status="long_stopped", people_working=False)
        assert states(plan, mine)["package", "once"] == "voided"
        assert states(plan, mine)["monthly", "2023-04"] == "open"
    with at(date(2023, 5, 10)):
        derive(SYSTEM, plan, cause="nightly")
        assert ("monthly", "2023-05") not in states(plan, mine)
        row = Assignment.rows.select_related("duty__version").get(mine=mine, duty_slug="package")
        assert gone_words(row, row.duty.version)
    with at(date(2023, 6, 1)):
        change(mine, date(2023, 6, 1), status="producing")
        assert states(plan, mine)["package", "once"] == "open"


def test_late_knowledge_of_contractors_creates_the_duty_and_says_since_when(plan: Plan) -> None:
    with at(date(2023, 4, 3)):
        mine = places.mine()
        derive(SYSTEM, plan, cause="test")
        version = PlanVersion.objects.get(plan=plan)
        reasons = why_not(version, package_of(version).duty("contractors"), mine)
        assert reasons.gone
    with at(date(2023, 7, 10)):
        change(mine, date(2023, 6, 1), has_contractors=True)
        row = Assignment.rows.get(mine=mine, duty_slug="contractors")
    assert row.applies_since == date(2023, 6, 1)
    assert row.late_on_arrival and clock.day_of(row.due_at) == date(2023, 7, 20)


def test_a_new_version_moves_open_duties_and_leaves_settled_ones(plan: Plan, tmp_path: Any) -> None:
    with at(date(2023, 4, 3)):
        done, to_do = places.mine(), places.mine()
        derive(SYSTEM, plan, cause="test")
        settled = Assignment.rows.get(mine=done, duty_slug="package")
        Assignment.rows.filter(pk=settled.pk).update(state="accepted", accepted_at=clock.now())
        put_in_force(tmp_path, DUTIES.replace("{on: 2023-04-30}", "{on: 2023-05-15}"), version="2.0.0")
        derive(SYSTEM, plan, cause="new version")
    moved = Assignment.rows.get(mine=to_do, duty_slug="package")
    kept = Assignment.rows.get(pk=settled.pk)
    assert clock.day_of(moved.due_at) == date(2023, 5, 15) and clock.day_of(moved.original_due_at) == date(2023, 4, 30)
    assert clock.day_of(kept.due_at) == date(2023, 4, 30) and kept.duty.version.version == "1.0.0"


def test_a_duty_that_a_new_version_drops_is_voided_and_says_so(plan: Plan, tmp_path: Any) -> None:
    with at(date(2023, 4, 3)):
        mine = places.mine(has_contractors=True)
        derive(SYSTEM, plan, cause="test")
        shorter = DUTIES[: DUTIES.index("  - id: contractors")]
        put_in_force(tmp_path, shorter, version="2.0.0")
        derive(SYSTEM, plan, cause="new version")
    row = Assignment.rows.get(mine=mine, duty_slug="contractors")
    assert row.state == "voided" and row.void_reason == {"code": "duty_removed", "version": "2.0.0"}


_CHANGES = st.lists(
    st.tuples(
        st.integers(0, 25),  # days until the next change
        st.integers(0, 12),  # days by which it is entered late
        st.fixed_dictionaries(
            {},
            optional={
                "status": st.sampled_from(["producing", "long_stopped", "resuming", "closed"]),
                "people_working": st.booleans(),
                "has_contractors": st.booleans(),
            },
        ),
        st.booleans(),  # whether the nightly job ran that day
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(changes=_CHANGES)
def test_deriving_from_scratch_equals_the_history_of_single_steps(changes: list[Any], django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), transaction.atomic():
        try:
            _compare(changes)
        finally:
            transaction.set_rollback(True)


def _compare(changes: list[Any]) -> None:
    authorities()
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder, at(ISSUED):
        plan = put_in_force(Path(folder)).plan
        mine = places.mine()
        derive(SYSTEM, plan, cause="first")
    day = ISSUED
    for wait, late, facts, nightly in changes:
        day = min(day + timedelta(days=wait), date(2023, 12, 30))
        with at(day):
            if nightly:
                derive(SYSTEM, plan, cause="nightly")
            if facts:
                change(mine, max(day - timedelta(days=late), date(2023, 1, 2)), **facts)
    with at(day, hour=20):
        derive(SYSTEM, plan, cause="nightly")
        step_by_step = _living(plan, mine)
        Assignment.rows.filter(plan=plan).delete()
        derive(SYSTEM, plan, cause="from scratch")
        assert _living(plan, mine) == step_by_step


def _living(plan: Plan, mine: Mine) -> set[tuple[Any, ...]]:
    rows = Assignment.rows.filter(plan=plan, mine=mine).exclude(state="voided")
    return {
        (r.duty_slug, r.period_key, r.state, r.applies_since, r.planned_due_at, r.late_on_arrival, r.due_at)
        for r in rows
    }
