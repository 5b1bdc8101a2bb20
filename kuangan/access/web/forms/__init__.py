"""Forms of access: the sign-in library's in our words, and those of the administration."""

from kuangan.access.web.forms.administration import (
    AccountForm,
    GrantForm,
    InvitationForm,
    ReasonForm,
)
from kuangan.access.web.forms.own import AcceptForm, PreferencesForm
from kuangan.access.web.forms.signing_in import (
    ActivateForm,
    ChangePasswordForm,
    ReauthenticateForm,
    SecondFactorAgainForm,
    SecondFactorForm,
    SignInForm,
)

__all__ = [
    "AcceptForm",
    "AccountForm",
    "ActivateForm",
    "ChangePasswordForm",
    "GrantForm",
    "InvitationForm",
    "PreferencesForm",
    "ReasonForm",
    "ReauthenticateForm",
    "SecondFactorAgainForm",
    "SecondFactorForm",
    "SignInForm",
]
