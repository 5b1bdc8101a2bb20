"""Tables of access: accounts, grants and invitations."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.roles import ADMIN_ROLES, Role
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.models import Searchable
from kuangan.foundation.kernel.text import compared, search_text
from kuangan.registry.models import Agency, Authority, Enterprise, Mine
from kuangan.registry.models.people import Person

SCOPE_FIELDS = ("region_code", "authority", "enterprise", "mine", "agency")
"""The five ways to say where a grant holds; each row uses exactly one."""


class Accounts(BaseUserManager["User"]):
    """Finds accounts by their name, whatever the case it was typed in."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account with this sign-in name."""
        return self.get(username=compared(username or ""))

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A saved account. For tests and actions.create_account; leaves no audit record of its own."""
        user = self.model(username=compared(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Searchable, AbstractBaseUser):
    """An account (账号). What its holder may do follows from the grants, never from the account."""

    unscoped_because = "accounts are kept centrally by the security administrator"

    username = models.CharField(_("sign-in name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    phone = models.CharField(_("mobile number"), max_length=20, blank=True)
    email = models.EmailField(_("mail address"), blank=True)  # for notices; nobody signs in with it
    language = models.CharField(
        _("language"), max_length=10, choices=[("zh-hans", "中文"), ("en", "English")], default="zh-hans"
    )
    large_type = models.BooleanField(_("large type"), default=False)
    must_change_password = models.BooleanField(_("must choose a new password"), default=False)
    is_active = models.BooleanField(_("enabled"), default=True)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person in the registry")
    )
    home_region = models.CharField(_("opened in region"), max_length=6, blank=True, editable=False)
    """Prefix of the area in which the account was opened: says whose it is until it holds its first grant."""
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    unread_notices: int | None = None
    """How many notices are unread, where the request has learnt it beside the grants."""
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = Accounts()

    class Meta:
        ordering = ["username"]
        verbose_name = _("account")
        constraints = [models.CheckConstraint(condition=~Q(username=""), name="account_has_a_sign_in_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.username})"

    def searchable(self) -> str:
        """What an account is found by: sign-in name, name, the end of the telephone number."""
        return search_text(self.username, self.name, self.phone[-4:], limit=self.LONGEST)

    @property
    def masked_phone(self) -> str:
        """The mobile number with its middle hidden (138****5678): how it is shown everywhere."""
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) >= 8 else "*" * len(self.phone)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Raising the epoch ends every session of the account at once, whatever stores the sessions.
        value = f"{self.password}|{self.session_epoch}"
        return salted_hmac("kuangan.access.session", value, secret=secret, algorithm="sha256").hexdigest()


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


class ExpectedIdentity(models.Model):
    """The identity at the identity provider by which somebody may sign in (统一身份认证), as an administrator noted it.

    Used up by the first sign-in with it, which binds the provider's own number for the person to the account.
    """

    unscoped_because = "accounts are kept centrally by the security administrator"

    user = models.ForeignKey(User, models.PROTECT, related_name="expected_identities", verbose_name=_("account"))
    value = models.CharField(_("identity"), max_length=150)
    noted_by = models.CharField(_("noted by"), max_length=100)
    noted_by_id = models.BigIntegerField(null=True, blank=True, editable=False)
    noted_at = models.DateTimeField(_("noted"), default=clock.now)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("noted identity")
        constraints = [
            models.CheckConstraint(condition=~Q(value=""), name="expected_identity_is_not_empty"),
            models.UniqueConstraint(
                fields=["value"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_account_per_expected_identity",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_expected_identity_per_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class ApiToken(models.Model):
    """A key with which a programme acts for its owner (接口令牌): never more than the owner may, and only in its areas.

    `region_code` or `mine` narrows the owner's jurisdiction further. Only the hash of the secret is kept.
    """

    unscoped_because = "tokens belong to their owner; security administrators see those of the accounts they reach"

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens", verbose_name=_("account"))
    name = models.CharField(_("name"), max_length=60)
    prefix = models.CharField(_("begins with"), max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    areas = models.JSONField(_("areas"), default=list)
    region_code = models.CharField(_("region"), max_length=6, blank=True)
    mine = models.ForeignKey(Mine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mine"))
    created_at = models.DateTimeField(_("created"), default=clock.real_now)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.CharField(_("revoked by"), max_length=100, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("API token")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_ends_after_start"),
            models.CheckConstraint(
                condition=Q(region_code="") | Q(mine__isnull=True), name="token_is_narrowed_in_one_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_open(self) -> bool:
        """Whether it still opens anything by itself; the account has a word in it too."""
        return self.revoked_at is None and clock.real_now() < self.expires_at
