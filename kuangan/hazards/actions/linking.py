"""Saying that two hazards belong together."""

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import lock
from kuangan.hazards.models import Hazard, HazardLink
from kuangan.hazards.states import LinkKind


@transaction.atomic
def link(actor: Actor, hazard: Hazard, other: Hazard, *, kind: str = LinkKind.RELATED, note: str = "") -> HazardLink:
    """Say how a hazard belongs to another that the actor can see. The same link twice is one."""
    row = lock(actor, "hazards.link", hazard)
    require(actor, "hazards.read", other)
    if kind not in (LinkKind.SAME, LinkKind.RELATED, LinkKind.RECURS):
        raise Refused(_("Choose how they belong together."), "kind")
    if kind == LinkKind.SAME and row.mine_id != other.mine_id:
        raise Refused(_("The same hazard can only be registered twice at the same mine."), "kind")
    return write_link(actor, row, other, kind, note)


# house: not-atomic — a step of link, register and reopen
def write_link(actor: Actor, row: Hazard, other: Hazard, kind: str, note: str) -> HazardLink:
    """Write a link with its record."""
    if row.pk == other.pk:
        raise Refused(_("A hazard is not linked to itself."), "other")
    found, is_new = HazardLink.rows.get_or_create(
        hazard=row, other=other, kind=kind, defaults={"note": note[:300], "by": actor.name[:100]}
    )
    if is_new:
        record(actor, kinds.LINKED, row, other=other.number, link=kind)
    return found
