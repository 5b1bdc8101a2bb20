"""Units of a mine: entered when they begin, ended with a day; who answers for one may change."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import FIRST_DAY, check_claim
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.text import compared
from kuangan.registry import kinds
from kuangan.registry.actions.rights import lock
from kuangan.registry.models import Mine, MineUnit

_VERB = "registry.engage"


@transaction.atomic
def add_unit(
    actor: Actor, mine: Mine, *, kind: str, name: str, started_on: date, head: str = "", operator: str = "",
    capacity: str = "",
) -> MineUnit:  # fmt: skip
    """Enter a unit of a mine. `kind` is a value of UnitKind; the same name twice at once is refused."""
    mine = lock(actor, _VERB, mine)
    name = compared(name)
    if not name:
        raise Refused(_("Enter the name of the unit."), "name")
    check_claim(started_on, "started_on", since=FIRST_DAY, future=_("A unit is entered when it has begun, not before."))
    if MineUnit.rows.filter(mine=mine, kind=kind, name=name, ended_on__isnull=True).exists():
        raise Refused(_("This mine has a unit of this name already."), "name")
    unit = MineUnit.rows.create(
        mine=mine, kind=kind, name=name, head=head.strip(), operator=operator.strip(), capacity=capacity.strip(),
        started_on=started_on,
    )  # fmt: skip
    record(actor, kinds.UNIT_ADDED, unit, happened_at=clock.start_of_day(started_on), unit_kind=kind, head=unit.head,
           operator=unit.operator)  # fmt: skip
    return unit


@transaction.atomic
def end_unit(actor: Actor, unit: MineUnit, *, on: date, reason: str) -> MineUnit:
    """A unit works no longer: given up, taken down or merged into another, for a reason."""
    unit = lock(actor, _VERB, unit)
    if not reason.strip():
        raise Refused(_("Say why the unit ended."), "reason")
    if unit.ended_on is not None:
        raise Refused(_("This unit has ended already."), "on")
    check_claim(on, "on", since=unit.started_on, future=_("A unit is ended when it has ended, not before."))
    unit.ended_on = on
    unit.save(update_fields=["ended_on"])
    record(actor, kinds.UNIT_ENDED, unit, happened_at=clock.start_of_day(on), reason=reason.strip())
    return unit
