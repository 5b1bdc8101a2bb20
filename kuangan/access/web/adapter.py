"""The house's answers to the sign-in library: no sign-up, safe ways back, our own words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from kuangan.access import rules
from kuangan.access.web.addresses import client_address
from kuangan.foundation.kernel.errors import Refused

BY_PROVIDER, SECOND_FACTOR_SHOWN = "access.by_provider", "access.second_factor"
"""Session keys: the account that came in through the identity provider, or that has shown a second factor."""
WRONG_CODE = _("The code is wrong or has expired. Enter the newest one from the app, or a recovery code.")
TOO_MANY = _("Too many attempts. Wait a quarter of an hour and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from the security administrator; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The sign-in name or the password is wrong."),
        "too_many_login_attempts": TOO_MANY,
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": WRONG_CODE,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this site, never another host, whatever the settings allow for other purposes."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Passwords are counted by django-axes, per account and address."""

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing was counted, so nothing is given back."""

    def clean_password(self, password: str, user: Any = None) -> str:
        """The password rules; the temporary or present password is not chosen again."""
        cleaned = super().clean_password(password, user)
        if user is not None and user.pk and user.check_password(cleaned):
            raise ValidationError(_("Choose a password that differs from the present one."))
        return str(cleaned)

    def get_login_stages(self) -> list[str]:
        """The library's steps after the first factor, with our own judgement on the second."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "kuangan.access.web.stages.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def post_login(self, request: HttpRequest, user: Any, **told: Any) -> HttpResponse:
        """Keeps in the session how the person came in: by the provider, and with what it showed."""
        shown = told.get("signal_kwargs") or {}
        if shown.get("way"):
            request.session[BY_PROVIDER] = user.pk
        if shown.get("strong"):
            request.session[SECOND_FACTOR_SHOWN] = user.pk
        return super().post_login(request, user, **told)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our words for the second factor, and its secrets sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "rate_limited": TOO_MANY,
    }

    def encrypt(self, text: str) -> str:
        """Sealed under the first of our keys."""
        return rules.seal(text, settings.KUANGAN_SECOND_FACTOR_KEYS)

    def decrypt(self, encrypted_text: str) -> str:
        """Refused, never an empty secret, when the key is lost: codes of an empty secret could be computed."""
        try:
            return rules.unseal(encrypted_text, settings.KUANGAN_SECOND_FACTOR_KEYS)
        except rules.SealBroken as error:
            raise Refused(
                _(
                    "The second factor of this account cannot be read any more. Tell the system administrator: the "
                    "key of this installation was changed."
                )
            ) from error

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)
