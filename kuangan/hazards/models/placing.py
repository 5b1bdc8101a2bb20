"""The five in place (五落实) and the principal who supervises."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.hazards.models.determining import PATHS
from kuangan.hazards.models.hazard import Hazard
from kuangan.hazards.states import FundSource
from kuangan.registry.models import Person


class FivePoints(ScopedModel):
    """One version of the five in place: 责任、措施、资金、期限、应急预案 (plan 五(一)2). The latest version counts.

    A major hazard needs all five and the principal's signature over this version; a general one needs a person,
    measures and a deadline. `flags` are the codes of what looks implausible (rules.plausibility), kept as found.
    """

    scope_paths = PATHS

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="five_points", verbose_name=_("hazard"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    responsible_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person on record")
    )
    responsible = models.CharField(_("responsible person"), max_length=60)
    responsible_post = models.CharField(_("post"), max_length=60, blank=True)
    measures = models.TextField(_("measures"))
    interim_measures = models.TextField(_("interim measures"), blank=True)
    funds_yuan = models.DecimalField(_("funds, yuan"), max_digits=14, decimal_places=2, null=True, blank=True)
    fund_source = models.CharField(_("source of funds"), max_length=20, choices=FundSource.choices, blank=True)
    deadline_at = models.DateTimeField(_("deadline"))
    emergency_plan = models.TextField(_("emergency plan"), blank=True)
    emergency_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("emergency plan, file")
    )
    flags = models.JSONField(_("looks implausible"), default=list)
    flags_answer = models.TextField(_("answer to what looks implausible"), blank=True)
    set_at = models.DateTimeField(_("put in place"), default=clock.now)
    set_by_id = models.BigIntegerField(_("account number"), null=True)
    set_by = models.CharField(_("put in place by"), max_length=100)
    content_hash = models.CharField(_("content hash"), max_length=64)
    signed_at = models.DateTimeField(_("signed by the principal"), null=True, blank=True)
    signed_by_id = models.BigIntegerField(_("account number"), null=True)
    signed_by = models.CharField(_("principal"), max_length=100, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["hazard_id", "-version"]
        verbose_name = _("five in place")
        constraints = [
            models.UniqueConstraint(fields=["hazard", "version"], name="five_points_version_once"),
            models.CheckConstraint(
                condition=Q(funds_yuan__isnull=True) | Q(funds_yuan__gte=0), name="funds_are_not_negative"
            ),
            models.CheckConstraint(condition=~Q(measures="") & ~Q(responsible=""), name="five_points_are_filled"),
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} · {self.version}"


class Supervisor(ScopedModel):
    """The principal who personally follows a major hazard to its end (plan 五(一)2); replaced only with a reason."""

    scope_paths = PATHS

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="supervisors", verbose_name=_("hazard"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person on record")
    )
    name = models.CharField(_("principal"), max_length=60)
    account_id = models.BigIntegerField(_("account number"), null=True)
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.TextField(_("reason of the change"), blank=True)
    set_by = models.CharField(_("entered by"), max_length=100)

    class Meta(ScopedModel.Meta):
        ordering = ["hazard_id", "-id"]
        verbose_name = _("supervising principal")
        constraints = [
            models.UniqueConstraint(fields=["hazard"], condition=Q(until__isnull=True), name="one_supervisor_at_a_time")
        ]

    def __str__(self) -> str:
        return self.name
