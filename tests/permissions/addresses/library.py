"""The sign-in library's pages: a person's own, or not offered at all."""

from tests.permissions.table import ANSWERED, BOTH, GET, Address

_OWN = (
    "account_login", "account_logout", "account_reauthenticate", "account_change_password", "mfa_authenticate",
    "mfa_reauthenticate", "mfa_activate_totp", "mfa_generate_recovery_codes",
    "usersessions_list",
)  # fmt: skip
_SHOWN = ("account_inactive", "mfa_index", "mfa_view_recovery_codes", "mfa_download_recovery_codes")
_NOT_OFFERED = (
    "account_signup", "account_email", "account_email_verification_sent", "account_set_password",
    "account_reset_password", "account_confirm_login_code", "account_reset_password_from_key_done",
    "account_reset_password_done",
)  # fmt: skip
LINES = [
    *(Address(name, methods=BOTH, works=False) for name in _OWN),
    *(Address(name, methods=GET, told=frozenset({200, 302, 404, 405})) for name in _SHOWN),
    Address("mfa_deactivate_totp", methods=BOTH, told=ANSWERED | {404}),  # nothing to deactivate: no second factor yet
    *(Address(name, methods=BOTH) for name in _NOT_OFFERED),
    Address("account_confirm_email", kwargs=lambda side: {"key": "abc"}, methods=BOTH),
    Address("account_reset_password_from_key", kwargs=lambda side: {"uidb36": "1", "key": "set"}, methods=BOTH),
]
