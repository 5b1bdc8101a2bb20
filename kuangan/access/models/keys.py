"""What opens an account beside its password: identities of the provider, and API tokens."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kuangan.access.models.accounts import User
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Mine


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
