"""What a bearer supplies for an assignment: files, form answers, signatures."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuangan.duties.models.assignments import Assignment
from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock

_PATHS = ScopePaths(
    region="assignment__region_code",
    authority="assignment__authority_id",
    enterprise="assignment__enterprise_id",
    mine="assignment__owing_mine_id",
    agency="assignment__agency_id",
)


class EvidenceFile(ScopedModel):
    """A file attached for one requirement. Removing one only marks it: what was once submitted stays readable."""

    scope_paths = _PATHS

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="files")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    requirement = models.CharField(_("requirement"), max_length=80)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    added_at = models.DateTimeField(_("added"), default=clock.now)
    added_by_id = models.BigIntegerField(_("account number"), null=True)
    added_by = models.CharField(_("added by"), max_length=100)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["assignment_id", "requirement", "id"]
        verbose_name = _("file")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "round", "requirement", "stored"],
                condition=Q(removed_at__isnull=True),
                name="evidence_file_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class FormAnswer(ScopedModel):
    """The answers to one form of an assignment, saved as a draft until submission. `revision` grows with every save."""

    scope_paths = _PATHS

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    requirement = models.CharField(_("requirement"), max_length=80)
    values = models.JSONField(_("answers"), default=dict, encoder=DjangoJSONEncoder)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    saved_at = models.DateTimeField(_("saved"), default=clock.now)
    saved_by = models.CharField(_("saved by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["assignment_id", "requirement"]
        verbose_name = _("form")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "round", "requirement"], name="one_answer_per_form")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.requirement}"


class Signature(ScopedModel):
    """A person's word for the content as it stood: a signed statement, or a plain acknowledgement.

    `content_hash` is the hash of everything else in the assignment at the moment of signing. A later change of that
    content leaves the row in place and makes it visibly broken. A person signs the same content once; `is_repeat` marks
    those that were taken twice before that was so.
    """

    scope_paths = _PATHS

    class Method(models.TextChoices):
        """How the person was identified."""

        PASSWORD = "password", _("Password entered again")
        CONFIRMED = "confirmed", _("Confirmed while signed in")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="signatures")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    requirement = models.CharField(_("requirement"), max_length=80)
    text = models.TextField(_("what was signed"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    method = models.CharField(_("method"), max_length=10, choices=Method.choices)
    signed_at = models.DateTimeField(_("signed"), default=clock.now)
    signed_by_id = models.BigIntegerField(_("account number"), null=True)
    signed_by = models.CharField(_("signed by"), max_length=100)
    signed_as = models.CharField(_("in the capacity of"), max_length=100, blank=True)
    is_repeat = models.BooleanField(_("repeats an earlier one"), default=False, editable=False)

    class Meta(ScopedModel.Meta):
        ordering = ["assignment_id", "-id"]
        verbose_name = _("signature")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "round", "requirement", "signed_by_id", "content_hash"],
                condition=Q(is_repeat=False),
                name="one_signature_per_person_and_content",
            )
        ]

    def __str__(self) -> str:
        return f"{self.signed_by} {self.signed_at:%Y-%m-%d}"
