"""The system's own work: derive every plan once a day, put tasks back that a dead worker left behind."""

from datetime import timedelta

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kuangan.duties.actions.derive import derive, go_on_interrupted
from kuangan.duties.actions.running import is_abandoned
from kuangan.duties.actions.settle import settle_by_ledger
from kuangan.duties.models import DerivationRun
from kuangan.duties.states import RunState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.processes import is_gone, process_name
from kuangan.plan.models import Plan
from kuangan.plan.queries import plans_in_force
from kuangan.shell import kinds

NIGHTLY = "nightly"
"""Cause written into the run that the night's work makes."""
STUCK_AFTER = timedelta(minutes=30)
"""No task of ours runs longer; one that seems to was left behind."""
TRIES = 3
"""A task that took this many workers down with it is not tried again."""


# house: not-atomic — each plan's derivation commits by itself, so that a long night can be cut off and goes on
def run_nightly(actor: Actor) -> list[Plan]:
    """Take up derivations whose process has died, then derive the plans in force that have not had their turn today
    and submit what the ledgers have fulfilled; returns these plans.

    Nothing is remembered but the runs themselves: a run of today that has finished, that a person has stopped, or
    that somebody works on says that the plan had its turn.
    """
    require(actor, "duties.derive")
    go_on_interrupted(actor)
    tonight = DerivationRun.objects.filter(cause=NIGHTLY, started_at__gte=clock.start_of_day(clock.today()))
    had_turn = {run.plan_id for run in tonight if _counts(run)}
    due = [plan for plan in plans_in_force(Scope.everywhere()) if plan.pk not in had_turn]
    for plan in due:
        derive(actor, plan, cause=NIGHTLY)
        settle_by_ledger(actor, plan)
    return due


def _counts(run: DerivationRun) -> bool:
    return run.state in (RunState.FINISHED, RunState.STOPPED) or (run.runs and not is_abandoned(run))


# house: not-atomic — each plan's derivation commits by itself
def derive_all(actor: Actor, cause: str) -> None:
    """Derive every plan in force now, whether it had its turn today or not."""
    require(actor, "duties.derive")
    for plan in plans_in_force(Scope.everywhere()):
        derive(actor, plan, cause=cause)


@transaction.atomic
def put_back_stuck_tasks(actor: Actor) -> int:
    """Make tasks ready again whose worker died over them; returns how many.

    A task counts as left behind when its worker ran on this machine and is gone, or when it has run for too long. One
    that was left behind three times is marked as failed instead.
    """
    require(actor, "shell.run_system")
    running = DBTaskResult.objects.select_for_update().filter(status=TaskResultStatus.RUNNING)
    left = [row for row in running if _is_left_behind(row)]
    for row in left:
        tired = len(row.worker_ids) >= TRIES
        row.status = TaskResultStatus.FAILED if tired else TaskResultStatus.READY
        row.started_at = row.started_at if tired else None
        row.save(update_fields=["status", "started_at"])
    if left:
        record(actor, kinds.TASKS_PUT_BACK, count=len(left), tasks=sorted({row.task_path for row in left}))
    return len(left)


def worker_name() -> str:
    """The name under which a worker of this process claims tasks: machine and process number."""
    return process_name()


def _is_left_behind(row: DBTaskResult) -> bool:
    if row.started_at is None or clock.real_now() - row.started_at > STUCK_AFTER:
        return True
    return is_gone(str(row.worker_ids[-1] if row.worker_ids else ""))
