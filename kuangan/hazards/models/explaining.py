"""Why a hazard arose, what keeps it from coming back, and which other hazards it belongs to."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.kernel import clock
from kuangan.hazards.models.determining import PATHS
from kuangan.hazards.models.hazard import Hazard
from kuangan.hazards.states import CauseMethod, LinkKind


class RootCause(ScopedModel):
    """The root cause of a hazard and the lasting measure (治本措施) against it (plan 七(三)).

    `tree` is the cause tree: a list of {"text": …, "children": […]}, outermost the direct causes.
    """

    scope_paths = PATHS

    hazard = models.OneToOneField(Hazard, models.PROTECT, related_name="root_cause", verbose_name=_("hazard"))
    method = models.CharField(_("method"), max_length=12, choices=CauseMethod.choices)
    tree = models.JSONField(_("cause tree"), default=list)
    summary = models.TextField(_("root cause"))
    measure = models.TextField(_("lasting measure"))
    owner = models.CharField(_("owner of the measure"), max_length=60)
    due_on = models.DateField(_("measure due"))
    done_on = models.DateField(_("measure done"), null=True, blank=True)
    done_note = models.TextField(_("how it was done"), blank=True)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    by_id = models.BigIntegerField(_("account number"), null=True)
    by = models.CharField(_("entered by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["hazard_id"]
        verbose_name = _("root cause")
        constraints = [
            models.CheckConstraint(
                condition=~Q(summary="") & ~Q(measure="") & ~Q(owner=""), name="root_cause_is_complete"
            )
        ]

    def __str__(self) -> str:
        return self.summary[:40]


class HazardLink(ScopedModel):
    """Two hazards belong together. The reader of `hazard` sees the link; the other end is shown by its own scope."""

    scope_paths = PATHS

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="links", verbose_name=_("hazard"))
    other = models.ForeignKey(Hazard, models.PROTECT, related_name="linked_from", verbose_name=_("other hazard"))
    kind = models.CharField(_("how they belong together"), max_length=10, choices=LinkKind.choices)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    by = models.CharField(_("linked by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["hazard_id", "id"]
        verbose_name = _("link between hazards")
        constraints = [
            models.UniqueConstraint(fields=["hazard", "other", "kind"], name="hazard_link_once"),
            models.CheckConstraint(condition=~Q(hazard=F("other")), name="no_link_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.kind} {self.other_id}"
