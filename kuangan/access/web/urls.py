"""Addresses of access; the sign-in library's own pages have their verbs in library.LIBRARY_VERBS."""

from django.urls import path

from kuangan.access.web import (
    accounts,
    administrations,
    audit,
    audit_exports,
    grants,
    histories,
    invitations,
    own,
    tokens,
    verifying,
)
from kuangan.access.web.identity import pages as identity
from kuangan.access.web.library import LIBRARY_VERBS
from kuangan.access.web.notices import channels, inbox
from kuangan.access.web.notices import settings as notice_settings

__all__ = ["LIBRARY_VERBS", "app_name", "urlpatterns"]

app_name = "access"
urlpatterns = [
    path("me/", own.page, name="me"),
    path("me/preferences/", own.preferences, name="preferences"),
    path("me/devices/<int:pk>/end/", own.end_device, name="end_device"),
    path("me/tokens/", tokens.board, name="tokens"),
    path("me/tokens/new/", tokens.create, name="create_token"),
    path("me/tokens/<int:pk>/revoke/", tokens.revoke_own, name="revoke_own_token"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("identity/start/", identity.start, name="identity_start"),
    path("identity/callback/", identity.callback, name="identity_callback"),
    path("me/identity/", identity.own, name="identity"),
    path("me/identity/connect/", identity.connect, name="connect_identity"),
    path("me/identity/disconnect/", identity.disconnect, name="disconnect_identity"),
    path("invitation/<str:token>/", own.accept, name="accept_invitation"),
    path("notices/", inbox.board, name="inbox"),
    path("notices/read/", inbox.read_all, name="read_all_notices"),
    path("notices/<int:pk>/", inbox.open_notice, name="open_notice"),
    path("notices/settings/", notice_settings.page, name="notice_settings"),
    path("notices/channels/", channels.board, name="channels"),
    path("notices/endpoints/new/", channels.add, name="add_endpoint"),
    path("notices/endpoints/<int:pk>/", channels.endpoint, name="endpoint"),
    path("notices/endpoints/<int:pk>/test/", channels.test, name="test_endpoint"),
    path("notices/endpoints/<int:pk>/switch/", channels.switch, name="switch_endpoint"),
    path("notices/endpoints/<int:pk>/secret/", channels.renew, name="renew_endpoint_secret"),
    path("accounts/<int:pk>/email/", notice_settings.account_email, name="account_email"),
    path("accounts/", accounts.board, name="accounts"),
    path("accounts/new/", accounts.create, name="create_account"),
    path("accounts/<int:pk>/", accounts.page, name="account"),
    path("accounts/<int:pk>/disable/", accounts.disable, name="disable_account"),
    path("accounts/<int:pk>/enable/", accounts.enable, name="enable_account"),
    path("accounts/<int:pk>/password/", accounts.password, name="reset_password"),
    path("accounts/<int:pk>/second-factor/", accounts.second_factor, name="reset_second_factor"),
    path("accounts/<int:pk>/sessions/end/", accounts.end_sessions, name="end_sessions"),
    path("accounts/<int:pk>/identity/", identity.administer, name="administer_identity"),
    path("accounts/<int:pk>/grant/", grants.give, name="grant"),
    path("grants/<int:pk>/revoke/", grants.revoke, name="revoke_grant"),
    path("administrations/", administrations.board, name="administrations"),
    path("administrations/<int:pk>/confirm/", administrations.confirm, name="confirm_administration"),
    path("administrations/<int:pk>/decline/", administrations.decline, name="decline_administration"),
    path("administrations/<int:pk>/take-back/", administrations.take_back, name="take_back_administration"),
    path("invitations/", invitations.board, name="invitations"),
    path("invitations/new/", invitations.create, name="invite"),
    path("invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("audit/", audit.board, name="audit"),
    path("audit/verify/", verifying.verify, name="audit_verify"),
    path("audit/checks/", verifying.checks, name="audit_checks"),
    path("audit/export/", audit_exports.export, name="audit_export"),
    path("audit/<int:pk>/", audit.page, name="audit_event"),
    path("history/<str:label>/<int:pk>/", histories.history, name="history"),
]
