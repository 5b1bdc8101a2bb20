"""The sign-in library's pages: the verb of each, and the ones that this system does not offer."""

BLOCKED = "blocked"
"""Answered with 404: accounts are made by the security administrator, and no mail is sent."""
PUBLIC = "public.sign_in"
SIGNED_IN = "signed_in"

LIBRARY_VERBS: dict[str, str] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_signup": BLOCKED,
    "account_email": BLOCKED,
    "account_email_verification_sent": BLOCKED,
    "account_set_password": BLOCKED,
    "account_reset_password": BLOCKED,
    "account_confirm_login_code": BLOCKED,
    "account_confirm_email": BLOCKED,
    "account_verify_phone": BLOCKED,
    "account_change_phone": BLOCKED,
    "account_confirm_password_reset_code": BLOCKED,
    "account_complete_password_reset": BLOCKED,
    "account_password_reset_completed": BLOCKED,
    "account_reset_password_from_key_done": BLOCKED,
    "account_reset_password_from_key": BLOCKED,
    "account_reset_password_done": BLOCKED,
    "account_signup_by_passkey": BLOCKED,
    "account_request_login_code": BLOCKED,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_trust": BLOCKED,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": BLOCKED,
    "mfa_add_webauthn": BLOCKED,
    "mfa_reauthenticate_webauthn": BLOCKED,
    "mfa_remove_webauthn": BLOCKED,
    "mfa_edit_webauthn": BLOCKED,
    "mfa_login_webauthn": BLOCKED,
    "mfa_signup_webauthn": BLOCKED,
    "usersessions_list": SIGNED_IN,
}
"""Every page name of the library; a name that is missing here is blocked too (a house test wants it listed)."""

LIBRARY_PREFIXES = ("account_", "mfa_", "usersessions_")

_ALWAYS = frozenset({"account_logout", "ui:language", "ui:large"})
FIRST_PASSWORD_PAGES = _ALWAYS | {"account_change_password", "account_reauthenticate"}
"""Where somebody with a temporary password may go."""
FIRST_SECOND_FACTOR_PAGES = _ALWAYS | {
    "account_reauthenticate",
    "account_change_password",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
"""Where an official without a second factor may go."""


def is_blocked(name: str) -> bool:
    """Whether a page of the library is one that we do not offer."""
    return name.startswith(LIBRARY_PREFIXES) and LIBRARY_VERBS.get(name, BLOCKED) == BLOCKED
