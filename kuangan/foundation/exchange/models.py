"""Tables of an import: the upload, and its rows while they wait."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.exchange import notes
from kuangan.foundation.exchange.checking import Issue
from kuangan.foundation.exchange.states import BatchState, Verdict
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock


class ImportBatch(ScopedModel):
    """One uploaded table on its way in. `mapping` is column index → our key; `guesses` what is shown beside it."""

    scope_paths = ScopePaths(region="region_code")

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
    region_code = models.CharField(_("region"), max_length=6, blank=True)
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
    def spoken_notes(self) -> list[str]:
        """What was noticed in the file, in the reader's language."""
        return [notes.spell(note) for note in self.notes]


class StagedRow(models.Model):
    """One row of an upload with its verdict. `values` are clean values as JSON, `decision` a person's word."""

    unscoped_because = "reached only through its batch"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="staged", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row in the file"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    values = models.JSONField(_("values"), default=dict)
    issues = models.JSONField(_("objections"), default=list)
    leftovers = models.JSONField(_("columns not taken over"), default=dict)
    match_key = models.CharField(_("existing record"), max_length=80, blank=True)
    label = models.CharField(_("name"), max_length=200, blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    candidates = models.JSONField(_("possible records"), default=list)
    decision = models.CharField(_("decision"), max_length=80, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=100, blank=True)

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
