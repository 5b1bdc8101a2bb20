"""Reading an assignment for change: inside the actor's jurisdiction, locked until the act is committed."""

from kuangan.duties.models import Assignment
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope

_CARRIED = ("plan", "duty", "owing_mine", "authority", "enterprise", "agency", "mine", "waiting_for")
_BESIDE = (
    "plan__urn", "plan__region_code", "duty__title", "duty__version__plan_id", "duty__version__content_hash",
    "owing_mine__name", "owing_mine__short_name", "owing_mine__enterprise_id", "owing_mine__region_code",
)  # fmt: skip
"""What nearly every act asks of plan, duty and mine. The rest (the whole plan as JSON hangs on its version) is read
when somebody asks for it: a row of eighty columns costs more to fetch than all that an act decides."""


def locked(actor: Actor, assignment: Assignment) -> Assignment:
    """The assignment as it stands now, locked. Raises OutOfScope outside the actor's jurisdiction.

    Only its own row is locked: what the caller had loaded around it (plan, duty, bearer) is carried over where it is
    still the same, and the little that nearly every act asks of the others comes in the same statement.
    """
    own = [field.attname for field in Assignment._meta.concrete_fields]
    rows = Assignment.objects.within(actor.scope).select_for_update(of=("self",))
    rows = rows.select_related("plan", "duty__version", "owing_mine").only(*own, *_BESIDE)
    row = rows.filter(pk=assignment.pk).order_by().first()
    if row is None:
        raise OutOfScope
    for name in _CARRIED:
        known = assignment._state.fields_cache.get(name)
        if known is None or getattr(row, f"{name}_id") != known.pk:
            continue
        if name != "duty" or "version" in known._state.fields_cache:
            setattr(row, name, known)
    return row
