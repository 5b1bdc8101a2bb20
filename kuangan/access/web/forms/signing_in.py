"""The sign-in library's forms with the house's controls and words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as LibraryChange
from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as LibraryAgain
from allauth.mfa.base.forms import AuthenticateForm as LibraryCode
from allauth.mfa.base.forms import ReauthenticateForm as LibraryCodeAgain
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel.reading import digits
from kuangan.foundation.kernel.text import compared
from kuangan.foundation.ui.forms import Furnished

PASSWORD_RULES = _("At least 10 characters, not only digits, not like your name, and not a common password.")


def _half_width(value: Any) -> str:
    """A code as it was meant, whatever width its digits were typed in."""
    return digits(str(value or ""))


class _Own(Furnished):
    """Labels and controls of the house; `labels` maps a field to its label, `hints` to its help text."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.help_text = self.hints.get(name, "")
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs.update({"inputmode": "numeric", "autofocus": True})
                field.to_python = _half_width


class SignInForm(_Own, LoginForm):
    """Sign-in name and password."""

    labels = {"login": _("Sign-in name"), "password": _("Password")}

    def clean_login(self) -> str:
        return compared(str(super().clean_login()))


class ChangePasswordForm(_Own, LibraryChange):
    """The present password and the new one, twice."""

    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    hints = {"password1": PASSWORD_RULES}


class ReauthenticateForm(_Own, LibraryAgain):
    """The password once more, before something that matters."""

    labels = {"password": _("Password")}


class SecondFactorForm(_Own, LibraryCode):
    """The code of the app, or a recovery code, while signing in."""

    labels = {"code": _("Code")}


class SecondFactorAgainForm(_Own, LibraryCodeAgain):
    """The code once more, before something that matters."""

    labels = {"code": _("Code")}


class ActivateForm(_Own, ActivateTOTPForm):
    """The first code of a newly set up app."""

    labels = {"code": _("Code shown by the app")}
