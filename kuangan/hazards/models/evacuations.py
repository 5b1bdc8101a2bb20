"""Stop and evacuate (停产撤人)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.kernel import clock
from kuangan.hazards.models.determining import PATHS
from kuangan.hazards.models.hazard import Hazard
from kuangan.hazards.states import EvacuationState, StopExtent


class Evacuation(ScopedModel):
    """People were ordered out of a danger area (安全生产法 65; plan 五(一)6(2)): who, where, how many, until when.

    `people_inside` were in the area, `people_out` have been counted outside; the two must agree before it counts as
    completed. Lifting says on what grounds people may go back.
    """

    scope_paths = PATHS

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="evacuations", verbose_name=_("hazard"))
    state = models.CharField(
        _("state"), max_length=10, choices=EvacuationState.choices, default=EvacuationState.IN_FORCE
    )
    extent = models.CharField(_("extent of the stop"), max_length=10, choices=StopExtent.choices)
    area = models.CharField(_("danger area"), max_length=200)
    ordered_at = models.DateTimeField(_("ordered"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    ordered_by_id = models.BigIntegerField(_("account number"), null=True)
    ordered_by = models.CharField(_("order given by"), max_length=100)
    by_official = models.BooleanField(_("ordered by the bureau"), default=False)
    people_inside = models.PositiveIntegerField(_("people in the area"))
    people_out = models.PositiveIntegerField(_("people withdrawn"), default=0)
    completed_at = models.DateTimeField(_("everybody out"), null=True, blank=True)
    note = models.TextField(_("remark"), blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.CharField(_("lifted by"), max_length=100, blank=True)
    lift_grounds = models.TextField(_("grounds for lifting"), blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["hazard_id", "-id"]
        verbose_name = _("evacuation")
        constraints = [
            models.CheckConstraint(condition=Q(people_out__lte=F("people_inside")), name="no_more_out_than_in"),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True)
                | Q(people_out=F("people_inside"), completed_at__gte=F("ordered_at")),
                name="completed_evacuation_counts_everybody",
            ),
            models.CheckConstraint(
                condition=~Q(state="lifted") | (Q(lifted_at__gte=F("ordered_at")) & ~Q(lift_grounds="")),
                name="lifted_evacuation_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.area
