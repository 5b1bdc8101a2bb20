"""Tables of access: accounts, grants, requests and invitations, identities and tokens."""

from kuangan.access.models.accounts import Accounts, User
from kuangan.access.models.grants import SCOPE_FIELDS, GrantRecord, GrantRequest, Invitation, Scoped, exactly_one_scope
from kuangan.access.models.keys import ApiToken, ExpectedIdentity

__all__ = [
    "SCOPE_FIELDS",
    "Accounts",
    "ApiToken",
    "ExpectedIdentity",
    "GrantRecord",
    "GrantRequest",
    "Invitation",
    "Scoped",
    "User",
    "exactly_one_scope",
]
