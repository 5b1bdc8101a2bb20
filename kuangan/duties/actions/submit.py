"""Submitting and withdrawing (报送、撤回)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.duties import kinds
from kuangan.duties.actions.locking import locked
from kuangan.duties.models import Assignment, Submission
from kuangan.duties.queries.chain import authority_of_step, review_deadline
from kuangan.duties.queries.evidence import Dossier, dossier
from kuangan.duties.queries.returned import unchanged_since_return
from kuangan.duties.queries.shown import shown_standing
from kuangan.duties.rules.numbering import receipt_number
from kuangan.duties.states import ASSIGNMENT_CHART, SUBMISSION_CHART, SubmissionState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.frozen import marks
from kuangan.foundation.integrity.shown import require_shown
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce


@transaction.atomic
def submit(
    actor: Actor, assignment: Assignment, *, note: str = "", unchanged_because: str = "", shown: str | None = None,
    signed_by: str = "",
) -> Submission:  # fmt: skip
    """Deliver an assignment: freeze its content, give a receipt number, hand it to the first step of the chain.

    A duty without a chain is settled by delivery itself. Refused while anything is missing, with the list of it, and
    where nothing was changed since it was returned, unless `unchanged_because` says why. `shown`: what was on the
    screen (shown_standing). `signed_by` names whose signature delivers it where the system only passes it on.
    """
    row = locked(actor, assignment)
    require(actor, "duties.submit", row)
    papers = dossier(row)
    verb = "submit" if papers.duty.chain else "submit_final"
    state = ASSIGNMENT_CHART.move(row.state, verb)
    require_shown(shown, shown_standing(row, papers))
    _refuse_if_lacking(row, papers)
    note = _with_reason(row, papers, note, unchanged_because.strip())
    moment = clock.now()
    attempt = row.submissions.filter(round=row.round).count() + 1
    submission = Submission.rows.create(
        assignment=row, round=row.round, attempt=attempt,
        number=receipt_number(row.region_code, clock.day_of(moment), row.pk, row.round, attempt),
        state=SubmissionState.SUBMITTED if papers.duty.chain else SubmissionState.ACCEPTED,
        content={**papers.content, "signatures": _signatures(papers)}, content_hash=papers.content_hash,
        note=note[:500], submitted_at=moment, submitted_by_id=actor.user_id,
        submitted_by=(signed_by or actor.name)[:100],
        was_late=row.due_at is not None and moment > row.due_at,
    )  # fmt: skip
    row.state, row.submitted_at, row.chain_step = state, moment, 0
    if papers.duty.chain:
        row.waiting_for = authority_of_step(row, papers.duty, 0)
        row.review_due_at = review_deadline(row, papers.duty, 0, moment)
    else:
        row.accepted_at = moment
    row.save(update_fields=["state", "submitted_at", "chain_step", "waiting_for", "review_due_at", "accepted_at"])
    record(actor, kinds.SUBMITTED, row, receipt=submission.number, content_hash=submission.content_hash,
           round=row.round, late=submission.was_late, words=signed_by, frozen=marks(submission))  # fmt: skip
    announce("duties.delivered", assignment_id=row.pk)
    return submission


def _with_reason(row: Assignment, papers: Dossier, note: str, reason: str) -> str:
    """The remark to the reviewer; what comes back exactly as it was returned says why."""
    if not unchanged_since_return(row, papers):
        return note
    if not reason:
        raise Refused(
            _("Nothing has changed since it was returned. Mend what was asked, or say why you submit it unchanged."),
            "unchanged_because",
        )
    return "；".join(filter(None, [_("Submitted unchanged: %(reason)s") % {"reason": reason}, note.strip()]))


def _refuse_if_lacking(row: Assignment, papers: Dossier) -> None:
    if papers.lacking:
        words = "；".join(f"{finding.spec.label}（{finding.words}）" for finding in papers.lacking)
        raise Refused(_("Not yet complete: %(missing)s") % {"missing": words})
    if papers.duty.bearing == "alone":
        return
    waiting = list(row.co_bearers.filter(confirmed_at__isnull=True).values_list("name", flat=True))
    if waiting:
        raise Refused(_("Still to be confirmed by: %(names)s") % {"names": "、".join(waiting)})


def _signatures(papers: Dossier) -> list[dict[str, object]]:
    return [
        {
            "for": finding.spec.key, "by": finding.signature.signed_by, "as": finding.signature.signed_as,
            "at": _iso(finding.signature.signed_at), "text": finding.signature.text,
            "content_hash": finding.signature.content_hash,
        }
        for finding in papers.findings
        if finding.signature is not None
    ]  # fmt: skip


def _iso(moment: datetime) -> str:
    return moment.astimezone(clock.SHANGHAI).isoformat(timespec="seconds")


@transaction.atomic
def withdraw(actor: Actor, assignment: Assignment, *, reason: str) -> Assignment:
    """Take a submission back before anybody has decided on it; what was submitted stays readable."""
    row = locked(actor, assignment)
    require(actor, "duties.withdraw", row)
    state = ASSIGNMENT_CHART.move(row.state, "withdraw")
    submission = row.submissions.select_for_update().get(state=SubmissionState.SUBMITTED)
    if submission.reviews.exists():
        raise Refused(_("Review has begun, so it can no longer be withdrawn. Ask the reviewer to return it."))
    submission.state = SUBMISSION_CHART.move(submission.state, "withdraw")
    submission.save(update_fields=["state"])
    row.state, row.waiting_for, row.review_due_at, row.submitted_at = state, None, None, None
    row.save()
    record(actor, kinds.WITHDRAWN, row, receipt=submission.number, reason=reason, frozen=marks(submission))
    announce("duties.delivered", assignment_id=row.pk)
    return row
