"""Applications for acceptance and the on-site checks that answer them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.hazards.models.determining import PATHS
from kuangan.hazards.models.hazard import Hazard
from kuangan.hazards.states import ApplicationState, CheckResult, CheckState
from kuangan.registry.models import Agency


class Application(ScopedModel):
    """The mine reports a hazard as rectified and asks for acceptance (申请验收). Every round is a row of its own."""

    scope_paths = PATHS

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="applications", verbose_name=_("hazard"))
    round = models.PositiveSmallIntegerField(_("round"))
    state = models.CharField(
        _("state"), max_length=12, choices=ApplicationState.choices, default=ApplicationState.PENDING
    )
    rectified_at = models.DateTimeField(_("rectified"))
    applied_at = models.DateTimeField(_("reported as rectified"), default=clock.now)
    statement = models.TextField(_("what was done"))
    spent_yuan = models.DecimalField(
        _("spent altogether, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    by_id = models.BigIntegerField(_("account number"), null=True)
    by = models.CharField(_("applied by"), max_length=100)
    assessor = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("assessed by an agency")
    )
    expert = models.CharField(_("assessed by an expert"), max_length=60, blank=True)
    assessment = models.TextField(_("opinion of the assessment"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by_id = models.BigIntegerField(_("account number"), null=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    opinion = models.TextField(_("opinion"), blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["hazard_id", "-round"]
        verbose_name = _("application for acceptance")
        constraints = [
            models.UniqueConstraint(fields=["hazard", "round"], name="application_round_once"),
            models.UniqueConstraint(
                fields=["hazard"], condition=Q(state="pending"), name="one_pending_application_per_hazard"
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True) | Q(by_id__isnull=True) | ~Q(decided_by_id=F("by_id")),
                name="nobody_decides_on_their_application",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(opinion=""), name="refused_application_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id} · {self.round}"


class SiteCheck(ScopedModel):
    """An on-site check (现场核查) of a major hazard by two people, each signing with their own account.

    `applicant_id` repeats who applied, so that the database itself refuses a check signed by that person.
    """

    scope_paths = ScopePaths(
        region="application__hazard__region_code",
        enterprise="application__hazard__mine__enterprise_id",
        mine="application__hazard__mine_id",
    )

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="checks", verbose_name=_("application for acceptance")
    )
    state = models.CharField(_("state"), max_length=10, choices=CheckState.choices, default=CheckState.OPEN)
    result = models.CharField(_("result"), max_length=10, choices=CheckResult.choices)
    happened_at = models.DateTimeField(_("checked on site"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    opinion = models.TextField(_("opinion"))
    applicant_id = models.BigIntegerField(_("account number"), null=True)
    experts = models.CharField(_("experts present"), max_length=200, blank=True)
    first_by_id = models.BigIntegerField(_("account number"))
    first_by = models.CharField(_("first checker"), max_length=100)
    first_organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    first_at = models.DateTimeField(_("signed"), default=clock.now)
    second_by_id = models.BigIntegerField(_("account number"), null=True, blank=True)
    second_by = models.CharField(_("second checker"), max_length=100, blank=True)
    second_organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    second_at = models.DateTimeField(_("signed"), null=True, blank=True)
    second_opinion = models.TextField(_("opinion of the second checker"), blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64)

    class Meta(ScopedModel.Meta):
        ordering = ["application_id", "-id"]
        verbose_name = _("on-site check")
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="open"), name="one_open_check_per_application"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(second_by_id__isnull=False, second_at__isnull=False),
                name="signed_check_has_two_signatures",
            ),
            models.CheckConstraint(
                condition=Q(second_by_id__isnull=True) | ~Q(second_by_id=F("first_by_id")),
                name="two_different_people_check",
            ),
            models.CheckConstraint(
                condition=Q(applicant_id__isnull=True)
                | (
                    ~Q(first_by_id=F("applicant_id"))
                    & (Q(second_by_id__isnull=True) | ~Q(second_by_id=F("applicant_id")))
                ),
                name="no_checker_applied",
            ),
            models.CheckConstraint(condition=~Q(opinion=""), name="check_has_an_opinion"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.result}"
