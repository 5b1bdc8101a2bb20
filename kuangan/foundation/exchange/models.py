"""Tables of an import: the upload, and its rows while they wait."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.exchange import notes
from kuangan.foundation.exchange.objections import Issue
from kuangan.foundation.exchange.states import OPEN_JOBS, BatchState, JobKind, JobState, Verdict
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock


class ImportBatch(ScopedModel):
    """One uploaded table on its way in. `mapping` is column index → our key; `guesses` what is shown beside it.

    It belongs to the widest region that its uploader is in charge of, or to an enterprise, or to a mine, by number.
    """

    scope_paths = ScopePaths(region="region_code", enterprise="enterprise_id", mine="mine_id")

    importer = models.CharField(_("kind of table"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=BatchState.choices, default=BatchState.UPLOADED)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    file_name = models.CharField(_("file name"), max_length=200)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    sheets = models.JSONField(_("sheets"), default=list)
    header = models.JSONField(_("header rows"), default=list)
    mapping = models.JSONField(_("columns"), default=dict)
    guesses = models.JSONField(_("proposed columns"), default=list)
    notes = models.JSONField(_("notes"), default=list)
    summary = models.JSONField(_("counts"), default=dict)
    foreseen = models.JSONField(_("what would follow"), default=dict, encoder=DjangoJSONEncoder)
    region_code = models.CharField(_("region"), max_length=6, blank=True)
    enterprise_id = models.BigIntegerField(_("enterprise"), null=True)
    mine_id = models.BigIntegerField(_("mine"), null=True)
    created_at = models.DateTimeField(_("uploaded"), default=clock.now)
    created_by_id = models.BigIntegerField(_("account number"), null=True)
    created_by = models.CharField(_("who"), max_length=100)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    applied_at = models.DateTimeField(_("imported"), null=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-id"]
        indexes = [models.Index(fields=["importer", "-id"], name="batch_by_importer")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=BatchState.APPLIED, applied_at__isnull=False)
                | (~models.Q(state=BatchState.APPLIED) & models.Q(applied_at__isnull=True)),
                name="batch_applied_has_moment",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def job(self) -> "ImportJob | None":
        """The latest piece of work on this upload in the worker."""
        return max(self.jobs.all(), key=lambda job: job.pk, default=None)  # all(): a list may have fetched them

    @property
    def spoken_notes(self) -> list[str]:
        """What was noticed in the file, in the reader's language."""
        return [notes.spell(note) for note in self.notes]


class StagedSheet(models.Model):
    """The cells of the chosen sheet as they were read, so that a file is read once; gone when the import is over."""

    unscoped_because = "reached only through its batch"

    batch = models.OneToOneField(ImportBatch, models.CASCADE, related_name="frozen", verbose_name=_("import"))
    body = models.BinaryField(_("cells"))

    def __str__(self) -> str:
        return f"{self.batch_id}"


class ImportJob(models.Model):
    """One piece of work on an upload that the worker does: who asked, how far it is, how it ended."""

    unscoped_because = "reached only through its batch"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="jobs", verbose_name=_("import"))
    kind = models.CharField(_("work to be done"), max_length=10, choices=JobKind.choices)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    told = models.JSONField(_("what was asked"), default=dict)
    asked_by_id = models.BigIntegerField(_("account number"), null=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows in all"), default=0)
    is_cancelled = models.BooleanField(_("to be stopped"), default=False)
    refusal = models.CharField(_("why not"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked for on"), default=clock.real_now)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch"], condition=models.Q(state__in=OPEN_JOBS), name="one_open_job_per_import"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.batch_id}"

    @property
    def is_open(self) -> bool:
        """Whether the worker has still to do with it."""
        return self.state in OPEN_JOBS


class ExportFile(models.Model):
    """A large list that somebody has asked for, to be fetched by them alone; its content goes after some days."""

    unscoped_because = "belongs to the person who asked, whoever they are in charge of"

    name = models.CharField(_("kind of table"), max_length=60)
    title = models.CharField(_("name"), max_length=200)
    told = models.JSONField(_("filter"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    owner_id = models.BigIntegerField(_("account number"))
    address = models.CharField(_("network address"), max_length=45, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    rows = models.PositiveIntegerField(_("rows in all"), default=0)
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("file"))
    refusal = models.CharField(_("why not"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked for on"), default=clock.real_now)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["owner_id", "-id"], name="export_by_owner")]

    def __str__(self) -> str:
        return self.title


class StagedRow(models.Model):
    """One row of an upload with its verdict. `values` are clean values as JSON, `decision` a person's word."""

    unscoped_because = "reached only through its batch"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="staged", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row in the file"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    values = models.JSONField(_("values"), default=dict)
    issues = models.JSONField(_("objections"), default=list)
    leftovers = models.JSONField(_("columns not taken over"), default=dict)
    kept = models.JSONField(_("texts that could not be read"), default=dict)
    match_key = models.CharField(_("existing record"), max_length=80, blank=True)
    label = models.CharField(_("name"), max_length=200, blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    candidates = models.JSONField(_("possible records"), default=list)
    decision = models.CharField(_("decision"), max_length=80, blank=True)
    seen = models.CharField(_("what the record held"), max_length=32, blank=True)
    is_held = models.BooleanField(_("changed since the check"), default=False)
    decided_by = models.CharField(_("decided by"), max_length=100, blank=True)
    reason = models.CharField(_("why it is another one"), max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["batch", "verdict", "number"], name="staged_by_verdict")]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="staged_row_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"

    @property
    def objections(self) -> list[Issue]:
        """The objections to this row, worst first."""
        order: dict[str, Any] = {"error": 0, "warning": 1, "note": 2}
        return sorted((Issue.from_json(item) for item in self.issues), key=lambda issue: order.get(issue.level, 3))
