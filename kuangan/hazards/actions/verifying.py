"""Acceptance of a general hazard in one act, and what every decision on an application does (验收)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.frozen import marks
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import check_shown, lock, tell
from kuangan.hazards.actions.rectifying import clear_clocks
from kuangan.hazards.models import Application, Hazard
from kuangan.hazards.policy import is_officer
from kuangan.hazards.queries.gates import in_force
from kuangan.hazards.queries.settings import values
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import APPLICATION_CHART, HAZARD_CHART, ApplicationState, Closer, HazardState


@transaction.atomic
def accept(
    actor: Actor, hazard: Hazard, *, opinion: str, happened_at: datetime | None = None, shown: str | None = None
) -> Hazard:
    """Accept a general hazard and close it out: by the mine's safety officer or the county bureau, as the setting says,
    and never by whoever rectified it. `happened_at` is when it was looked at. The form sent twice is one act."""
    row = lock(actor, "hazards.accept", hazard)
    if row.state == HazardState.CLOSED and _decided(actor, row, ApplicationState.PASSED, opinion):
        return row
    state = HAZARD_CHART.move(row.state, "accept")
    code = check_shown(actor, row, shown)
    _check_closer(actor, row)
    moment = seen_at(row, happened_at)
    if says_nothing(opinion):
        raise Refused(_("Say what you saw."), "opinion")
    if in_force(row):
        raise Refused(_("An evacuation is still in force. Lift it first."))
    made = settle(actor, row, "pass", opinion)
    row.state, row.verified_at, row.closed_at = state, moment, clock.now()
    row.verified_by_id, row.verified_by, row.closed_by = actor.user_id, actor.name[:200], actor.name[:100]
    row.save()
    record(
        actor,
        kinds.ACCEPTED,
        row,
        happened_at=moment,
        opinion=made.opinion,
        round=made.round,
        content_hash=code,
        frozen=marks(row),
    )
    tell(row)
    return row


@transaction.atomic
def refuse(actor: Actor, hazard: Hazard, *, opinion: str, shown: str | None = None) -> Hazard:
    """Do not accept a general hazard as rectified: back to rectification, with what is still to be done."""
    row = lock(actor, "hazards.accept", hazard)
    if row.state == HazardState.RECTIFYING and _decided(actor, row, ApplicationState.REFUSED, opinion):
        return row
    state = HAZARD_CHART.move(row.state, "refuse")
    code = check_shown(actor, row, shown)
    _check_closer(actor, row)
    if says_nothing(opinion, 4):
        raise Refused(_("Say what is still to be done; the mine reads it."), "opinion")
    made = settle(actor, row, "refuse", opinion)
    back_to_rectifying(row, state)
    record(actor, kinds.REFUSED, row, opinion=made.opinion, round=made.round, content_hash=code)
    tell(row)
    return row


@transaction.atomic
def send_back(actor: Actor, hazard: Hazard, *, opinion: str, shown: str | None = None) -> Hazard:
    """The city does not close an accepted hazard: back to rectification, with the reason.

    The application carries the city's decision from then on; what the two saw stays on their check.
    """
    row = lock(actor, "hazards.close", hazard)
    if row.state == HazardState.RECTIFYING and _decided(actor, row, ApplicationState.REFUSED, opinion):
        return row
    state = HAZARD_CHART.move(row.state, "send_back")
    code = check_shown(actor, row, shown)
    if says_nothing(opinion, 4):
        raise Refused(_("Say what is still to be done; the mine and the county read it."), "opinion")
    made = settle(actor, row, "refuse", opinion, of=ApplicationState.PASSED)
    back_to_rectifying(row, state)
    record(actor, kinds.SENT_BACK, row, opinion=made.opinion, round=made.round, content_hash=code)
    tell(row)
    return row


def _check_closer(actor: Actor, row: Hazard) -> None:
    closer = values(row.region_code)["general_closer"]
    if closer == Closer.COUNTY and not is_officer(actor, row):
        raise Refused(_("In this county general hazards are accepted by the county bureau."))


def _decided(actor: Actor, row: Hazard, state: str, opinion: str) -> bool:
    """Whether the last application was decided in just this way by this person: the form was sent twice."""
    last = row.applications.order_by("-round").first()
    return last is not None and (last.state, last.decided_by_id, last.opinion) == (state, actor.user_id, tidy(opinion))


# house: no-actor — a condition of acts that name their actor
# house: not-atomic — only compares
def seen_at(row: Hazard, happened_at: datetime | None) -> datetime:
    """When the result was looked at (now by default). Raises Refused before the rectification and in the future."""
    moment = happened_at or clock.now()
    if row.rectified_at is None or not row.rectified_at <= moment <= clock.now():
        raise Refused(
            _("It is looked at after it was rectified and not in the future; correct the time."), "happened_at"
        )
    return moment


@transaction.atomic
def settle(
    actor: Actor, row: Hazard, verb: str, opinion: str, *, also: str = "", of: str = ApplicationState.PENDING
) -> Application:
    """Decide on the application in state `of` of a locked hazard; `also` names who decides together with the actor."""
    made: Application = row.applications.select_for_update().get(state=of)
    made.state = APPLICATION_CHART.move(made.state, verb)
    made.decided_at, made.opinion = clock.now(), tidy(opinion)
    made.decided_by_id, made.decided_by = actor.user_id, "、".join(filter(None, [also, actor.name]))[:200]
    made.save()
    return made


# house: no-actor — a step of acts that name their actor
# house: not-atomic — belongs to the transaction of the act
def back_to_rectifying(row: Hazard, state: str) -> None:
    """The work goes on: one refusal more, and the clocks of rectification and verification start again."""
    row.state = state
    row.refusals += 1
    clear_clocks(row)
    row.save()
