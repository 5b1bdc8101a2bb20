"""Reading an assignment for change: inside the actor's jurisdiction, locked until the act is committed."""

from kuangan.duties.models import Assignment
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope

_HEAVY = ("duty__version__data", "duty__version__findings")
"""The whole package hangs on the version; package_of() keeps it in memory, so no act reads it again."""
_RELATED = ("plan", "duty__version", "owing_mine", "authority")
"""What nearly every act looks at; the rest is read when an act asks for it, and most joins would be for nothing."""
_HEAVY = ("duty__version__data", "duty__version__findings")
"""The whole plan as JSON: built once per process, so not to be fetched and parsed with every act."""


def locked(actor: Actor, pk: int) -> Assignment:
    """The assignment with everything an act needs, locked. Raises OutOfScope outside the actor's jurisdiction."""
    rows = Assignment.objects.within(actor.scope).select_related(*_RELATED).defer(*_HEAVY)
    row = rows.select_for_update(of=("self",)).filter(pk=pk).order_by().first()
    if row is None:
        raise OutOfScope
    return row
