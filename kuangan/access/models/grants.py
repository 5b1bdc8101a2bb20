"""Grants, requests for a grant of administration, and invitations: the three that say as what and where."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.access.models.accounts import User
from kuangan.access.states import RequestState
from kuangan.foundation.authority.roles import ADMIN_ROLES, Role
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Agency, Authority, Enterprise, Mine

SCOPE_FIELDS = ("region_code", "authority", "enterprise", "mine", "agency")
"""The five ways to say where a grant holds; each row uses exactly one."""


def exactly_one_scope() -> Q:
    """The condition that a row names exactly one of the five scopes."""
    found = Q()
    for chosen in SCOPE_FIELDS:
        part = Q()
        for name in SCOPE_FIELDS:
            empty = Q(region_code="") if name == "region_code" else Q(**{f"{name}__isnull": True})
            part &= ~empty if name == chosen else empty
        found |= part
    return found


class Scoped(models.Model):
    """The columns that say as what and where; shared by grants and invitations."""

    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    region_code = models.CharField(_("region"), max_length=6, blank=True)
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("authority")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("enterprise")
    )
    mine = models.ForeignKey(Mine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mine"))
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agency")
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)

    class Meta:
        abstract = True


class GrantRecord(Scoped):
    """A role within one scope for some time (授权). Never changed: revoked, and given anew."""

    unscoped_because = "grants are kept centrally by the security administrator"

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name=_("account"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    granted_by = models.CharField(_("granted by"), max_length=100)
    granted_by_id = models.BigIntegerField(_("account number of who granted"), null=True, blank=True)
    granted_at = models.DateTimeField(_("granted"), default=clock.now)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.CharField(_("revoked by"), max_length=100, blank=True)
    revoke_reason = models.CharField(_("reason for revoking"), max_length=300, blank=True)

    class Meta:
        ordering = ["user_id", "-id"]
        verbose_name = _("grant")
        indexes = [models.Index(fields=["user", "revoked_at"], name="grants_of_account")]
        constraints = [
            models.CheckConstraint(condition=exactly_one_scope(), name="grant_has_exactly_one_scope"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="grant_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(granted_by_id__isnull=True) | ~Q(granted_by_id=F("user_id")),
                name="nobody_grants_to_themselves",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role__in=sorted(ADMIN_ROLES), revoked_at__isnull=True),
                name="one_administration_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.organisation or self.region_code}"

    def is_valid_on(self, day: Any) -> bool:
        """Whether the grant counts on `day` (both end days included)."""
        return self.revoked_at is None and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class GrantRequest(Scoped):
    """A grant of administration that one administrator asks for and another confirms (两人授权)."""

    unscoped_because = "grants are kept centrally by the administrators"

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("account"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    requested_by = models.CharField(_("asked for by"), max_length=100)
    requested_by_id = models.BigIntegerField(_("account number of who asked"), null=True, blank=True)
    requested_at = models.DateTimeField(_("asked on"), default=clock.now)
    state = models.CharField(_("state"), max_length=20, choices=RequestState.choices, default=RequestState.WAITING)
    decided_by = models.CharField(_("confirmed or declined by"), max_length=100, blank=True)
    decided_by_id = models.BigIntegerField(_("account number of who decided"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("request for a grant of administration")
        constraints = [
            models.CheckConstraint(condition=exactly_one_scope(), name="grant_request_has_exactly_one_scope"),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("user_id")),
                name="nobody_confirms_their_own_grant",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.CONFIRMED) | ~Q(decided_by_id=F("requested_by_id")),
                name="a_grant_of_administration_takes_two",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(state=RequestState.WAITING), name="one_waiting_grant_request_per_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name} · {self.get_role_display()}"


class Invitation(Scoped):
    """An offer of an account with one grant (邀请): a link that works once and not for long."""

    unscoped_because = "invitations are kept centrally by the security administrator"

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    phone = models.CharField(_("mobile number"), max_length=20, blank=True)
    grant_until = models.DateField(_("grant valid to"), null=True, blank=True)
    invited_by = models.CharField(_("invited by"), max_length=100)
    invited_by_id = models.BigIntegerField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    used_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account")
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = _("invitation")
        constraints = [
            models.CheckConstraint(condition=exactly_one_scope(), name="invitation_has_exactly_one_scope"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True), name="used_or_withdrawn_not_both"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_role_display()}"

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.used_at is None and self.withdrawn_at is None and clock.now() < self.expires_at
