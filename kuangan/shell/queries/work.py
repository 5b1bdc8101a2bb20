"""How much work waits for the system itself: tasks, derivation, overdue duties, seals, room on the disk."""

import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Min, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from kuangan.duties.models import Assignment, DerivationRun
from kuangan.duties.queries.listing import overdue
from kuangan.foundation.integrity.models import AuditEvent, Seal
from kuangan.foundation.kernel import clock
from kuangan.shell.serving.ticking import seconds_since_sign

_RECENT = timedelta(days=1)


@dataclass(frozen=True)
class Backlog:
    """Counts and seconds; None where there is nothing to measure yet."""

    tasks: dict[str, int] = field(default_factory=dict)
    oldest_task: float | None = None
    worker_seen: float | None = None
    overdue: int = 0
    derivation_seconds: float | None = None
    derivation_age: float | None = None
    unsealed: int = 0
    disk_free: int = 0


# house: unscoped — counts of the whole installation for its operators; says nothing about any record
def backlog() -> Backlog:
    """Everything at once, in six statements."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    recent = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gte=clock.real_now() - _RECENT)
    counts = dict.fromkeys(("queued", "running", "failed"), 0)
    counts["failed"] = recent.count()
    names = {TaskResultStatus.READY: "queued", TaskResultStatus.RUNNING: "running"}
    for row in DBTaskResult.objects.filter(status__in=list(names)).values("status").annotate(count=Count("pk")):
        counts[names[TaskResultStatus(row["status"])]] = row["count"]
    oldest = waiting.filter(Q(run_after=get_date_max()) | Q(run_after__lte=clock.real_now())).aggregate(
        since=Min("enqueued_at")
    )["since"]
    run = DerivationRun.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()
    return Backlog(
        tasks=counts,
        oldest_task=(clock.real_now() - oldest).total_seconds() if oldest else 0.0,
        worker_seen=seconds_since_sign(),
        overdue=Assignment.objects.unscoped("a count for the operators").filter(overdue()).count(),
        derivation_seconds=(run.finished_at - run.started_at).total_seconds() if run and run.finished_at else None,
        derivation_age=(clock.now() - run.finished_at).total_seconds() if run and run.finished_at else None,
        unsealed=unsealed(),
        disk_free=disk_free(),
    )


# house: unscoped — a count of the whole installation for its operators
def unsealed() -> int:
    """Audit records that no seal covers yet, by their numbers: not exact, but two statements on any size."""
    last = AuditEvent.rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    covered = Seal.objects.order_by("-number").values_list("highest", flat=True).first() or 0
    return max(0, last - covered)


# house: unscoped — a date of the whole installation for its operators
def unsealed_since() -> float:
    """Seconds since the first record that no seal covers was entered; 0 when all are covered."""
    covered = Seal.objects.order_by("-number").values_list("highest", flat=True).first() or 0
    first = AuditEvent.rows.filter(pk__gt=covered).order_by("pk").values_list("entered_at", flat=True).first()
    return (clock.now() - first).total_seconds() if first else 0.0


# house: unscoped — about the machine, not about any record
def disk_free() -> int:
    """Free bytes where the data lies."""
    folder = Path(settings.DATA_DIR)
    return shutil.disk_usage(next(one for one in (folder, *folder.parents) if one.exists())).free
