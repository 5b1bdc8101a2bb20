"""Reading an assignment for change: inside the actor's jurisdiction, locked until the act is committed."""

from kuangan.duties.models import Assignment
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.plan.models import Duty

_HEAVY = ("version__data", "version__findings")
"""The whole plan as JSON: built once per process, so not to be fetched and parsed with every act."""
_CARRIED = ("plan", "duty", "owing_mine", "authority", "enterprise", "agency", "mine", "waiting_for")


def locked(actor: Actor, assignment: Assignment) -> Assignment:
    """The assignment as it stands now, locked. Raises OutOfScope outside the actor's jurisdiction.

    Only its own row is read: what the caller had loaded around it (plan, duty, bearer) is carried over where it is
    still the same, and anything else is read when the act asks for it.
    """
    rows = Assignment.objects.within(actor.scope).select_for_update(of=("self",))
    row = rows.filter(pk=assignment.pk).order_by().first()
    if row is None:
        raise OutOfScope
    for name in _CARRIED:
        known = assignment._state.fields_cache.get(name)
        if known is not None and getattr(row, f"{name}_id") == known.pk:
            setattr(row, name, known)
    carried = row._state.fields_cache.get("duty")
    if carried is None or "version" not in carried._state.fields_cache:
        row.duty = Duty.objects.select_related("version").defer(*_HEAVY).get(pk=row.duty_id)
    return row
