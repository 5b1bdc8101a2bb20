"""Risks (风险) of a mine: what might happen, how bad it is, and what holds it in check."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.models import Searchable
from kuangan.foundation.kernel.text import search_text
from kuangan.hazards.models.hazard import Hazard
from kuangan.hazards.states import Disaster, RiskLevel, RiskMethod, RiskState
from kuangan.registry.models import Mine


class Risk(Searchable, ScopedModel):
    """A risk on the control list (风险管控清单) of one mine; retired, never deleted.

    LEC: likelihood × exposure × consequence (作业条件危险性); matrix: likelihood × consequence, each 1 to 5.
    `score` and `level` follow from the figures by rules.risks.
    """

    scope_paths = ScopePaths(region="region_code", enterprise="mine__enterprise_id", mine="mine_id")

    mine = models.ForeignKey(Mine, models.PROTECT, related_name="+", verbose_name=_("mine"))
    region_code = models.CharField(_("county"), max_length=6, db_index=True)
    state = models.CharField(_("state"), max_length=12, choices=RiskState.choices, default=RiskState.CONTROLLED)
    place = models.CharField(_("place of the risk"), max_length=120)
    description = models.TextField(_("what might happen"))
    disaster = models.CharField(_("disaster"), max_length=12, choices=Disaster.choices, blank=True)
    method = models.CharField(_("method"), max_length=10, choices=RiskMethod.choices)
    likelihood = models.DecimalField(_("likelihood"), max_digits=5, decimal_places=1)
    exposure = models.DecimalField(_("exposure"), max_digits=5, decimal_places=1, null=True, blank=True)
    consequence = models.DecimalField(_("consequence"), max_digits=5, decimal_places=1)
    score = models.DecimalField(_("score"), max_digits=8, decimal_places=1)
    level = models.CharField(_("level of risk"), max_length=10, choices=RiskLevel.choices)
    controls = models.TextField(_("controls"))
    responsible = models.CharField(_("responsible person"), max_length=60)
    responsible_post = models.CharField(_("post"), max_length=60, blank=True)
    assessed_on = models.DateField(_("assessed on"))
    review_on = models.DateField(_("to be reviewed on"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    entered_by = models.CharField(_("entered by"), max_length=100)
    retired_at = models.DateTimeField(_("taken off the list"), null=True, blank=True)
    retirement_reason = models.TextField(_("reason"), blank=True)
    entry_key = models.UUIDField(_("key of the entry"), null=True, blank=True, unique=True, editable=False)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    class Meta(ScopedModel.Meta):
        ordering = ["mine_id", "-score", "id"]
        verbose_name = _("risk")
        constraints = [
            models.CheckConstraint(
                condition=Q(method=RiskMethod.LEC, exposure__isnull=False)
                | Q(method=RiskMethod.MATRIX, exposure__isnull=True),
                name="exposure_belongs_to_lec",
            ),
            models.CheckConstraint(condition=Q(review_on__gt=F("assessed_on")), name="risk_review_is_later"),
            models.CheckConstraint(
                condition=~Q(state="retired") | (Q(retired_at__isnull=False) & ~Q(retirement_reason="")),
                name="retired_risk_says_why",
            ),
            models.CheckConstraint(condition=~Q(controls="") & ~Q(responsible=""), name="risk_is_controlled"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.description[:30]}"

    def searchable(self) -> str:
        """What the risk is found by, beside the names of its mine."""
        return search_text(self.place, self.responsible, beside=(self.description,), limit=self.LONGEST)


class RiskHazard(ScopedModel):
    """A hazard shows that the control of a risk has failed."""

    scope_paths = ScopePaths(region="risk__region_code", enterprise="risk__mine__enterprise_id", mine="risk__mine_id")

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="hazards", verbose_name=_("risk"))
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="risks", verbose_name=_("hazard"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    by = models.CharField(_("linked by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["risk_id", "hazard_id"]
        verbose_name = _("link between risk and hazard")
        constraints = [models.UniqueConstraint(fields=["risk", "hazard"], name="risk_hazard_once")]

    def __str__(self) -> str:
        return f"{self.risk_id} – {self.hazard_id}"
