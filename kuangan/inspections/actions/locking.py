"""Reading a check for change: inside the actor's jurisdiction, locked until the act is committed."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.foundation.kernel.events import announce
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.rules.sealing import part_code
from kuangan.inspections.states import CheckState


@transaction.atomic
def lock(actor: Actor, verb: str, check: MonthlyCheck) -> MonthlyCheck:
    """The check as it stands now, locked, with its mine. Raises OutOfScope outside the jurisdiction, else Forbidden
    when the verb is not the actor's."""
    rows = MonthlyCheck.objects.within(actor.scope).select_for_update(of=("self",)).select_related("mine", "replaces")
    row = rows.filter(pk=check.pk).order_by().first()
    if row is None:
        raise OutOfScope
    require(actor, verb, row)
    return row


@transaction.atomic
def draft(actor: Actor, check: MonthlyCheck) -> MonthlyCheck:
    """The check locked for filling in. Raises Refused once it is signed or withdrawn."""
    row = lock(actor, "inspections.check", check)
    if row.state == CheckState.SIGNED:
        raise Refused(
            _("The principal has signed this check; it is never changed. Start a correction that replaces it.")
        )
    if row.state == CheckState.WITHDRAWN:
        raise Refused(_("This check was withdrawn; nothing is changed in it any more."))
    return row


# house: no-actor — compares two codes
# house: not-atomic — writes nothing
def check_seen(seen: str, now: Any, told: Any) -> bool:
    """Whether there is anything to write: False when the very same was saved already (a form sent twice).

    Raises Refused when somebody saved something else since the form was opened. `seen` is the code of the part as it
    stood then, "" where the caller did not look.
    """
    if part_code(now) == part_code(told):
        return False
    if seen and seen != part_code(now):
        raise Refused(
            _("This part was saved from another page meanwhile. Compare with what stands there now, then save again.")
        )
    return True


# house: no-actor — says that a committed act touched a check, and writes nothing
# house: not-atomic — belongs to the transaction of the act
def tell(check: MonthlyCheck) -> None:
    """Announce after commit that a check was signed or withdrawn, so that duties look at its mine anew."""
    announce("inspections.changed", check_id=check.pk, mine_id=check.mine_id)
