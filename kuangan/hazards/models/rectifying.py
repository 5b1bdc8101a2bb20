"""What happens while a hazard is being rectified: pictures, progress, more time."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.hazards.models.determining import PATHS
from kuangan.hazards.models.hazard import Hazard
from kuangan.hazards.states import ExtensionState, PhotoStage


class Photo(ScopedModel):
    """A picture or paper of a hazard. `pairs_with` is the picture before rectification taken from the same spot.

    Removing one only marks it. `sent_by` names a colleague who took it when that was not the person who entered it.
    """

    scope_paths = PATHS

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="photos", verbose_name=_("hazard"))
    stage = models.CharField(_("when"), max_length=10, choices=PhotoStage.choices)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("file name"), max_length=200)
    spot = models.CharField(_("spot from which it was taken"), max_length=60, blank=True)
    pairs_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="pairs", verbose_name=_("picture before")
    )
    note = models.CharField(_("remark"), max_length=300, blank=True)
    sent_by = models.CharField(_("taken by"), max_length=60, blank=True)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    added_at = models.DateTimeField(_("added"), default=clock.now)
    added_by_id = models.BigIntegerField(_("account number"), null=True)
    added_by = models.CharField(_("added by"), max_length=100)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["hazard_id", "id"]
        verbose_name = _("photo")
        constraints = [
            models.UniqueConstraint(
                fields=["hazard", "stage", "stored"], condition=Q(removed_at__isnull=True), name="hazard_photo_once"
            ),
            models.CheckConstraint(
                condition=Q(pairs_with__isnull=True) | Q(stage=PhotoStage.AFTER), name="only_after_photos_are_paired"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Progress(ScopedModel):
    """One entry on how rectification goes (整改进展), with what was spent since the last one."""

    scope_paths = PATHS

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="progress", verbose_name=_("hazard"))
    happened_at = models.DateTimeField(_("as of"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    text = models.TextField(_("progress"))
    percent = models.PositiveSmallIntegerField(_("done, per cent"), null=True, blank=True)
    spent_yuan = models.DecimalField(_("spent, yuan"), max_digits=14, decimal_places=2, null=True, blank=True)
    by_id = models.BigIntegerField(_("account number"), null=True)
    by = models.CharField(_("entered by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["hazard_id", "-happened_at", "-id"]
        verbose_name = _("progress entry")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100), name="progress_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(spent_yuan__isnull=True) | Q(spent_yuan__gte=0), name="spent_is_not_negative"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="progress_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Extension(ScopedModel):
    """A request for a later deadline and the decision; both dates are kept, and asking late is visible."""

    scope_paths = PATHS

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="extensions", verbose_name=_("hazard"))
    reason = models.TextField(_("reason"))
    interim_measures = models.TextField(_("interim measures"))
    old_deadline_at = models.DateTimeField(_("deadline before"))
    proposed_deadline_at = models.DateTimeField(_("asked for"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    asked_by_id = models.BigIntegerField(_("account number"), null=True)
    asked_by = models.CharField(_("asked by"), max_length=100)
    asked_late = models.BooleanField(_("asked after the deadline"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=ExtensionState.choices, default=ExtensionState.PENDING)
    granted_deadline_at = models.DateTimeField(_("deadline after"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=100, blank=True)
    opinion = models.TextField(_("opinion"), blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["hazard_id", "-id"]
        verbose_name = _("extension")
        constraints = [
            models.UniqueConstraint(
                fields=["hazard"], condition=Q(state="pending"), name="one_pending_extension_per_hazard"
            ),
            models.CheckConstraint(
                condition=Q(proposed_deadline_at__gt=F("old_deadline_at")), name="hazard_extension_asks_for_later"
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(granted_deadline_at__isnull=False, decided_at__isnull=False),
                name="granted_hazard_extension_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} → {self.proposed_deadline_at:%Y-%m-%d}"
