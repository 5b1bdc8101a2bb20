"""The system's own work is idempotent and recomputed from rows: it may be cut off and asked for again."""

import os
from datetime import date, time, timedelta

import pytest
from django_tasks_db.models import DBTaskResult, get_date_max

from kuangan.duties.models import DerivationRun
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent, Seal
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden
from kuangan.plan.models import Plan
from kuangan.shell.actions import nightly, put_back_stuck_tasks
from kuangan.shell.serving import sealing, ticking
from tests import cast

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("nightly")


def task(worker: str, started_ago: timedelta = timedelta(seconds=5), tries: int = 1) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="RUNNING",
        started_at=clock.real_now() - started_ago,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="kuangan.duties.tasks.derive_everything",
        worker_ids=["another"] * (tries - 1) + [worker],
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
    )


@pytest.fixture
def plan() -> Plan:
    return Plan.objects.create(
        urn="urn:test:plan", title="方案", short_title="方案", region_code=cast.JIANGMEN,
        starts_on=date(2023, 3, 1), ends_on=date(2023, 12, 25),
    )  # fmt: skip


def gone() -> str:
    """The name of a worker of this machine that has ended."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return nightly.worker_name().rpartition(":")[0] + f":{child}"


def test_a_task_whose_worker_died_is_ready_again():
    row = task(gone())
    assert put_back_stuck_tasks(SYSTEM) == 1
    row.refresh_from_db()
    assert (row.status, row.started_at) == ("READY", None)
    assert AuditEvent.rows.filter(kind="shell.tasks_put_back").count() == 1


def test_a_task_of_a_living_worker_is_left_alone():
    row = task(nightly.worker_name())
    assert put_back_stuck_tasks(SYSTEM) == 0
    row.refresh_from_db()
    assert row.status == "RUNNING"
    assert not AuditEvent.rows.exists()


def test_a_task_of_another_machine_is_given_half_an_hour():
    young, old = task("elsewhere:1"), task("elsewhere:1", timedelta(minutes=31))
    assert put_back_stuck_tasks(SYSTEM) == 1
    young.refresh_from_db()
    old.refresh_from_db()
    assert (young.status, old.status) == ("RUNNING", "READY")


def test_a_task_that_took_three_workers_down_is_not_tried_again():
    row = task(gone(), tries=3)
    put_back_stuck_tasks(SYSTEM)
    row.refresh_from_db()
    assert row.status == "FAILED"


def test_only_the_system_puts_tasks_back():
    with pytest.raises(Forbidden):
        put_back_stuck_tasks(cast.actor(Role.CITY_OFFICE, Scope.everywhere()))


def test_a_failing_part_of_the_round_keeps_no_other_from_its_turn(monkeypatch, caplog):
    done = []
    monkeypatch.setattr(ticking.actions, "put_back_stuck_tasks", lambda actor: 1 / 0)
    monkeypatch.setattr(ticking.actions, "run_nightly", lambda actor: done.append(actor.name))
    ticking.tick()
    assert done == ["nightly"]
    assert ticking.seconds_since_sign() < 60
    assert "failed" in caplog.text


def test_without_a_plan_in_force_the_night_is_short():
    assert nightly.run_nightly(SYSTEM) == []


def test_each_plan_has_its_turn_once_a_day(monkeypatch, plan):
    monkeypatch.setattr(nightly, "plans_in_force", lambda scope: [plan])

    def derive(actor, plan, *, cause):
        return DerivationRun.objects.create(plan=plan, cause=cause, state="finished", finished_at=clock.now())

    monkeypatch.setattr(nightly, "derive", derive)
    evening = clock.moment(date(2023, 7, 20), time(15, 0))
    with clock.at(evening):
        assert nightly.run_nightly(SYSTEM) == [plan]
        assert nightly.run_nightly(SYSTEM) == []
    with clock.at(evening + timedelta(days=1)):
        assert nightly.run_nightly(SYSTEM) == [plan]
    assert DerivationRun.objects.count() == 2


def test_a_night_that_was_cut_off_goes_on(monkeypatch, plan):
    DerivationRun.objects.create(plan=plan, cause=nightly.NIGHTLY, finished_at=None)
    asked = []
    monkeypatch.setattr(nightly, "plans_in_force", lambda scope: [plan])
    monkeypatch.setattr(nightly, "derive", lambda actor, plan, *, cause: asked.append(plan))
    nightly.run_nightly(SYSTEM)
    assert asked == [plan]


def test_the_trail_is_sealed_beside_the_night_and_a_failure_waits_for_the_next_round(monkeypatch, caplog):
    put_back_stuck_tasks(SYSTEM)
    task(gone())
    put_back_stuck_tasks(SYSTEM)
    monkeypatch.setattr(sealing, "seal_all", lambda actor: 1 / 0)
    assert sealing.seal_round() == 0
    assert "sealing the audit trail failed" in caplog.text
    monkeypatch.undo()
    assert sealing.seal_round() == 1
    assert Seal.objects.get().count == AuditEvent.rows.count()
