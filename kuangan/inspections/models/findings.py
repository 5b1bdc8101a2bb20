"""What the check says to each criterion, the hazards it led to, and its pictures."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard
from kuangan.inspections.models.checks import PATHS, MonthlyCheck
from kuangan.inspections.models.route import RouteArea
from kuangan.inspections.states import Answer
from kuangan.standards.models import Criterion


class CriterionAnswer(ScopedModel):
    """The answer of a check to one head of the determination criteria in force that day."""

    scope_paths = PATHS

    monthly_check = models.ForeignKey(MonthlyCheck, models.PROTECT, related_name="answers", verbose_name=_("check"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices)
    reason = models.CharField(_("why it is not involved"), max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["monthly_check_id", "criterion_id"]
        verbose_name = _("answer to a criterion")
        constraints = [
            models.UniqueConstraint(fields=["monthly_check", "criterion"], name="criterion_answered_once"),
            models.CheckConstraint(
                condition=~Q(answer=Answer.NOT_INVOLVED) | ~Q(reason=""), name="not_involved_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.answer}"


class CheckFinding(ScopedModel):
    """A hazard that the check led to or met again, with the area and the criterion that it belongs to, if any."""

    scope_paths = PATHS

    monthly_check = models.ForeignKey(MonthlyCheck, models.PROTECT, related_name="findings", verbose_name=_("check"))
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="+", verbose_name=_("hazard"))
    area = models.ForeignKey(
        RouteArea, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("area")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("criterion")
    )
    is_new = models.BooleanField(_("registered by this check"), default=True)
    linked_at = models.DateTimeField(_("linked"), default=clock.now)
    linked_by = models.CharField(_("linked by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["monthly_check_id", "id"]
        verbose_name = _("finding of a check")
        constraints = [models.UniqueConstraint(fields=["monthly_check", "hazard"], name="finding_once_per_check")]

    def __str__(self) -> str:
        return f"{self.monthly_check_id} · {self.hazard_id}"


class GoneHazard(ScopedModel):
    """A major or suspected hazard that stands open in the ledger and that the check says is gone, and how it went."""

    scope_paths = PATHS

    monthly_check = models.ForeignKey(MonthlyCheck, models.PROTECT, related_name="gone", verbose_name=_("check"))
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="+", verbose_name=_("hazard"))
    words = models.CharField(_("how it was removed"), max_length=300)
    said_at = models.DateTimeField(_("entered"), default=clock.now)
    said_by = models.CharField(_("entered by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["monthly_check_id", "id"]
        verbose_name = _("hazard said to be gone")
        constraints = [
            models.UniqueConstraint(fields=["monthly_check", "hazard"], name="gone_once_per_check"),
            models.CheckConstraint(condition=~Q(words=""), name="gone_hazard_says_how"),
        ]

    def __str__(self) -> str:
        return f"{self.monthly_check_id} · {self.hazard_id}"


class CheckPhoto(ScopedModel):
    """A picture taken on the route; without an area while it belongs to none."""

    scope_paths = PATHS

    monthly_check = models.ForeignKey(MonthlyCheck, models.PROTECT, related_name="photos", verbose_name=_("check"))
    area = models.ForeignKey(
        RouteArea, models.PROTECT, null=True, blank=True, related_name="photos", verbose_name=_("area")
    )
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("file name"), max_length=200)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    added_at = models.DateTimeField(_("added"), default=clock.now)
    added_by_id = models.BigIntegerField(_("account number"), null=True)
    added_by = models.CharField(_("added by"), max_length=100)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["monthly_check_id", "id"]
        verbose_name = _("picture of a check")
        constraints = [
            models.UniqueConstraint(
                fields=["monthly_check", "stored"], condition=Q(removed_at__isnull=True), name="picture_once_per_check"
            )
        ]

    def __str__(self) -> str:
        return self.name
