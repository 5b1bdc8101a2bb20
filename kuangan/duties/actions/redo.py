"""Redo orders (推倒重来): an act of the authority above."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.duties import kinds
from kuangan.duties.actions.locking import locked
from kuangan.duties.models import Assignment, RedoOrder
from kuangan.duties.queries.shown import shown_standing
from kuangan.duties.states import ASSIGNMENT_CHART, SUBMISSION_CHART, RedoTrigger, SubmissionState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.frozen import marks
from kuangan.foundation.integrity.shown import require_shown
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.registry.models import Authority

_STANDING = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED, SubmissionState.RETURNED)


@transaction.atomic
def order_redo(
    actor: Actor,
    assignment: Assignment,
    *,
    trigger: str,
    reason: str,
    new_due: date,
    authority: Authority | None = None,
    shown: str | None = None,
) -> RedoOrder:
    """Throw out what was delivered and have it done again from scratch (六(四)).

    `trigger` is one of the plan's five grounds; `reason` states the facts. The old round stays readable and void; a
    new round starts with a clock of its own. `shown`: what was on the screen (shown_standing).
    """
    row = locked(actor, assignment)
    require(actor, "duties.order_redo", row)
    require_shown(shown, shown_standing(row))
    if trigger not in RedoTrigger.values:
        raise Refused(_("Choose one of the five grounds of the plan."), "trigger")
    if len(reason.strip()) < 5:
        raise Refused(_("State the facts that show it; the bearer reads them."), "reason")
    if new_due < clock.today():
        raise Refused(_("The new due date lies in the past."), "new_due")
    submission = row.submissions.select_for_update().filter(round=row.round, state__in=_STANDING).first()
    if submission is None:
        raise Refused(_("Nothing has been delivered in this round that could be thrown out."))
    state = ASSIGNMENT_CHART.move(row.state, "redo")
    submission.state = SUBMISSION_CHART.move(submission.state, "void")
    submission.save(update_fields=["state"])
    order = RedoOrder.rows.create(
        assignment=row, voided=submission, from_round=row.round, trigger=trigger, reason=reason.strip(),
        authority=authority, ordered_by=actor.name, old_due_at=row.due_at, new_due_at=clock.end_of_day(new_due),
    )  # fmt: skip
    row.state, row.round, row.chain_step = state, row.round + 1, 0
    row.waiting_for, row.review_due_at, row.accepted_at, row.submitted_at = None, None, None, None
    row.due_at = order.new_due_at
    row.save()
    row.co_bearers.update(confirmed_at=None, confirmed_by="")
    record(actor, kinds.REDO_ORDERED, row, trigger=trigger, reason=reason, voided=submission.number,
           before={"due_at": order.old_due_at, "round": order.from_round},
           after={"due_at": row.due_at, "round": row.round}, frozen=marks(submission))  # fmt: skip
    announce("duties.delivered", assignment_id=row.pk)
    return order
