"""What the administrators are told at once: grants of administration, and what was found to differ from the trail."""

from django.urls import reverse

from kuangan.access import kinds
from kuangan.access.models import GrantRecord, GrantRequest
from kuangan.access.queries.addressing import holders_of
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.notices.actions import Happening, tell
from kuangan.foundation.notices.kinds import Kind


# house: no-actor — tells of an act that names its actor
# house: not-atomic — belongs to the transaction of the act
def tell_auditors(kind: Kind, row: GrantRecord | GrantRequest, key: str, actor: Actor) -> None:
    """Tell every audit administrator of a grant of administration, in the same transaction."""
    _tell(kind, row, key, actor, Role.AUDIT_ADMIN, "access:audit")


# house: no-actor — tells of an act that names its actor
# house: not-atomic — belongs to the transaction of the act
def tell_confirmers(row: GrantRequest, actor: Actor) -> None:
    """Tell the system administrators that a grant of administration waits for one of them."""
    _tell(kinds.TOLD_TO_CONFIRM, row, f"access.to_confirm:{row.pk}", actor, Role.SYSTEM_ADMIN, "access:administrations")


def _tell(kind: Kind, row: GrantRecord | GrantRequest, key: str, actor: Actor, role: Role, page: str) -> None:
    told = {"who": actor.name, "name": row.user.name, "account": row.user.username, "role": str(row.role)}
    system = Actor.system("access")
    tell(system, [Happening(kind, key, holders_of(system, role), told, reverse(page))])
