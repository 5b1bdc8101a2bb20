"""Reading a hazard for change: inside the actor's jurisdiction, locked until the act is committed."""

from django.db import transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.shown import require_shown
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.foundation.kernel.events import announce
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.record import record
from kuangan.hazards.queries.shown import shown_code
from kuangan.hazards.states import SLOPE_DISASTERS


@transaction.atomic
def lock(actor: Actor, verb: str, hazard: Hazard) -> Hazard:
    """The hazard as it stands now, locked, with its mine. Raises OutOfScope outside the jurisdiction, else Forbidden
    when the verb is not the actor's."""
    rows = Hazard.objects.within(actor.scope).select_for_update(of=("self",)).select_related("mine", "criterion")
    row = rows.filter(pk=hazard.pk).order_by().first()
    if row is None:
        raise OutOfScope
    require(actor, verb, row)
    return row


# house: not-atomic — only compares, within the act that has locked the row
def check_shown(actor: Actor, row: Hazard, shown: str | None) -> str:
    """The code of what a locked hazard shows now, which the act records. Raises Outdated when it is not `shown`, the
    code of what somebody decides or signs upon (None: nobody looked, the system itself acts)."""
    present = shown_code(record(actor.scope, Hazard.rows.select_related("mine").get(pk=row.pk), whole=False))
    require_shown(shown, present)
    return present


# house: no-actor — says that a committed act touched a hazard, and writes nothing
# house: not-atomic — belongs to the transaction of the act
def tell(hazard: Hazard, *, is_grave: bool = False) -> None:
    """Announce after commit that something about the hazard has changed, so that duties look at its mine anew.

    `is_grave` says that duties may hang on it: somebody judged it once, ordered people out over it, or it is a danger
    of a slope.
    """
    announce(
        "hazards.changed", hazard_id=hazard.pk, mine_id=hazard.mine_id,
        is_grave=is_grave or hazard.determined_at is not None or hazard.disaster in SLOPE_DISASTERS,
    )  # fmt: skip
