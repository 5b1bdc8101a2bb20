"""Runs of derivation: what caused one, how far it has come, and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.duties.states import RUNNING_STATES, RunState
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan


class DerivationRun(models.Model):
    """One derivation of a plan's assignments.

    `is_whole`: the whole plan, in batches that commit one by one; otherwise a few changed mines at once. `position`
    says where the last batch ended ("mines:440781:55"), `basis` what it was derived from (version, day, parameters):
    a run that goes on after that has changed begins again. `worker` and `beat_at` tell a living run from one whose
    process has died.
    """

    unscoped_because = "a log of the system's own work without content of records"
    scope_paths = ScopePaths(region="plan__region_code")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name=_("plan"))
    cause = models.CharField(_("cause"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    is_whole = models.BooleanField(_("whole plan"), default=False)
    started_at = models.DateTimeField(_("started"), default=clock.now)
    finished_at = models.DateTimeField(_("ended"), null=True)
    stopped_by = models.CharField(_("stopped by"), max_length=100, blank=True)
    done = models.PositiveIntegerField(_("worked through"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    position = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=80, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    beat_at = models.DateTimeField(null=True)
    created = models.PositiveIntegerField(_("new"), default=0)
    voided = models.PositiveIntegerField(_("no longer owed"), default=0)
    revived = models.PositiveIntegerField(_("owed again"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("derivation of duties")
        indexes = [models.Index(fields=["plan", "-id"], condition=Q(is_whole=True), name="derivation_runs_of_plan")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="derivation_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(RUNNING_STATES), finished_at__isnull=True)
                | (~Q(state__in=sorted(RUNNING_STATES)) & Q(finished_at__isnull=False)),
                name="derivation_has_ended_or_runs",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="derivation_done_of_total"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(is_whole=True, state__in=sorted(RUNNING_STATES)),
                name="one_derivation_of_a_plan_runs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {clock.day_of(self.started_at)}"

    @property
    def runs(self) -> bool:
        """Whether it is still under way."""
        return self.state in RUNNING_STATES

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100."""
        return 100 * self.done // self.total if self.total else 0
