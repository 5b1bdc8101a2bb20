"""The life of a derivation run: begun, noted batch by batch, stopped by a person, taken up again, ended."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.duties import kinds
from kuangan.duties.actions.reconciling import Tally
from kuangan.duties.models import DerivationRun
from kuangan.duties.queries.campaign import Campaign, basis_of
from kuangan.duties.states import RUN_CHART, RUNNING_STATES, RunState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.processes import is_gone, process_name
from kuangan.plan.models import Plan

SILENT_AFTER = timedelta(minutes=5)
"""No batch takes longer; a run that has said nothing for so long has lost its process."""


@transaction.atomic
def begin(actor: Actor, plan: Plan, cause: str, campaign: Campaign, total: int) -> DerivationRun:
    """A new run of the whole plan. One that is under way ends after its present batch: the new one does its work."""
    require(actor, "duties.derive", plan)
    Plan.objects.select_for_update().get(pk=plan.pk)
    for older in DerivationRun.objects.select_for_update().filter(plan=plan, is_whole=True, state__in=RUNNING_STATES):
        older.state, older.finished_at = RUN_CHART.move(older.state, "replace"), clock.now()
        older.save(update_fields=["state", "finished_at"])
    return DerivationRun.objects.create(
        plan=plan, cause=cause[:200], is_whole=True, total=total, basis=basis_of(campaign), worker=process_name(),
        beat_at=clock.real_now(),
    )  # fmt: skip


# house: no-actor — a note of the system's own work; the run records who let it begin, stop and go on
@transaction.atomic
def settle_basis(_actor: Actor, run: DerivationRun, campaign: Campaign) -> DerivationRun:
    """A run that goes on after its version, its day or a parameter has changed begins again."""
    basis = basis_of(campaign)
    if run.basis != basis:
        DerivationRun.objects.filter(pk=run.pk).update(basis=basis, position="", done=0)
    run.refresh_from_db()
    return run


# house: no-actor — a note of the system's own work, in the transaction of its batch
# house: not-atomic — belongs to the transaction of the batch, so that work and note stand or fall together
def note(run: DerivationRun, tally: Tally, count: int, position: str) -> DerivationRun:
    """How far the run has come; returns it as it stands now, stopped or replaced perhaps."""
    run = DerivationRun.objects.select_for_update().get(pk=run.pk)
    run.done = run.done + count
    run.total = max(run.total, run.done)
    run.position, run.beat_at = position, clock.real_now()
    run.created, run.voided = run.created + tally.created, run.voided + tally.voided
    run.revived, run.changed = run.revived + tally.revived, run.changed + tally.changed
    run.save(update_fields=["done", "total", "position", "beat_at", "created", "voided", "revived", "changed"])
    return run


@transaction.atomic
def ask_to_stop(actor: Actor, run: DerivationRun) -> DerivationRun:
    """A person has the run end after its present batch. Raises Refused when it is not under way."""
    run = DerivationRun.objects.select_for_update().select_related("plan").get(pk=run.pk)
    require(actor, "duties.stop_derivation", run)
    run.state, run.stopped_by = RUN_CHART.move(run.state, "ask_to_stop"), actor.name[:100]
    if is_abandoned(run):
        run.state, run.finished_at = RUN_CHART.move(run.state, "stop"), clock.now()
    run.save(update_fields=["state", "stopped_by", "finished_at"])
    record(actor, kinds.DERIVATION_STOPPED, run.plan, cause=run.cause, done=run.done, total=run.total)
    return run


@transaction.atomic
def resume(actor: Actor, run: DerivationRun) -> DerivationRun:
    """A person lets a stopped run go on where it ended; a worker takes it up. Raises Refused while another one runs."""
    run = DerivationRun.objects.select_for_update().select_related("plan").get(pk=run.pk)
    require(actor, "duties.stop_derivation", run)
    Plan.objects.select_for_update().get(pk=run.plan_id)
    if DerivationRun.objects.filter(plan=run.plan, is_whole=True, pk__gt=run.pk).exists():
        raise Refused(_("A newer derivation has done this work. Nothing has to go on."))
    run.state = RUN_CHART.move(run.state, "resume")
    run.finished_at, run.stopped_by, run.worker, run.beat_at = None, "", "", None
    run.save(update_fields=["state", "finished_at", "stopped_by", "worker", "beat_at"])
    record(actor, kinds.DERIVATION_RESUMED, run.plan, cause=run.cause, done=run.done, total=run.total)
    return run


@transaction.atomic
def take_up(actor: Actor, run: DerivationRun) -> DerivationRun | None:
    """This process works on a run from now on that has lost its own; None when somebody else does or it has ended."""
    require(actor, "duties.derive")
    found = DerivationRun.objects.select_for_update().filter(pk=run.pk, state__in=RUNNING_STATES).first()
    if found is None or not is_abandoned(found):
        return None
    if found.state == RunState.STOPPING:
        found.state, found.finished_at = RUN_CHART.move(found.state, "stop"), clock.now()
    found.worker, found.beat_at = process_name(), clock.real_now()
    found.save(update_fields=["state", "finished_at", "worker", "beat_at"])
    return found if found.state == RunState.RUNNING else None


# house: no-actor — pure: says whether the run has lost its process
# house: not-atomic — reads nothing and writes nothing
def is_abandoned(run: DerivationRun) -> bool:
    """Whether nobody works on a run that is under way: its process is gone, or silent for too long."""
    return run.beat_at is None or is_gone(run.worker) or clock.real_now() - run.beat_at > SILENT_AFTER


@transaction.atomic
def fail(actor: Actor, run: DerivationRun) -> None:
    """The run ends because something went wrong; it can go on where the last batch ended."""
    require(actor, "duties.derive")
    found = DerivationRun.objects.select_for_update().get(pk=run.pk)
    if RUN_CHART.allows(found.state, "fail"):
        DerivationRun.objects.filter(pk=run.pk).update(
            state=RUN_CHART.move(found.state, "fail"), finished_at=clock.now()
        )


@transaction.atomic
def end(actor: Actor, run: DerivationRun) -> DerivationRun:
    """The run has worked through everything, or was told to stop."""
    require(actor, "duties.derive")
    run = DerivationRun.objects.select_for_update().select_related("plan").get(pk=run.pk)
    if run.state not in RUNNING_STATES:
        return run
    run.state = RUN_CHART.move(run.state, "stop" if run.state == RunState.STOPPING else "finish")
    run.finished_at, run.total = clock.now(), max(run.total, run.done)
    if run.state == RunState.FINISHED:
        run.done = run.total
    run.save(update_fields=["state", "finished_at", "done", "total"])
    tally = Tally(run.created, run.voided, run.revived, run.changed)
    if tally != Tally():
        record(actor, kinds.DERIVED, run.plan, cause=run.cause, created=tally.created, voided=tally.voided,
               revived=tally.revived, changed=tally.changed)  # fmt: skip
    return run
