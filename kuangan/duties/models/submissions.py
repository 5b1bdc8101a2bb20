"""Submissions (报送) and the reviews they pass through."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kuangan.duties.models.assignments import Assignment
from kuangan.duties.states import SubmissionState
from kuangan.foundation.authority.actors import SYSTEM
from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Authority

_LIVE = [SubmissionState.SUBMITTED, SubmissionState.ACCEPTED]


class Submission(ScopedModel):
    """What was delivered, frozen: the content as it stood, and its SHA-256. `number` is the receipt (回执号)."""

    scope_paths = ScopePaths(
        region="assignment__region_code",
        authority="assignment__authority_id",
        enterprise="assignment__enterprise_id",
        mine="assignment__owing_mine_id",
        agency="assignment__agency_id",
    )

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="submissions")
    round = models.PositiveSmallIntegerField(_("round"))
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    number = models.CharField(_("receipt number"), max_length=40, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=SubmissionState.choices, default=SubmissionState.SUBMITTED
    )
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    content_hash = models.CharField(_("content hash"), max_length=64)
    note = models.CharField(_("remark"), max_length=500, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), default=clock.now)
    submitted_by_id = models.BigIntegerField(_("account number"), null=True)
    submitted_by = models.CharField(_("submitted by"), max_length=100)
    was_late = models.BooleanField(_("after the due date"), default=False)

    class Meta(ScopedModel.Meta):
        ordering = ["assignment_id", "-id"]
        verbose_name = _("submission")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "round", "attempt"], name="submission_attempt_once"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state__in=_LIVE), name="one_live_submission_per_assignment"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def delivered_by(self) -> str:
        """Who delivered it, in words: the person; or whose signature did where the system only passed it on."""
        if self.submitted_by_id is not None:
            return self.submitted_by
        signed = [str(mark.get("by", "")) for mark in self.content.get("signatures", [])]
        names = "、".join(filter(None, dict.fromkeys(signed))) or self.submitted_by
        if not names or names == SYSTEM:
            return gettext("from the records, without a signature")
        return gettext("by signature of %(names)s") % {"names": names}


class Review(ScopedModel):
    """One decision on a submission, at one step of its chain. A step is decided once."""

    scope_paths = ScopePaths(region="submission__assignment__region_code", mine="submission__assignment__owing_mine_id")

    class Decision(models.TextChoices):
        """What the reviewer decided."""

        ACCEPTED = "accepted", _("Accepted")
        FORWARDED = "forwarded", _("Accepted and passed on")
        RETURNED = "returned", _("Returned")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reviews")
    step = models.PositiveSmallIntegerField(_("step"))
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name=_("authority"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices)
    opinion = models.TextField(_("opinion"), blank=True)
    decided_at = models.DateTimeField(_("decided"), default=clock.now)
    decided_by_id = models.BigIntegerField(_("account number"), null=True)
    decided_by = models.CharField(_("decided by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["submission_id", "step"]
        verbose_name = _("review")
        constraints = [
            models.UniqueConstraint(fields=["submission", "step"], name="review_step_decided_once"),
            models.CheckConstraint(condition=~Q(decision="returned") | ~Q(opinion=""), name="return_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.step} {self.decision}"
