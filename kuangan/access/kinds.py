"""The audit vocabulary of accounts, sign-ins and refusals."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.roles import Role
from kuangan.foundation.integrity.kinds import declare, declare_values, declare_words
from kuangan.foundation.notices import kinds as notices

SIGNED_IN = declare("access.signed_in", _("signed in"))
SIGNED_OUT = declare("access.signed_out", _("signed out"))
SIGN_IN_FAILED = declare("access.sign_in_failed", _("failed to sign in"), personal=frozenset({"identity"}))
LOCKED = declare("access.locked", _("was locked out"))
REFUSED = declare("access.refused", _("was refused"))

ACCOUNT_CREATED = declare("access.account_created", _("created an account"))
ACCOUNT_DISABLED = declare("access.account_disabled", _("disabled an account"))
ACCOUNT_ENABLED = declare("access.account_enabled", _("enabled an account"))
PASSWORD_RESET = declare("access.password_reset", _("set a temporary password"))
PASSWORD_CHANGED = declare("access.password_changed", _("changed the password"))
SECOND_FACTOR_ADDED = declare("access.second_factor_added", _("activated the second factor"))
SECOND_FACTOR_REMOVED = declare("access.second_factor_removed", _("removed the second factor"))
RECOVERY_CODES_MADE = declare("access.recovery_codes_made", _("made new recovery codes"))
EMAIL_CHANGED = declare("access.email_changed", _("changed the mail address"))
PREFERENCES_CHANGED = declare("access.preferences_changed", _("changed the display settings"))

GRANTED = declare("access.granted", _("granted a role"))
REVOKED = declare("access.revoked", _("revoked a grant"))
ADMINISTRATION_ASKED = declare("access.administration_asked", _("asked for a grant of administration"))
ADMINISTRATION_DECLINED = declare("access.administration_declined", _("declined a grant of administration"))
INVITED = declare("access.invited", _("invited somebody"), personal=frozenset({"name"}))
INVITATION_ACCEPTED = declare("access.invitation_accepted", _("accepted an invitation"))
INVITATION_WITHDRAWN = declare("access.invitation_withdrawn", _("withdrew an invitation"))
SESSION_ENDED = declare("access.session_ended", _("ended a session"))
SESSIONS_ENDED = declare("access.sessions_ended", _("ended all sessions of an account"))
OTHER_SESSIONS_ENDED = declare("access.other_sessions_ended", _("ended the other sessions of the account"))
SECOND_FACTORS_SEALED = declare("access.second_factors_sealed", _("sealed the stored second factors"))
IDENTITY_NOTED = declare(
    "access.identity_noted", _("noted an identity for an account"), personal=frozenset({"identity"})
)
IDENTITY_WITHDRAWN = declare("access.identity_withdrawn", _("withdrew a noted identity"))
IDENTITY_CONNECTED = declare("access.identity_connected", _("connected an identity to an account"))
IDENTITY_DISCONNECTED = declare("access.identity_disconnected", _("disconnected an identity from an account"))
TOKEN_CREATED = declare("access.token_created", _("created an API token"))
TOKEN_REVOKED = declare("access.token_revoked", _("revoked an API token"))

declare_words(
    reason=_("reason"),
    device=_("browser"),
    page=_("page"),
    method=_("request method"),
    outside=_("outside the jurisdiction"),
    unknown_name=_("unknown sign-in name"),
    role=_("role"),
    organisation=_("organisation"),
    region_code=_("region"),
    valid_from=_("valid from"),
    valid_to=_("valid to"),
    mine_id=_("mine number"),
    authority_id=_("authority number"),
    enterprise_id=_("enterprise number"),
    agency_id=_("agency number"),
    language=_("language"),
    large_type=_("large type"),
    rows=_("rows"),
    filter=_("filter"),
    invitation=_("invitation"),
    ended_address=_("network address"),
    name=_("name"),
    way=_("way of signing in"),
    identity=_("identity at the provider"),
    issuer=_("identity provider"),
    multi_factor=_("second factor shown by the provider"),
    areas=_("areas of the token"),
    expires_at=_("token valid until"),
)

declare_values(
    role=dict(Role.choices),
    way={"noted": _("noted by the administrator"), "own": _("connected by the person")},
)

ADMINISTRATIONS = notices.declare_group("administrations", _("Administrations: asked for, granted, revoked"))
_WHOM = _("%(name)s (account %(account)s). By %(who)s.")
TOLD_GRANTED = notices.declare(
    "access.told_granted", _("An administration was granted"), _WHOM, group=ADMINISTRATIONS, danger=True
)
TOLD_REVOKED = notices.declare(
    "access.told_revoked", _("An administration was revoked"), _WHOM, group=ADMINISTRATIONS, danger=True
)
TOLD_ASKED = notices.declare(
    "access.told_asked", _("A grant of administration was asked for"), _WHOM, group=ADMINISTRATIONS, danger=True
)
TOLD_TO_CONFIRM = notices.declare(
    "access.told_to_confirm", _("A grant of administration waits for you"), _WHOM, group=ADMINISTRATIONS, urgent=True
)
