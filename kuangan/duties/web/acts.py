"""What can be done with an assignment now, each act with its reason when it is refused."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment, Extension, Submission
from kuangan.duties.policy import acts_for_bearer
from kuangan.duties.queries.evidence import Dossier
from kuangan.duties.states import EDITABLE, AssignmentState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.ui.acts import Act
from kuangan.foundation.ui.menu import holds

DELIVERED = frozenset({AssignmentState.SUBMITTED, AssignmentState.ACCEPTED, AssignmentState.RETURNED})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the acts depend on, read once by the page."""

    row: Assignment
    papers: Dossier
    submissions: list[Submission]
    pending: Extension | None
    waiting_shares: list[str]

    @property
    def live(self) -> Submission | None:
        """The submission under review or accepted."""
        return next((item for item in self.submissions if item.state in ("submitted", "accepted")), None)


def acts(actor: Actor, standing: Standing) -> list[Act]:
    """The acts of the reader's side; the other side's would only be noise."""
    row = standing.row
    if row.state == AssignmentState.VOIDED:
        return []
    found = []
    if acts_for_bearer(actor, row):
        found = [_submit(actor, standing), _withdraw(actor, standing), _extend(actor, standing)]
        if row.state == AssignmentState.ACCEPTED:
            found = []
    elif holds(actor, "duties.order_redo") or holds(actor, "duties.urge"):
        found = [_urge(actor, standing), _decide_extension(actor, standing), _redo(actor, standing)]
    return [act for act in found if act is not None]


def _reason(actor: Actor, verb: str, row: Any, *refusals: tuple[bool, str]) -> str:
    """The first reason that stands in the way: the right, then the state of the matter."""
    decision = may(actor, verb, row)
    if not decision:
        return str(decision.reason)
    return next((words for stands, words in refusals if stands), "")


def _submit(actor: Actor, standing: Standing) -> Act | None:
    row, lacking = standing.row, standing.papers.lacking
    if row.state not in EDITABLE:
        return None
    missing = _("Still missing: %(items)s") % {"items": "、".join(item.spec.label for item in lacking)}
    shares = _("Still to be confirmed by: %(names)s") % {"names": "、".join(standing.waiting_shares)}
    reason = _reason(
        actor, "duties.submit", row, (bool(lacking), missing), (bool(standing.waiting_shares), shares)
    )  # fmt: skip
    return Act("submit", _("Submit"), _("Submit"), reverse("duties:submit", args=[row.pk]), reason)


def _withdraw(actor: Actor, standing: Standing) -> Act | None:
    row, live = standing.row, standing.live
    if row.state != AssignmentState.SUBMITTED or live is None:
        return None
    reviewed = bool(live.reviews.all())
    words = _("Review has begun, so it can no longer be withdrawn. Ask the reviewer to return it.")
    reason = _reason(actor, "duties.withdraw", row, (reviewed, words))
    hint = _("The submission stays readable; correct it and submit again.")
    return Act("withdraw", _("Withdraw"), _("Withdraw"), reverse("duties:withdraw", args=[row.pk]), reason, hint)


def _extend(actor: Actor, standing: Standing) -> Act:
    row = standing.row
    reason = _reason(
        actor, "duties.ask_extension", row,
        (row.due_at is None, _("This has no due date that could be extended.")),
        (row.state not in EDITABLE, _("More time can be asked for only while the duty is still to be delivered.")),
        (standing.pending is not None, _("A request for more time is already waiting for a decision.")),
    )  # fmt: skip
    hint = _("With the reason; the old date stays on record.")
    return Act("extend", _("Ask for more time"), _("Ask"), reverse("duties:extend", args=[row.pk]), reason, hint)


def _urge(actor: Actor, standing: Standing) -> Act:
    row = standing.row
    settled = row.state not in EDITABLE
    words = _("Nothing is outstanding on the bearer's side.")
    reason = _reason(actor, "duties.urge", row, (settled, words))
    hint = _("Goes on record with your words.")
    return Act("urge", _("Urge the bearer"), _("Urge"), reverse("duties:urge", args=[row.pk]), reason, hint)


def _decide_extension(actor: Actor, standing: Standing) -> Act:
    row, pending = standing.row, standing.pending
    if pending is None:
        return Act("decide", _("Grant more time"), _("Decide on it"), "", _("The bearer has not asked for more time."))
    reason = _reason(actor, "duties.decide_extension", pending)
    url = f"{reverse('duties:duty', args=[row.pk])}#extension"
    return Act("decide", _("Grant more time"), _("Decide on it"), url, reason, _("A request is waiting."))


def _redo(actor: Actor, standing: Standing) -> Act:
    row = standing.row
    delivered = row.state in DELIVERED and any(
        item.round == row.round and item.state in DELIVERED for item in standing.submissions
    )
    words = _("Nothing has been delivered in this round that could be thrown out.")
    reason = _reason(actor, "duties.order_redo", row, (not delivered, words))
    hint = _("One of five grounds must be stated; what was delivered stays readable and void.")
    return Act("redo", _("Order a redo from scratch"), _("Order"), reverse("duties:redo", args=[row.pk]), reason, hint)
