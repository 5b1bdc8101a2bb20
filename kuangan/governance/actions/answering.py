"""The county's answer: a helper, with every conflict of interest answered for, or a reason why not."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.governance import kinds
from kuangan.governance.actions.locking import lock, tell
from kuangan.governance.models import Helper, HelpRequest
from kuangan.governance.queries.conflicts import conflicts_of
from kuangan.governance.states import HELP_CHART, Conflict, HelpForm, HelpState
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.registry.models import Agency


@dataclass(frozen=True)
class Helping:
    """Who is to help, and how. `has_evaluated` states that the agency has worked for the mine, as far as is known;
    `conflict_answer` is why it is right all the same; `reason` why an earlier helper is replaced."""

    form: str
    task: str
    name: str = ""
    post: str = ""
    agency: Agency | None = None
    has_evaluated: bool = False
    conflict_answer: str = ""
    reason: str = ""


@transaction.atomic
def assign(actor: Actor, request: HelpRequest, helping: Helping) -> Helper:
    """Assign a helper, or another one while help goes on: one-to-one guidance by a named person (row 99) or a
    consultation by an agency (row 100).

    A conflict of interest is Refused under `conflict_answer` until somebody has written why it is right all the same;
    conflict and answer stay on record.
    """
    row = lock(actor, "governance.answer", request)
    replaces = row.state != HelpState.REQUESTED
    state = HELP_CHART.move(row.state, "replace" if replaces else "accept")
    if replaces and not helping.reason.strip():
        raise Refused(
            _("%(name)s has been assigned already. Look at the request before you go on.") % {"name": row.helper}
        )
    if replaces and says_nothing(helping.reason, 4):
        raise Refused(_("Say why the helper changes."), "reason")
    _check(helping)
    found = conflicts_of(row, helping.agency, helping.name, has_evaluated=helping.has_evaluated)
    if found and says_nothing(helping.conflict_answer, 6):
        raise Refused(warning(found), "conflict_answer")
    if replaces:
        held = row.helpers.select_for_update().get(ended_at__isnull=True)
        held.ended_at, held.end_reason = clock.now(), tidy(helping.reason)
        held.save(update_fields=["ended_at", "end_reason"])
    made = Helper(
        request=row, form=helping.form, name=tidy(helping.name)[:60], post=tidy(helping.post)[:100],
        account_id=actor.user_id if helping.name.strip() == actor.name else None, agency=helping.agency,
        task=tidy(helping.task), has_evaluated=helping.has_evaluated, conflicts=[str(one) for one in found],
        has_conflict=bool(found), conflict_answer=tidy(helping.conflict_answer) if found else "",
        by_id=actor.user_id, by=actor.name[:100],
    )  # fmt: skip
    made.save()
    row.state, row.helper, row.agency = state, made.shown[:200], made.agency
    if not replaces:
        row.answered_at, row.answered_by, row.answer = clock.now(), actor.name[:100], made.task
    row.save(update_fields=["state", "helper", "agency", "answered_at", "answered_by", "answer"])
    record(
        actor, kinds.REPLACED if replaces else kinds.ASSIGNED, row, helper=made.shown, reason=tidy(helping.reason),
        conflicts="；".join(made.conflict_words), conflict_answer=made.conflict_answer,
    )  # fmt: skip
    tell(row)
    return made


# house: no-actor — only words
# house: not-atomic — only words
def warning(found: list[Conflict]) -> str:
    """What stands against a helper, and what is asked for, in one sentence."""
    words = pgettext("between facts", "; ").join(str(one.label) for one in found)
    return _(
        "Conflict of interest: the helper %(words)s. Choose another one, or write why it is right all the same."
    ) % {"words": words}


def _check(helping: Helping) -> None:
    if helping.form not in HelpForm.values:
        raise Refused(_("Say how help is given."), "form")
    if helping.form == HelpForm.ONE_TO_ONE and says_nothing(helping.name):
        raise Refused(_("Name the officer or expert who helps."), "name")
    if helping.form == HelpForm.CONSULTATION and helping.agency is None:
        raise Refused(_("Choose the agency that is consulted."), "agency")
    if says_nothing(helping.task, 4):
        raise Refused(_("Write what is to be done for the mine."), "task")


@transaction.atomic
def decline(actor: Actor, request: HelpRequest, *, reason: str) -> HelpRequest:
    """Decline a request with a reason that the mine can act on; it can ask again."""
    row = lock(actor, "governance.answer", request)
    state = HELP_CHART.move(row.state, "decline")
    if says_nothing(reason, 6):
        raise Refused(_("Say why, and what the mine can do instead; the mine reads it."), "reason")
    row.state, row.answered_at, row.answered_by = state, clock.now(), actor.name[:100]
    row.answer = tidy(reason)
    row.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    record(actor, kinds.DECLINED, row, reason=row.answer)
    tell(row)
    return row
