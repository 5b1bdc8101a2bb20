"""Stop and evacuate (停产撤人): ordered, counted, lifted."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import check_claim
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import check_shown, lock, tell
from kuangan.hazards.actions.rectifying import SENT_TWICE
from kuangan.hazards.models import Evacuation, Hazard
from kuangan.hazards.policy import is_officer
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import EVACUATION_CHART, EvacuationState, StopExtent


@transaction.atomic
def evacuate(
    actor: Actor,
    hazard: Hazard,
    *,
    area: str,
    extent: str,
    people_inside: int,
    people_out: int = 0,
    ordered_at: datetime | None = None,
    note: str = "",
) -> Evacuation:
    """Order people out of a danger area, now or entered afterwards with the true time.

    `people_inside` is how many were there, `people_out` how many have been counted outside so far.
    """
    row = lock(actor, "hazards.evacuate", hazard)
    if not row.is_open:
        raise Refused(_("The hazard is settled. Register what threatens people now as a new hazard."))
    if says_nothing(area):
        raise Refused(_("Name the danger area."), "area")
    if extent not in StopExtent.values:
        raise Refused(_("Say what was stopped."), "extent")
    moment = ordered_at or clock.now()
    check_claim(
        moment, "ordered_at", since=clock.day_of(row.found_at), future=_("The time of the order lies in the future."),
        early=_("It was ordered after the hazard was found. Correct the time."),
    )  # fmt: skip
    _check_heads(people_inside, people_out)
    given = {"area": tidy(area)[:200], "extent": extent, "people_inside": people_inside, "note": tidy(note)}
    if known := _known(actor, row, given):
        return known
    made = Evacuation.rows.create(
        hazard=row, **given, ordered_at=moment, people_out=people_out,
        completed_at=clock.now() if people_out == people_inside else None, ordered_by_id=actor.user_id,
        ordered_by=actor.name[:100], by_official=is_officer(actor, row),
    )  # fmt: skip
    record(
        actor, kinds.EVACUATED, row, happened_at=moment, area=made.area, people_inside=people_inside,
        people_out=people_out, extent=extent,
    )  # fmt: skip
    tell(row, is_grave=True)
    return made


def _known(actor: Actor, row: Hazard, given: dict[str, Any]) -> Evacuation | None:
    """The same order of the same person within ten minutes: the form was sent twice."""
    since = clock.now() - SENT_TWICE
    return row.evacuations.filter(
        **given, ordered_by_id=actor.user_id, entered_at__gte=since, state=EvacuationState.IN_FORCE
    ).first()


@transaction.atomic
def count_out(actor: Actor, evacuation: Evacuation, *, people_out: int, people_inside: int | None = None) -> Evacuation:
    """Enter how many have been counted outside; the evacuation is complete when nobody is missing."""
    row = lock(actor, "hazards.evacuate", evacuation.hazard)
    made: Evacuation = Evacuation.rows.select_for_update().get(pk=evacuation.pk)
    if made.state != EvacuationState.IN_FORCE:
        raise Refused(_("The evacuation has been lifted."))
    inside = made.people_inside if people_inside is None else people_inside
    _check_heads(inside, people_out)
    if (inside, people_out) == (made.people_inside, made.people_out):
        return made
    before = {"people_inside": made.people_inside, "people_out": made.people_out}
    made.people_inside, made.people_out = inside, people_out
    made.completed_at = clock.now() if people_out == inside else None
    made.save()
    record(actor, kinds.COUNTED_OUT, row, before=before, after={"people_inside": inside, "people_out": people_out})
    tell(row, is_grave=True)
    return made


@transaction.atomic
def lift(actor: Actor, evacuation: Evacuation, *, grounds: str, shown: str | None = None) -> Evacuation:
    """Let people back in, with the grounds: what was measured or seen. What the bureau ordered, the bureau lifts."""
    row = lock(actor, "hazards.read", evacuation.hazard)
    made: Evacuation = Evacuation.rows.select_for_update().get(pk=evacuation.pk)
    made.hazard = row
    require(actor, "hazards.lift", made)
    told = (EvacuationState.LIFTED, actor.name[:100], tidy(grounds))
    if (made.state, made.lifted_by, made.lift_grounds) == told:  # the form was sent twice
        return made
    code = check_shown(actor, row, shown)
    if says_nothing(grounds, 6):
        raise Refused(_("Say what shows that it is safe again."), "grounds")
    if made.people_out != made.people_inside:
        raise Refused(_("Not everybody has been counted outside yet. Count again first."))
    made.state = EVACUATION_CHART.move(made.state, "lift")
    made.lifted_at, made.lifted_by, made.lift_grounds = clock.now(), actor.name[:100], tidy(grounds)
    made.save()
    record(actor, kinds.LIFTED, row, area=made.area, grounds=made.lift_grounds, content_hash=code)
    tell(row, is_grave=True)
    return made


def _check_heads(inside: int, out: int) -> None:
    if inside < 0 or out < 0:
        raise Refused(_("A head-count is a whole number of people."), "people_inside")
    if out > inside:
        raise Refused(
            _("More people were counted outside than were in the area. Correct one of the two."), "people_out"
        )
