"""Who said what grade a hazard has, and why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.hazards.models.hazard import Hazard
from kuangan.hazards.states import DeterminationKind, Grade
from kuangan.standards.models import Criterion

PATHS = ScopePaths(region="hazard__region_code", enterprise="hazard__mine__enterprise_id", mine="hazard__mine_id")
"""A row that belongs to a hazard is seen by whoever sees the hazard."""


class Determination(ScopedModel):
    """A named person judged a hazard against the criteria in force on the day it was found. Never edited."""

    scope_paths = PATHS

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="determinations", verbose_name=_("hazard"))
    kind = models.CharField(_("determination"), max_length=10, choices=DeterminationKind.choices)
    grade_before = models.CharField(_("grade before"), max_length=10, choices=Grade.choices)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices)
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("criterion")
    )
    reasons = models.TextField(_("reasons"))
    happened_at = models.DateTimeField(_("determined"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    by_id = models.BigIntegerField(_("account number"), null=True)
    by = models.CharField(_("determined by"), max_length=100)
    by_organisation = models.CharField(_("organisation"), max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["hazard_id", "id"]
        verbose_name = _("determination")
        constraints = [
            models.CheckConstraint(
                condition=~Q(grade=Grade.MAJOR) | Q(criterion__isnull=False), name="major_determination_cites"
            ),
            models.CheckConstraint(condition=~Q(grade=Grade.SUSPECTED), name="determination_decides"),
            models.CheckConstraint(condition=~Q(reasons=""), name="determination_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} → {self.grade}"
