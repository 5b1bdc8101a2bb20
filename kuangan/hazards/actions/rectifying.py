"""Progress, more time, and the application for acceptance."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import check_claim
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import check_shown, lock, tell
from kuangan.hazards.models import Application, Extension, Hazard, Progress
from kuangan.hazards.queries.gates import before_applying
from kuangan.hazards.queries.settings import number
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import (
    APPLICATION_CHART,
    EXTENSION_CHART,
    HAZARD_CHART,
    UNRECTIFIED_STATES,
    ApplicationState,
    ExtensionState,
    HazardState,
    ListingState,
)
from kuangan.registry.models import Agency

SENT_TWICE = timedelta(minutes=10)
"""Within this time the same entry of the same person is a form that was sent twice."""


@transaction.atomic
def add_progress(
    actor: Actor,
    hazard: Hazard,
    *,
    text: str,
    happened_at: datetime | None = None,
    percent: int | None = None,
    spent_yuan: Decimal | None = None,
) -> Progress:
    """Say how rectification goes. `spent_yuan` is what was spent since the last entry; entries are never changed.

    The same words of the same person within ten minutes are one entry: the form was sent twice.
    """
    row = lock(actor, "hazards.rectify", hazard)
    if row.state != HazardState.RECTIFYING:
        raise Refused(_("Progress is entered while the hazard is being rectified."))
    if says_nothing(text, 4):
        raise Refused(_("Say what was done."), "text")
    if percent is not None and not 0 <= percent <= 100:
        raise Refused(_("Write a share from 0 to 100."), "percent")
    if spent_yuan is not None and spent_yuan < 0:
        raise Refused(_("What was spent cannot be negative."), "spent_yuan")
    moment = happened_at or clock.now()
    between = _("Choose a day between the finding and today.")
    check_claim(moment, "happened_at", since=row.found_at, early=between, future=between)
    if (
        known := row.progress.filter(
            text=tidy(text), percent=percent, spent_yuan=spent_yuan, by_id=actor.user_id,
            entered_at__gte=clock.now() - SENT_TWICE,
        ).first()
    ):  # fmt: skip
        return known
    entry = Progress.rows.create(
        hazard=row, text=tidy(text), happened_at=moment, percent=percent, spent_yuan=spent_yuan, by_id=actor.user_id,
        by=actor.name[:100],
    )  # fmt: skip
    record(
        actor, kinds.PROGRESSED, row, happened_at=moment, percent=percent,
        spent_yuan=None if spent_yuan is None else str(spent_yuan),
    )  # fmt: skip
    tell(row)
    return entry


@transaction.atomic
def ask_extension(actor: Actor, hazard: Hazard, *, until: date, reason: str, interim_measures: str) -> Extension:
    """Ask for a later deadline, with the reason and what keeps people safe meanwhile. Asking late is visible."""
    row = lock(actor, "hazards.rectify", hazard)
    if row.state not in UNRECTIFIED_STATES or row.deadline_at is None:
        raise Refused(_("More time is asked for while the hazard is being rectified."))
    if says_nothing(reason, 4):
        raise Refused(_("Say why more time is needed; it stays on record."), "reason")
    if says_nothing(interim_measures, 4):
        raise Refused(_("Say how people are kept safe until it is rectified."), "interim_measures")
    proposed = clock.end_of_day(until)
    if proposed <= row.deadline_at or until < clock.today():
        raise Refused(_("Choose a day after the present deadline and not in the past."), "until")
    if waiting := row.extensions.filter(state=ExtensionState.PENDING).first():
        told = (waiting.proposed_deadline_at, waiting.reason, waiting.asked_by_id)
        if told == (proposed, tidy(reason), actor.user_id):  # the form was sent twice
            return waiting
        raise Refused(_("A request for more time is already waiting for a decision."))
    asked = Extension.rows.create(
        hazard=row, reason=tidy(reason), interim_measures=tidy(interim_measures), old_deadline_at=row.deadline_at,
        proposed_deadline_at=proposed, asked_by_id=actor.user_id, asked_by=actor.name[:100],
        asked_late=row.is_overdue(),
    )  # fmt: skip
    record(
        actor, kinds.EXTENSION_ASKED, row, before={"deadline_at": row.deadline_at}, after={"deadline_at": proposed},
        reason=asked.reason, late=asked.asked_late,
    )  # fmt: skip
    tell(row)
    return asked


@transaction.atomic
def decide_extension(
    actor: Actor,
    extension: Extension,
    *,
    grant: bool,
    opinion: str,
    until: date | None = None,
    shown: str | None = None,
) -> Extension:
    """Grant (as asked, or until another day) or refuse more time; a listed hazard's deadline is the city's to move.

    What is granted beyond the deadline of a listed supervision moves that as well; the notice keeps its own. The same
    decision sent twice is one.
    """
    row = lock(actor, "hazards.decide_extension", extension.hazard)
    asked: Extension = Extension.rows.select_for_update().get(pk=extension.pk)
    if asked.state != ExtensionState.PENDING:
        if (asked.decided_by, asked.opinion) == (actor.name[:100], tidy(opinion)):
            return asked
        raise Refused(_("%(name)s has already decided on this request.") % {"name": asked.decided_by})
    code = check_shown(actor, row, shown)
    if asked.asked_by_id is not None and asked.asked_by_id == actor.user_id:
        raise Refused(_("Nobody decides on their own request."))
    if row.state not in UNRECTIFIED_STATES:
        raise Refused(_("The hazard has been reported as rectified meanwhile, so no more time is needed."))
    if says_nothing(opinion):
        raise Refused(_("Give the reason of the decision; the mine reads it."), "opinion")
    asked.state = EXTENSION_CHART.move(asked.state, "grant" if grant else "refuse")
    asked.decided_at, asked.decided_by, asked.opinion = clock.now(), actor.name[:100], tidy(opinion)
    before = row.deadline_at
    if grant:
        _extend(row, asked, until)
    asked.save()
    record(
        actor, kinds.EXTENSION_GRANTED if grant else kinds.EXTENSION_REFUSED, row, opinion=asked.opinion,
        before={"deadline_at": before}, after={"deadline_at": row.deadline_at}, content_hash=code,
    )  # fmt: skip
    tell(row)
    return asked


def _extend(row: Hazard, asked: Extension, until: date | None) -> None:
    """The later deadline, on the request, the hazard and the listed supervision in force."""
    granted = clock.end_of_day(until) if until else asked.proposed_deadline_at
    if granted <= max(asked.old_deadline_at, row.deadline_at or asked.old_deadline_at):
        raise Refused(_("Choose a day after the present deadline."), "until")
    if granted <= clock.now():
        raise Refused(_("This day has passed. Choose one that is still to come."), "until")
    asked.granted_deadline_at = row.deadline_at = granted
    row.save(update_fields=["deadline_at"])
    held = row.listings.select_for_update().filter(state=ListingState.LISTED).first()
    if held is not None and granted > held.due_at:
        held.extended_to = granted
        held.save(update_fields=["extended_to"])


@transaction.atomic
def apply(
    actor: Actor,
    hazard: Hazard,
    *,
    statement: str,
    rectified_at: datetime,
    spent_yuan: Decimal | None = None,
    assessor: Agency | None = None,
    expert: str = "",
    assessment: str = "",
) -> Application:
    """Report a hazard as rectified and ask for acceptance. Refused, with what is missing, without after-evidence.

    `rectified_at` is when the work was done; an agency's or expert's assessment is optional.
    """
    row = lock(actor, "hazards.apply", hazard)
    if known := _applied(actor, row, tidy(statement)):
        return known
    state = HAZARD_CHART.move(row.state, "apply")
    if lacking := before_applying(row):
        raise Refused(" ".join(str(one) for one in lacking), "evidence")
    if says_nothing(statement, 4):
        raise Refused(_("Say what was done to remove the hazard."), "statement")
    between = _("It was rectified between the finding and now; correct the day.")
    check_claim(rectified_at, "rectified_at", since=row.found_at, early=between, future=between)
    if (assessor or expert.strip()) and says_nothing(assessment, 4):
        raise Refused(_("Write what the agency or expert found."), "assessment")
    moment = clock.now()
    made = Application.rows.create(
        hazard=row, round=row.applications.count() + 1, rectified_at=rectified_at, applied_at=moment,
        statement=tidy(statement), spent_yuan=spent_yuan, by_id=actor.user_id, by=actor.name[:100], assessor=assessor,
        expert=expert.strip()[:60], assessment=tidy(assessment),
    )  # fmt: skip
    days = number(row.region_code, "verify_days")
    row.state, row.rectified_at, row.applied_at = state, rectified_at, moment
    row.rectified_by_id, row.rectified_by = actor.user_id, actor.name[:100]
    row.verify_due_at = clock.end_of_day(clock.day_of(moment) + timedelta(days=days))
    row.save()
    record(
        actor, kinds.APPLIED, row, happened_at=rectified_at, round=made.round,
        spent_yuan=None if spent_yuan is None else str(spent_yuan),
    )  # fmt: skip
    tell(row)
    return made


def _applied(actor: Actor, row: Hazard, statement: str) -> Application | None:
    """The application that waits already when it is this very one by the same person: the form was sent twice."""
    if row.state != HazardState.APPLIED or row.rectified_by_id != actor.user_id:
        return None
    return row.applications.filter(state=ApplicationState.PENDING, statement=statement, by_id=actor.user_id).first()


@transaction.atomic
def take_back(actor: Actor, hazard: Hazard) -> Hazard:
    """Take an application back before anybody has begun to check it. Taken back already: nothing more happens."""
    row = lock(actor, "hazards.apply", hazard)
    last = row.applications.order_by("-round").first()
    if row.state == HazardState.RECTIFYING and last is not None and last.state == ApplicationState.TAKEN_BACK:
        return row
    state = HAZARD_CHART.move(row.state, "take_back")
    made = row.applications.select_for_update().get(state=ApplicationState.PENDING)
    if made.checks.filter(state="open").exists():
        raise Refused(_("It is being checked on site already."))
    made.state = APPLICATION_CHART.move(made.state, "take_back")
    made.save(update_fields=["state"])
    row.state = state
    clear_clocks(row)
    row.save()
    record(actor, kinds.TAKEN_BACK, row, round=made.round)
    tell(row)
    return row


# house: no-actor — a step of acts that name their actor
# house: not-atomic — changes the row in memory only
def clear_clocks(row: Hazard) -> None:
    """The hazard is not rectified after all: its clocks start again; the application keeps what was reported."""
    row.rectified_at = row.applied_at = row.verify_due_at = row.verified_at = row.passed_check = None
    row.rectified_by_id = row.verified_by_id = None
    row.rectified_by = row.verified_by = ""
