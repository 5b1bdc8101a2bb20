"""States of an import and verdicts on its rows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel.charts import Chart


class BatchState(TextChoices):
    """Where an upload stands. `mapped`: read, columns proposed; `checked`: every row judged."""

    UPLOADED = "uploaded", _("Uploaded")
    MAPPED = "mapped", _("Columns to be confirmed")
    CHECKED = "checked", _("Checked, not yet imported")
    APPLIED = "applied", _("Imported")
    DISCARDED = "discarded", _("Discarded")


class Verdict(TextChoices):
    """What an import makes of one row."""

    NEW = "new", _("New")
    UPDATE = "update", _("Update")
    SAME = "same", _("Unchanged")
    BAD = "bad", _("To be mended")
    SUSPECT = "suspect", _("To be decided by a person")


class JobKind(TextChoices):
    """What the worker does with an upload."""

    READ = "read", _("Reading the file")
    CHECK = "check", _("Checking the rows")
    APPLY = "apply", _("Importing the rows")


class JobState(TextChoices):
    """Where a piece of the worker's work stands."""

    WAITING = "waiting", _("Waiting for its turn")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Finished")
    FAILED = "failed", _("Not possible")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_JOBS = (JobState.WAITING, JobState.RUNNING)

BATCHES = Chart.of(
    "exchange.batch",
    initial=BatchState.UPLOADED,
    moves={
        "map": ({BatchState.UPLOADED, BatchState.MAPPED, BatchState.CHECKED}, BatchState.MAPPED),
        "check": ({BatchState.UPLOADED, BatchState.MAPPED, BatchState.CHECKED}, BatchState.CHECKED),
        "apply": ({BatchState.CHECKED}, BatchState.APPLIED),
        "discard": ({BatchState.UPLOADED, BatchState.MAPPED, BatchState.CHECKED}, BatchState.DISCARDED),
    },
)
