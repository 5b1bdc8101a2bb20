"""The course of an assignment through its hands: delivered by the bearer, then each step of the chain."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment, Review, Submission
from kuangan.duties.queries.chain import authorities_of_chain
from kuangan.duties.states import AssignmentState
from kuangan.duties.web.wording import hand, step_title
from kuangan.foundation.ui.rules import day, listed, moment
from kuangan.plan.rules.dues import Duty

DONE, NOW, LATER = "done", "now", ""


@dataclass(slots=True)
class Hop:
    """One hand: what it does, who and until when, and whether it is done, at work or still to come."""

    label: str
    note: str
    state: str = LATER


def course(row: Assignment, duty: Duty, submissions: list[Submission]) -> list[Hop]:
    """The hops of the present round; `submissions` of the assignment, newest first, with their reviews."""
    live = next((item for item in submissions if item.state in ("submitted", "accepted")), None)
    hops = [_delivery(row, live)]
    reviews = {review.step: review for review in live.reviews.all()} if live else {}
    for number, (step, authority) in enumerate(zip(duty.chain, authorities_of_chain(row, duty), strict=True)):
        name = authority.name if authority else _("not on record in the registry")
        hops.append(Hop(step_title(step), *_step(row, number, name, reviews.get(number))))
    return hops


def _delivery(row: Assignment, live: Submission | None) -> Hop:
    label = _("%(hand)s submits") % {"hand": hand(row.bearer_kind)}
    if live is not None:
        return Hop(label, listed(row.bearer, moment(live.submitted_at)), DONE)
    if row.state == AssignmentState.VOIDED:
        return Hop(label, row.bearer)
    until = _("by %(day)s") % {"day": day(row.due_at)} if row.due_at else ""
    return Hop(label, listed(row.bearer, until), NOW)


def _step(row: Assignment, number: int, name: str, review: Review | None) -> tuple[str, str]:
    if review is not None and review.decision != Review.Decision.RETURNED:
        return listed(review.decided_by, moment(review.decided_at)), DONE
    if row.state == AssignmentState.SUBMITTED and number == row.chain_step:
        until = _("by %(day)s") % {"day": day(row.review_due_at)} if row.review_due_at else ""
        return listed(name, until), NOW
    return name, LATER
