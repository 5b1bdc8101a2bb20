"""Reading an assignment for change: inside the actor's jurisdiction, locked until the act is committed."""

from kuangan.duties.models import Assignment
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope

_RELATED = ("plan", "duty__version", "owing_mine", "authority", "enterprise", "agency", "waiting_for", "mine")


def locked(actor: Actor, pk: int) -> Assignment:
    """The assignment with everything an act needs, locked. Raises OutOfScope outside the actor's jurisdiction."""
    row = (
        Assignment.objects.within(actor.scope).select_related(*_RELATED).select_for_update(of=("self",)).filter(pk=pk)
    ).first()
    if row is None:
        raise OutOfScope
    return row
