"""Accounts."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.models import Searchable
from kuangan.foundation.kernel.text import compared, search_text
from kuangan.registry.models.people import Person


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
