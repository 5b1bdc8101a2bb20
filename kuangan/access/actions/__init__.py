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
from kuangan.access.actions.administrations import (
    ask_for_administration,
    confirm_administration,
    decline_administration,
    take_back_administration,
)
from kuangan.access.actions.grants import Place, grant, revoke_grant
from kuangan.access.actions.identities import (
    connect_identity,
    disconnect_identity,
    note_identity,
    use_noted_identity,
    withdraw_identity,
)
from kuangan.access.actions.invitations import accept_invitation, invite, withdraw_invitation
from kuangan.access.actions.second_factors import seal_second_factors
from kuangan.access.actions.sessions import end_other_sessions, end_own_session, end_sessions
from kuangan.access.actions.tokens import create_token, note_use, revoke_token

__all__ = [
    "Place",
    "accept_invitation",
    "ask_for_administration",
    "confirm_administration",
    "connect_identity",
    "create_account",
    "create_token",
    "decline_administration",
    "disable_account",
    "disconnect_identity",
    "enable_account",
    "end_other_sessions",
    "end_own_session",
    "end_sessions",
    "grant",
    "invite",
    "note_identity",
    "note_password_changed",
    "note_use",
    "reset_password",
    "reset_second_factor",
    "revoke_grant",
    "revoke_token",
    "seal_second_factors",
    "set_preferences",
    "take_back_administration",
    "use_noted_identity",
    "withdraw_identity",
    "withdraw_invitation",
]
