"""Deciding on submissions (审核): accept, pass on, return, and many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.duties import kinds
from kuangan.duties.actions.locking import locked
from kuangan.duties.models import Assignment, Review, Submission
from kuangan.duties.queries.chain import authority_of_step, review_deadline
from kuangan.duties.queries.evidence import duty_of
from kuangan.duties.queries.form_rules import broken_when_submitted
from kuangan.duties.queries.noticed import noticed
from kuangan.duties.queries.shown import shown_standing
from kuangan.duties.states import ASSIGNMENT_CHART, SUBMISSION_CHART, SubmissionState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.frozen import marks
from kuangan.foundation.integrity.shown import require_shown
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from kuangan.plan.rules.dues import Duty


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reviewer had on the screen: the receipt number, the step, and the code of the rest (shown_standing);
    guards against deciding on another one."""

    receipt: str
    step: int
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of a decision on many: accept with an opinion of its own. `looked`: the reviewer has said that they
    looked at what the system noticed about it."""

    assignment_id: int
    seen: Seen
    opinion: str = ""
    looked: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line: `refused` is empty when it was accepted."""

    assignment_id: int
    refused: str = ""


def _under_review(actor: Actor, assignment: Assignment, seen: Seen) -> tuple[Assignment, Submission]:
    row = locked(actor, assignment)
    submission = row.submissions.select_for_update().filter(number=seen.receipt).first()
    if submission is None:
        raise Refused(_("This submission is no longer there. Reload the page."))
    taken = submission.reviews.filter(step=seen.step).first()
    if taken is not None:
        raise Refused(
            _("%(name)s decided on this at %(time)s: %(decision)s. Nothing of yours was lost; reload to see it.")
            % {
                "name": taken.decided_by,
                "time": f"{taken.decided_at.astimezone(clock.SHANGHAI):%H:%M}",
                "decision": taken.get_decision_display(),
            }
        )
    if submission.state != SubmissionState.SUBMITTED or row.chain_step != seen.step:
        raise Refused(_("This has changed in the meantime. Reload the page and look at its present state."))
    require(actor, "duties.review", row)
    require_shown(seen.shown, shown_standing(row, submission=submission))
    if submission.submitted_by_id is not None and submission.submitted_by_id == actor.user_id:
        raise Forbidden(_("Whoever submitted it cannot decide on it."))
    return row, submission


@transaction.atomic
def accept(actor: Actor, assignment: Assignment, *, seen: Seen, opinion: str = "") -> Assignment:
    """Accept at the present step: pass on to the next authority of the chain, or settle the assignment."""
    row, submission = _under_review(actor, assignment, seen)
    duty = duty_of(row)
    _refuse_against_rules(row, duty, submission)
    last = seen.step + 1 >= len(duty.chain)
    decision = Review.Decision.ACCEPTED if last else Review.Decision.FORWARDED
    made = _decide(actor, row, submission, seen.step, decision, opinion)
    moment = clock.now()
    row.state = ASSIGNMENT_CHART.move(row.state, "accept" if last else "pass_on")
    if last:
        submission.state = SUBMISSION_CHART.move(submission.state, "accept")
        submission.save(update_fields=["state"])
        row.accepted_at, row.waiting_for, row.review_due_at = moment, None, None
    else:
        row.chain_step = seen.step + 1
        row.waiting_for = authority_of_step(row, duty, row.chain_step)
        row.review_due_at = review_deadline(row, duty, row.chain_step, moment)
    row.save()
    record(actor, kinds.ACCEPTED if last else kinds.FORWARDED, row, receipt=submission.number, opinion=opinion,
           step=seen.step, frozen=marks(submission, made))  # fmt: skip
    return row


def _refuse_against_rules(row: Assignment, duty: Duty, submission: Submission) -> None:
    """What the plan demands without exception (一律、必须) is not the reviewer's to waive."""
    if against := broken_when_submitted(row, duty, submission.content):
        words = " ".join(dict.fromkeys(item.sentence for item in against))
        raise Refused(
            _("The plan does not allow this to be accepted as it is: %(rules)s Return it.") % {"rules": words}
        )


@transaction.atomic
def return_(actor: Actor, assignment: Assignment, *, seen: Seen, opinion: str, correct_by: date) -> Assignment:
    """Return for correction, with the reason that the bearer reads and the day until which to correct."""
    row, submission = _under_review(actor, assignment, seen)
    if not opinion.strip():
        raise Refused(_("Say what is to be corrected; the bearer reads it."), "opinion")
    if correct_by < clock.today():
        raise Refused(_("The day for correction lies in the past."), "correct_by")
    made = _decide(actor, row, submission, seen.step, Review.Decision.RETURNED, opinion)
    row.state = ASSIGNMENT_CHART.move(row.state, "return")
    submission.state = SUBMISSION_CHART.move(submission.state, "return")
    submission.save(update_fields=["state"])
    before = row.due_at
    row.due_at = max(filter(None, [row.due_at, clock.end_of_day(correct_by)]))
    row.waiting_for, row.review_due_at, row.chain_step = None, None, 0
    row.save()
    record(actor, kinds.RETURNED, row, receipt=submission.number, opinion=opinion, step=seen.step,
           before={"due_at": before}, after={"due_at": row.due_at}, frozen=marks(submission, made))  # fmt: skip
    return row


def _decide(actor: Actor, row: Assignment, submission: Submission, step: int, decision: str, opinion: str) -> Review:
    if row.waiting_for is None:  # the database refuses it; said here for the reader and the type checker
        raise Refused(_("This has changed in the meantime. Reload the page and look at its present state."))
    return Review.rows.create(
        submission=submission, step=step, authority=row.waiting_for, decision=decision, opinion=opinion.strip(),
        decided_by_id=actor.user_id, decided_by=actor.name,
    )  # fmt: skip


def _refuse_if_noticed(actor: Actor, verdict: Verdict) -> None:
    rows = Assignment.objects.within(actor.scope).select_related("plan", "duty__version")
    row = rows.filter(pk=verdict.assignment_id).first()
    live = row.submissions.filter(number=verdict.seen.receipt, state=SubmissionState.SUBMITTED).first() if row else None
    marks = noticed(actor.scope, row, live).marks if row is not None and live is not None else []
    if marks:
        words = "；".join(mark.words for mark in marks)
        raise Refused(_("Noticed: %(words)s. Open it, or tick that you have looked at it.") % {"words": words})


@transaction.atomic
def accept_many(actor: Actor, verdicts: Iterable[Verdict]) -> list[Outcome]:
    """Accept several submissions, each with an opinion of its own. One that fails stops none of the others; one about
    which the system noticed something is accepted only when the reviewer says that they looked."""
    outcomes = []
    for verdict in verdicts:
        try:
            with transaction.atomic():
                if not verdict.looked:
                    _refuse_if_noticed(actor, verdict)
                accept(actor, Assignment(pk=verdict.assignment_id), seen=verdict.seen, opinion=verdict.opinion)
            outcomes.append(Outcome(verdict.assignment_id))
        except (Refused, Forbidden) as problem:
            outcomes.append(Outcome(verdict.assignment_id, str(problem)))
        except OutOfScope:
            outcomes.append(Outcome(verdict.assignment_id, _("Not found in your jurisdiction.")))
    return outcomes
