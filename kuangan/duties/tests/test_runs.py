"""A derivation in batches: it can be stopped, killed and taken up again, and comes to the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from kuangan.duties.actions import batches, running
from kuangan.duties.actions.derive import derive, go_on_interrupted
from kuangan.duties.models import Assignment, DerivationRun
from kuangan.duties.queries.runs import latest_run
from kuangan.duties.tests.campaign import DUTIES, ISSUED, SYSTEM, at, authorities, put_in_force
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.plan.models import Plan
from kuangan.registry.models import Mine
from tests.cast import people, places

pytestmark = pytest.mark.django_db
OF_BODIES = """
  - id: meeting
    title: 专题会议
    short: 专题会议
    group: 政府
    summary: 召开专题会议。
    clauses: [二]
    bearer: county_bureau
    applies: {region_has: {scope: full}}
    cadence: once
    due: {on: 2023-06-30}
    evidence:
      - {key: record, kind: file, label: 会议纪要, accepts: [document]}
    chain:
      - {by: city_bureau, act: review}
  - id: promise
    title: 企业承诺
    short: 企业承诺
    group: 企业
    summary: 企业承诺。
    clauses: [二]
    bearer: enterprise
    applies: {scope: full}
    cadence: once
    due: {on: 2023-06-30}
    evidence:
      - {key: record, kind: file, label: 承诺书, accepts: [document]}
    chain:
      - {by: county_bureau, act: review}
"""


class Killed(BaseException):
    """Ends a run as the death of its process does: nothing in it gets to know."""


@pytest.fixture
def plan(tmp_path: Any, monkeypatch: Any) -> Plan:
    monkeypatch.setattr(batches, "MINES", 2)
    monkeypatch.setattr(batches, "BODIES", 1)
    monkeypatch.setattr(batches, "ENTERPRISES", 2)
    authorities()
    with at(ISSUED):
        found = put_in_force(tmp_path, DUTIES + OF_BODIES).plan
        for code in (places.KAIPING, places.ENPING, places.KAIPING, places.KAIPING, places.ENPING):
            places.mine(code=code)
        return found


@pytest.fixture
def city() -> Actor:
    return people.actor(Role.CITY_OFFICE, Scope.of_region(places.JIANGMEN), "黄科长")


def content(plan: Plan) -> set[tuple[Any, ...]]:
    rows = Assignment.rows.filter(plan=plan).values_list(
        "duty_slug", "bearer_key", "subject_key", "period_key", "state", "region_code", "enterprise_id", "known_at",
        "planned_due_at", "due_at", "late_on_arrival", "applies_since",
    )  # fmt: skip
    return set(rows)


def killed_after(plan: Plan, batch: int) -> DerivationRun:
    """A run whose process died after so many batches."""
    seen = []

    def die(done: int, _total: int) -> None:
        seen.append(done)
        if len(seen) == batch:
            raise Killed

    with pytest.raises(Killed):
        derive(SYSTEM, plan, cause="test", on_progress=die)
    DerivationRun.objects.filter(is_whole=True, state="running").update(beat_at=None)
    return DerivationRun.objects.get(is_whole=True, state="running")


def test_a_run_killed_after_any_batch_goes_on_and_comes_to_the_same(plan: Plan) -> None:
    progress: list[tuple[int, int]] = []
    with at(ISSUED, hour=20):
        whole = derive(SYSTEM, plan, cause="test", on_progress=lambda done, total: progress.append((done, total)))
        expected = content(plan)
        assert {slug for slug, *_more in expected} >= {"package", "meeting", "promise"}
        assert whole.state == "finished" and whole.done == whole.total == progress[-1][0] > len(progress) > 5
        for batch in range(1, len(progress)):
            Assignment.rows.filter(plan=plan).delete()
            cut = killed_after(plan, batch)
            assert cut.done == progress[batch - 1][0] and content(plan) < expected | {()}
            (ended,) = go_on_interrupted(SYSTEM)
            assert (ended.pk, ended.state, ended.created) == (cut.pk, "finished", len(expected))
            assert content(plan) == expected


def test_a_run_that_another_process_works_on_is_left_alone(plan: Plan) -> None:
    with at(ISSUED, hour=20):
        killed_after(plan, 1)
        DerivationRun.objects.filter(state="running").update(
            beat_at=running.clock.real_now() - timedelta(minutes=1), worker="elsewhere:1"
        )
        assert go_on_interrupted(SYSTEM) == []
        DerivationRun.objects.filter(state="running").update(beat_at=F("beat_at") - running.SILENT_AFTER)
        assert [run.state for run in go_on_interrupted(SYSTEM)] == ["finished"]


def test_a_person_stops_a_run_after_its_batch_and_lets_it_go_on(plan: Plan, city: Actor) -> None:
    with at(ISSUED, hour=20):
        stopped = derive(SYSTEM, plan, cause="test", on_progress=lambda *_: stop_once(city, plan))
        assert (stopped.state, stopped.stopped_by, stopped.done) == ("stopped", "黄科长", 2)
        assert Mine.rows.count() > 2 == Assignment.rows.values("owing_mine").distinct().count()
        assert go_on_interrupted(SYSTEM) == []
        running.resume(city, stopped)
        (ended,) = go_on_interrupted(SYSTEM)
        assert ended.state == "finished" and ended.done == ended.total
    kinds = AuditEvent.rows.filter(kind__startswith="duties.deriv").order_by("id").values_list("kind", flat=True)
    told = ["derivation_stopped", "derived", "derivation_resumed", "derived"]
    assert list(kinds) == [f"duties.{kind}" for kind in told]
    with pytest.raises(Refused):
        running.ask_to_stop(city, ended)


def stop_once(city: Actor, plan: Plan) -> None:
    run = latest_run(city, plan)
    if run is not None and run.state == "running":
        running.ask_to_stop(city, run)


def test_a_run_ends_when_a_newer_one_does_its_work(plan: Plan) -> None:
    inner: list[DerivationRun] = []

    def again(_done: int, _total: int) -> None:
        if not inner:
            inner.append(derive(SYSTEM, plan, cause="newer"))

    with at(ISSUED, hour=20):
        outer = derive(SYSTEM, plan, cause="older", on_progress=again)
    assert (outer.state, inner[0].state) == ("replaced", "finished")
    with pytest.raises(Refused):
        running.resume(SYSTEM, outer)


def test_a_run_that_goes_on_after_the_plan_has_changed_begins_again(plan: Plan, tmp_path: Any) -> None:
    with at(ISSUED, hour=20):
        killed_after(plan, 3)
        put_in_force(tmp_path, DUTIES + OF_BODIES.replace("2023-06-30", "2023-07-15"), version="2.0.0")
        (ended,) = go_on_interrupted(SYSTEM)
        after = content(plan)
        Assignment.rows.filter(plan=plan).delete()
        derive(SYSTEM, plan, cause="from scratch")
        assert ended.state == "finished" and content(plan) == after


def test_an_error_ends_a_run_and_says_so(plan: Plan) -> None:
    def break_down(_done: int, _total: int) -> None:
        raise ValueError("full")

    with at(ISSUED, hour=20), pytest.raises(ValueError, match="full"):
        derive(SYSTEM, plan, cause="test", on_progress=break_down)
    assert DerivationRun.objects.get(is_whole=True).state == "failed"


def test_the_database_refuses_two_running_derivations_and_an_end_without_a_date(plan: Plan) -> None:
    DerivationRun.objects.create(plan=plan, cause="one", is_whole=True)
    for wrong in ({"is_whole": True}, {"state": "finished"}, {"done": 2, "total": 1}, {"state": "asleep"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DerivationRun.objects.create(plan=plan, cause="two", **wrong)


def test_only_the_city_stops_a_derivation_and_mines_do_not_see_it(plan: Plan) -> None:
    with at(ISSUED, hour=20):
        run = derive(SYSTEM, plan, cause="test")
    county = people.actor(Role.COUNTY_LEADER, Scope.of_region(places.KAIPING), "梁局长")
    assert latest_run(county, plan) is None
    with pytest.raises(Forbidden):
        running.ask_to_stop(people.actor(Role.CITY_INSPECTOR, Scope.of_region(places.JIANGMEN), "检查员"), run)


@pytest.mark.parametrize(
    "wrong",
    [{"region_code": "440785"}, {"applies_since": "2023-05-01"}, {"planned_due_at": None}, {"late_on_arrival": True},
     {"period_start": "2023-03-24"}, {"enterprise": None}, {"event_on": "2023-04-01"}],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_the_nightly_run_finds_every_column_that_does_not_follow_the_facts(plan: Plan, wrong: Any) -> None:
    with at(ISSUED, hour=20):
        derive(SYSTEM, plan, cause="test")
        expected = content(plan)
        Assignment.rows.filter(pk=Assignment.rows.filter(duty_slug="package").first().pk).update(**wrong)
        assert derive(SYSTEM, plan, cause="nightly").changed == 1
        assert derive(SYSTEM, plan, cause="nightly").changed == 0
    if "planned_due_at" not in wrong:  # a due date of its own is kept when the planned one moves
        assert content(plan) == expected


def test_a_mine_that_moves_leaves_its_old_enterprise_and_county_without_its_duties(plan: Plan) -> None:
    with at(ISSUED, hour=20):
        derive(SYSTEM, plan, cause="test")
        mine = Mine.rows.filter(region_code=places.ENPING).first()
        assert mine is not None
        old = mine.enterprise_id
        others = Mine.rows.filter(region_code=places.ENPING).exclude(pk=mine.pk)
        new = Mine.rows.filter(region_code=places.KAIPING).first()
        ids = [mine.pk, *others.values_list("pk", flat=True)]
        Mine.rows.filter(pk__in=ids).update(region_code=places.KAIPING, enterprise_id=new.enterprise_id)
        derive(SYSTEM, plan, mine_ids=ids, cause="moved")
    own = {row.bearer_key: row.state for row in Assignment.rows.filter(mine__isnull=True, duty_slug="promise")}
    assert own[f"enterprise:{old}"] == "voided" and own[f"enterprise:{new.enterprise_id}"] == "open"
    meeting = Assignment.rows.get(duty_slug="meeting", region_code=places.ENPING)
    assert meeting.state == "voided"
