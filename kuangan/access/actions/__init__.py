"""Writes of access: accounts, grants, invitations, sessions and what signing in leaves behind."""

from kuangan.access.actions.accounts import (
    create_account,
    disable_account,
    enable_account,
    note_password_changed,
    reset_password,
    reset_second_factor,
    set_preferences,
)
from kuangan.access.actions.grants import Place, grant, revoke_grant
from kuangan.access.actions.invitations import accept_invitation, invite, withdraw_invitation
from kuangan.access.actions.sessions import end_own_session, end_sessions

__all__ = [
    "Place",
    "accept_invitation",
    "create_account",
    "disable_account",
    "enable_account",
    "end_own_session",
    "end_sessions",
    "grant",
    "invite",
    "note_password_changed",
    "reset_password",
    "reset_second_factor",
    "revoke_grant",
    "set_preferences",
    "withdraw_invitation",
]
