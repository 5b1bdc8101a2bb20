"""Reading a request for change: inside the actor's jurisdiction, locked until the act is committed."""

from django.db import transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.foundation.kernel.events import announce
from kuangan.governance.models import HelpRequest


@transaction.atomic
def lock(actor: Actor, verb: str, request: HelpRequest) -> HelpRequest:
    """The request as it stands now, locked, with its mine. Raises OutOfScope outside the jurisdiction, else Forbidden
    when the verb is not the actor's."""
    rows = HelpRequest.objects.within(actor.scope).select_for_update(of=("self",)).select_related("mine")
    row = rows.filter(pk=request.pk).order_by().first()
    if row is None:
        raise OutOfScope
    require(actor, verb, row)
    return row


# house: no-actor — says that a committed act touched a request, and writes nothing
# house: not-atomic — belongs to the transaction of the act
def tell(row: HelpRequest) -> None:
    """Announce after commit that help for a mine has changed, so that duties look at it anew."""
    announce("governance.changed", mine_id=row.mine_id)
