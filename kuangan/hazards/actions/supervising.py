"""The principal who personally supervises a major hazard, and how that changes (plan 五(一)2)."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.frozen import marks
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import lock
from kuangan.hazards.models import FivePoints, Hazard, Supervisor
from kuangan.hazards.queries.gates import latest_five
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.registry.models import Appointment, Person
from kuangan.registry.states import Post


# house: not-atomic — a step of determine
def appoint_supervisor(actor: Actor, row: Hazard) -> None:
    """The principal on record supervises a major hazard from its determination on; who it is stays on the row."""
    held = row.supervisors.filter(until__isnull=True).first()
    if held is None:
        place = Q(mine=row.mine_id) | Q(enterprise=row.mine.enterprise_id)
        post = (
            Appointment.rows.filter(place, post=Post.PRINCIPAL, ended_on__isnull=True)
            .select_related("person").order_by("mine_id").first()
        )  # fmt: skip
        if post is None:
            return
        held = Supervisor.rows.create(hazard=row, person=post.person, name=post.person.name, set_by=actor.name[:100])
    row.supervisor = held.name


@transaction.atomic
def replace_supervisor(
    actor: Actor, hazard: Hazard, *, name: str, reason: str, person: Person | None = None, account_id: int | None = None
) -> Supervisor:
    """Another principal takes over the supervision of a major hazard, with a reason; the five must be signed again."""
    row = lock(actor, "hazards.replace_supervisor", hazard)
    if not row.is_major or not row.is_open:
        raise Refused(_("Only an open major hazard has a supervising principal."))
    if says_nothing(name):
        raise Refused(_("Name the principal who takes over."), "name")
    if says_nothing(reason, 4):
        raise Refused(_("Say why the supervising principal changes."), "reason")
    held = row.supervisors.filter(until__isnull=True).select_for_update().first()
    if held is not None and (held.name, held.reason, held.set_by) == (name.strip(), tidy(reason), actor.name):
        return held
    if held is not None and held.name == name.strip():
        raise Refused(_("%(name)s supervises it already.") % {"name": held.name}, "name")
    if held is not None:
        held.until = clock.now()
        held.save(update_fields=["until"])
    new = Supervisor.rows.create(
        hazard=row, name=name.strip()[:60], person=person, account_id=account_id, reason=tidy(reason), set_by=actor.name
    )
    five = FivePoints.rows.filter(hazard=row, version=_latest_version(row))
    five.update(signed_at=None, signed_by_id=None, signed_by="")
    row.supervisor = new.name
    row.save(update_fields=["supervisor"])
    record(
        actor, kinds.SUPERVISOR_REPLACED, row, before={"supervisor": held.name if held else ""},
        after={"supervisor": new.name}, reason=new.reason, frozen=marks(*five),
    )  # fmt: skip
    return new


def _latest_version(row: Hazard) -> int:
    five = latest_five(row)
    return five.version if five else 0
