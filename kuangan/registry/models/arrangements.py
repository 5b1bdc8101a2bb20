"""Arrangements: who works in a mine for its owner, and which leader answers for it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock
from kuangan.registry.models.bodies import Contractor
from kuangan.registry.models.mines import Mine
from kuangan.registry.models.people import Person


class Engagement(ScopedModel):
    """A contractor works in a mine (外包), with its agreement; cleared out (清退) with a reason, never deleted."""

    scope_paths = ScopePaths(region="mine__region_code", enterprise="mine__enterprise_id", mine="mine_id")

    mine = models.ForeignKey(Mine, models.PROTECT, related_name="engagements", verbose_name=_("mine"))
    contractor = models.ForeignKey(Contractor, models.PROTECT, related_name="engagements", verbose_name=_("contractor"))
    work = models.CharField(_("work"), max_length=200)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    agreement_signed_on = models.DateField(_("safety agreement signed on"), null=True, blank=True)
    agreement_no = models.CharField(_("agreement number"), max_length=100, blank=True)
    agreement_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agreement")
    )
    is_qualified = models.BooleanField(_("qualified"), null=True)
    qualification_note = models.CharField(_("finding on qualification"), max_length=300, blank=True)
    cleared_out_on = models.DateField(_("cleared out on"), null=True, blank=True)
    cleared_out_reason = models.CharField(_("reason"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-started_on", "pk"]
        verbose_name = _("engagement")
        constraints = [
            models.UniqueConstraint(
                fields=["mine", "contractor"], condition=Q(ended_on__isnull=True), name="one_open_engagement"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="engagement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(cleared_out_on__isnull=True, cleared_out_reason="")
                | (Q(cleared_out_on=F("ended_on")) & ~Q(cleared_out_reason="")),
                name="clearing_out_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contractor} → {self.mine}"


class LeaderContact(ScopedModel):
    """A leading cadre answers for a mine (联系包保): one at a time, with history."""

    scope_paths = ScopePaths(region="mine__region_code", enterprise="mine__enterprise_id", mine="mine_id")

    mine = models.ForeignKey(Mine, models.PROTECT, related_name="leader_contacts", verbose_name=_("mine"))
    leader = models.ForeignKey(Person, models.PROTECT, related_name="leader_contacts", verbose_name=_("leader"))
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-started_on", "-pk"]
        verbose_name = _("leader in charge")
        constraints = [
            models.UniqueConstraint(
                fields=["mine"], condition=Q(ended_on__isnull=True), name="one_leader_in_charge_per_mine"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="leader_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader} → {self.mine}"
