"""Large uploads are read, checked and imported by the worker; people see how far it is and may stop it."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.exchange import kinds, people
from kuangan.foundation.exchange.actions.applying import apply
from kuangan.foundation.exchange.actions.foreseeing import foresee
from kuangan.foundation.exchange.actions.staging import locked, read_in, remap
from kuangan.foundation.exchange.models import ImportBatch, ImportJob
from kuangan.foundation.exchange.states import OPEN_JOBS, JobKind, JobState
from kuangan.foundation.exchange.tasks import work_on_import
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from kuangan.foundation.kernel.events import announce


class _Stopped(Exception):
    """Somebody has cancelled the work."""


@transaction.atomic
def begin(actor: Actor, batch: ImportBatch, kind: str, *, rows: int = 0, **told: Any) -> ImportJob:
    """Ask the worker to read, check or import (a JobKind) an upload of `rows` rows. Refused while it is at it already.

    `told` is what remap takes: chosen (column number as text → key), sheet, header.
    """
    batch = locked(actor, batch)
    try:
        with transaction.atomic():
            job = ImportJob.objects.create(
                batch=batch, kind=kind, told=told, total=rows, asked_by_id=actor.user_id, address=actor.address[:45],
                language=translation.get_language() or "",
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("The system is still working on this table. Wait until it has finished.")) from None
    work_on_import.enqueue(job.pk)
    return job


@transaction.atomic
def cancel(actor: Actor, batch: ImportBatch) -> None:
    """Stop the work on an upload. What the worker has not finished leaves nothing behind; too late says so."""
    found = ImportBatch.objects.within(actor.scope).get(pk=batch.pk)
    job = ImportJob.objects.filter(batch=found, state__in=OPEN_JOBS).first()
    if job is None:
        raise Refused(_("The work is finished; there is nothing to stop any more."))
    locked_if_free = ImportJob.objects.filter(pk=job.pk, state=JobState.WAITING)
    if not locked_if_free.update(state=JobState.CANCELLED, is_cancelled=True, finished_at=clock.real_now()):
        ImportJob.objects.filter(pk=job.pk).update(is_cancelled=True)
    record(actor, kinds.CANCELLED, found, work=job.kind)


# house: no-actor — the job names who asked, and the actor is made anew from the rights of today
# house: not-atomic — the verbs it calls are transactions of their own; the job tells how each ended
def run(job_id: int) -> str:
    """Do one job; a worker that was killed over it does it again from the beginning. Returns its last state."""
    job = ImportJob.objects.select_related("batch").filter(pk=job_id, state__in=OPEN_JOBS).first()
    if job is None:
        return ""
    ImportJob.objects.filter(pk=job_id).update(state=JobState.RUNNING, done=0)
    state, refusal = JobState.DONE, ""
    with translation.override(job.language or None):
        try:
            _work(people.actor_of(job.asked_by_id, job.address), job)
        except _Stopped:
            state = JobState.CANCELLED
        except (Refused, Forbidden) as problem:
            state, refusal = JobState.FAILED, str(problem)
        except (OutOfScope, ImportBatch.DoesNotExist):
            state, refusal = JobState.FAILED, _("You are no longer in charge of this table.")
    _finish(job, state, refusal)
    return state.value


@transaction.atomic
def _finish(job: ImportJob, state: JobState, refusal: str) -> None:
    ImportJob.objects.filter(pk=job.pk).update(state=state, refusal=refusal[:500], finished_at=clock.real_now())
    announce("exchange.import_finished", batch_id=job.batch_id)


def _work(actor: Actor, job: ImportJob) -> None:
    def watch(done: int) -> None:
        """Tell how far it is; stop when somebody said so. Inside a writing transaction only the latter is of use."""
        if ImportJob.objects.filter(pk=job.pk, is_cancelled=True).exists():
            raise _Stopped
        if not transaction.get_connection().in_atomic_block:
            ImportJob.objects.filter(pk=job.pk).update(done=done)

    watch(0)
    if job.kind == JobKind.READ:
        read_in(actor, job.batch)
    elif job.kind == JobKind.CHECK:
        foresee(actor, remap(actor, job.batch, watch=watch, **_choice(job.told)))
    else:
        apply(actor, job.batch, watch=watch)


def _choice(told: Mapping[str, Any]) -> dict[str, Any]:
    chosen = {int(index): str(key) for index, key in told.get("chosen", {}).items()}
    header = told.get("header")
    return {"chosen": chosen, "sheet": told.get("sheet", ""), "header": tuple(header) if header else None}
