"""Why an assignment is in the hands of its bearer again, and whether anything was mended since."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment, RedoOrder, Review, Submission
from kuangan.duties.queries.evidence import Dossier
from kuangan.duties.rules.content import frozen_part
from kuangan.duties.states import EDITABLE, AssignmentState, ExtensionState, SubmissionState
from kuangan.foundation.ui.causes import Cause
from kuangan.foundation.ui.rules import listed, moment


# house: unscoped — the assignment was read within a scope
def last_returned(row: Assignment) -> Submission | None:
    """The submission that was returned last in the present round; None where nothing is to be corrected."""
    if row.state != AssignmentState.RETURNED:
        return None
    found = (one for one in row.submissions.all() if one.state == SubmissionState.RETURNED and one.round == row.round)
    return max(found, key=lambda one: one.attempt, default=None)


# house: unscoped — the assignment was read within a scope
def unchanged_since_return(row: Assignment, papers: Dossier) -> bool:
    """Whether what would be submitted is what was returned: the same files, answers, lists and figures."""
    returned = last_returned(row)
    if returned is None:
        return False
    return _plain(frozen_part(returned.content)) == _plain(papers.content)


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    return {key: content.get(key) for key in ("files", "forms", "measured")}


# house: unscoped — the assignment was read within a scope
def causes(row: Assignment, papers: Dossier) -> list[Cause]:
    """Why the bearer has it again: returned, to be redone, signed over something else, overdue. Empty for a new one."""
    if row.state not in EDITABLE:
        return []
    found = [_of_return(row), _of_redo(row), _of_extension(row), *_of_signatures(row, papers), _of_date(row)]
    return [cause for cause in found if cause is not None]


def _of_return(row: Assignment) -> Cause | None:
    returned = last_returned(row)
    reviews = list(returned.reviews.all()) if returned is not None else []
    review = next((one for one in reviews if one.decision == Review.Decision.RETURNED), None)
    if review is None:
        return None
    who = listed(review.authority, review.decided_by)
    mend, url = _("Mend what is named here, then submit again."), "#evidence"
    return Cause(_("Returned for correction"), review.opinion, who, review.decided_at, mend, url, "danger")


def _of_redo(row: Assignment) -> Cause | None:
    if row.round == 1:
        return None
    order: RedoOrder | None = next((one for one in row.redo_orders.all() if one.from_round == row.round - 1), None)
    if order is None:
        return None
    who, words = listed(order.authority or "", order.ordered_by), f"{order.get_trigger_display()}：{order.reason}"
    mend = _("What was delivered is void and stays readable. Do all of it again from scratch.")
    return Cause(_("To be redone from scratch"), words, who, order.ordered_at, mend, "#evidence", "danger")


def _of_extension(row: Assignment) -> Cause | None:
    decided = [one for one in row.extensions.all() if one.state != ExtensionState.PENDING]
    last = max(decided, key=lambda one: one.pk, default=None)
    if last is None or last.state != ExtensionState.REFUSED:
        return None
    mend = _("The present date counts.")
    return Cause(_("More time was refused"), last.opinion, last.decided_by, last.decided_at, mend)


def _of_signatures(row: Assignment, papers: Dossier) -> list[Cause]:
    mend = _("Look at it and sign again.")
    return [
        Cause(finding.words, mend=mend, url=reverse("duties:supply", args=[row.pk, finding.spec.key]))
        for finding in papers.findings
        if finding.signature_broken
    ]


def _of_date(row: Assignment) -> Cause | None:
    if not row.is_overdue():
        return None
    title = _("Overdue since %(moment)s") % {"moment": moment(row.due_at)}
    return Cause(title, mend=_("Deliver it at once. If that cannot be done, ask for more time with the reason."))
