"""The monthly major-hazard check itself."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.inspections.states import CheckState
from kuangan.registry.models import Mine, Person

PATHS = ScopePaths(region="monthly_check__region_code", enterprise="monthly_check__mine__enterprise_id",
                   mine="monthly_check__mine_id")  # fmt: skip
"""A row that belongs to a check is seen by whoever sees the check."""


class MonthlyCheck(ScopedModel):
    """A monthly check for major hazards (每月重大事故隐患排查, plan 五(一)2). Never deleted, never edited once signed.

    `month` is the first day of the month in which it happened; `checked_on` is when it happened, `entered_at` when it
    was begun in the system. `led_by_principal` is false when somebody else led it: then it stays on record and does
    not count as the month's check. `content` is what was signed, whole, and `content_hash` its digest.
    `hazards_total` and `major_total` (suspected ones among them) are as of the signature.
    `repeats` is an earlier check of the mine that reads word for word the same.
    """

    scope_paths = ScopePaths(region="region_code", enterprise="mine__enterprise_id", mine="mine_id")

    mine = models.ForeignKey(Mine, models.PROTECT, related_name="+", verbose_name=_("mine"))
    region_code = models.CharField(_("county"), max_length=6)
    entry_key = models.UUIDField(_("key of the entry"), null=True, blank=True, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=CheckState.choices, default=CheckState.DRAFT)
    month = models.DateField(_("month"))
    checked_on = models.DateField(_("day of the check"))
    began = models.TimeField(_("from"), null=True, blank=True)
    ended = models.TimeField(_("until"), null=True, blank=True)
    led_by_principal = models.BooleanField(_("led by the principal"), default=True)
    leader = models.CharField(_("led by"), max_length=60, blank=True)
    leader_id = models.BigIntegerField(_("account number"), null=True)
    leader_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person on record")
    )
    alone_reason = models.CharField(_("why one alone"), max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    replacement_reason = models.CharField(_("reason of the correction"), max_length=300, blank=True)
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reads like")
    )

    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    entered_by_id = models.BigIntegerField(_("account number"), null=True)
    entered_by = models.CharField(_("entered by"), max_length=100)

    is_attested = models.BooleanField(_("zero findings attested"), default=False)
    attestation = models.TextField(_("attestation"), blank=True)
    content = models.JSONField(_("content of the signature"), null=True, blank=True, encoder=DjangoJSONEncoder)
    content_hash = models.CharField(_("content hash"), max_length=64, blank=True)
    hazards_total = models.PositiveSmallIntegerField(_("hazards found"), default=0)
    major_total = models.PositiveSmallIntegerField(_("major or suspected"), default=0)
    signed_at = models.DateTimeField(_("signed by the principal"), null=True, blank=True)
    signed_by_id = models.BigIntegerField(_("account number"), null=True)
    signed_by = models.CharField(_("principal"), max_length=100, blank=True)
    signed_as = models.CharField(_("signed for"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=100, blank=True)
    withdrawal_reason = models.TextField(_("reason of withdrawal"), blank=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    class Meta(ScopedModel.Meta):
        ordering = ["-checked_on", "-id"]
        verbose_name = _("monthly major-hazard check")
        indexes = [
            models.Index(fields=["region_code", "-month"], name="check_by_county_month"),
            models.Index(fields=["mine", "-checked_on"], name="check_by_mine_day"),
            models.Index(fields=["-checked_on", "-id"], name="check_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(checked_on__gte=F("month")), name="check_lies_in_its_month"),
            models.CheckConstraint(
                condition=Q(began__isnull=True) | Q(ended__isnull=True) | Q(ended__gt=F("began")),
                name="check_ends_after_its_beginning",
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.SIGNED)
                | (Q(signed_at__isnull=False, content__isnull=False) & ~Q(content_hash="") & ~Q(leader="")),
                name="signed_check_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.SIGNED) | Q(major_total__gt=0) | Q(is_attested=True),
                name="check_without_major_hazard_is_attested",
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.WITHDRAWN) | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawn_check_says_why",
            ),
            models.CheckConstraint(condition=~Q(state=CheckState.DRAFT) | Q(content_hash=""), name="draft_is_unsigned"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replacement_reason=""), name="correction_says_why"
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=~Q(state=CheckState.WITHDRAWN), name="one_correction_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number people quote: county, month, serial (440785-2023-04-000012)."""
        return f"{self.region_code}-{self.month:%Y-%m}-{self.pk or 0:06d}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be filled in."""
        return self.state == CheckState.DRAFT

    @property
    def counts(self) -> bool:
        """Whether it is a check as the plan asks for: signed, and led by the principal in person."""
        return self.state == CheckState.SIGNED and self.led_by_principal

    @property
    def is_late_entry(self) -> bool:
        """Whether it was entered on a later day than it happened."""
        return clock.day_of(self.entered_at) > self.checked_on
