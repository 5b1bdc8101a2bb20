"""What can be done with a request now, each act with its reason when it is refused."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.ui.acts import Act
from kuangan.governance.queries import HelpRecord
from kuangan.governance.states import HELPING_STATES, HelpForm, HelpState, MineView


def acts(actor: Actor, held: HelpRecord) -> list[Act]:
    """The acts of the reader's side, the next ones first; the other side's would only be noise."""
    found = [*_answering(actor, held), *_helping(actor, held), *_closing(actor, held), *_leaving(actor, held)]
    ready = [one for one in found if one.is_next and one.allowed]
    return [*ready, *(one for one in found if one.is_next and not one.allowed), *(x for x in found if not x.is_next)]


def main_act(offered: list[Act]) -> Act | None:
    """The one filled button: the first act that is open to the reader."""
    return next((one for one in offered if one.is_next and one.allowed), None)


def refusal(actor: Actor, held: HelpRecord, key: str) -> str:
    """Why an act cannot be done now, "" when it can."""
    settled = _("This has changed in the meantime. Reload the page and look at its present state.")
    return next((one.reason for one in acts(actor, held) if one.key == key), settled)


def _act(
    actor: Actor, held: HelpRecord, key: str, label: Any, verb: Any, right: str, *refusals: Any, hint: Any = "",
    is_next: bool = True,
) -> list[Act]:  # fmt: skip
    """The act as a list of one; empty when the reader's roles lack the right. `refusals` are sentences or ""."""
    decision = may(actor, right, held.row)
    if decision.is_noise:
        return []
    reason = "" if decision else str(decision.reason)
    reason = reason or next((str(words) for words in refusals if words), "")
    return [Act(key, label, verb, reverse(f"governance:{key}", args=[held.row.pk]), reason, hint, is_next)]


def _answering(actor: Actor, held: HelpRecord) -> list[Act]:
    row = held.row
    if row.state == HelpState.REQUESTED:
        hint = _("One-to-one guidance, or a consultation by an agency.")
        found = _act(actor, held, "assign", _("Assign a helper"), _("Assign"), "governance.answer", hint=hint)
        hint = _("With the reason, and what the mine can do instead.")
        return found + _act(
            actor, held, "decline", _("Decline the request"), _("Decline"), "governance.answer", hint=hint
        )
    if row.state in HELPING_STATES:
        hint = _("With the reason; who helped before stays on record.")
        return _act(
            actor,
            held,
            "assign",
            _("Assign another helper"),
            pgettext("verb in a row", "Replace"),
            "governance.answer",
            hint=hint,
            is_next=False,
        )
    return []


def _helping(actor: Actor, held: HelpRecord) -> list[Act]:
    row, right = held.row, "governance.record_help"
    if row.state not in HELPING_STATES:
        return []
    waits = row.state == HelpState.ACCEPTED
    found = _act(
        actor, held, "visit", _("Enter a help visit"), pgettext("verb in a row", "Enter"), right, is_next=waits
    )
    guided = held.helper is not None and held.helper.form == HelpForm.ONE_TO_ONE
    lacking = _("Enter the visits first; the report rests on them.") if guided and not held.visits else ""
    if not waits:
        label, hint = _("File a later report"), _("It replaces the report; both stay readable.")
    elif guided:
        label, hint = _("File the report on the guidance"), _("Summary, and measures with who and until when.")
    else:
        label, hint = _("File the report of the consultation"), _("The report as a file, summary, measures.")
    return found + _act(
        actor, held, "report", label, pgettext("verb in a row", "File"), right, lacking, hint=hint, is_next=waits
    )


def _closing(actor: Actor, held: HelpRecord) -> list[Act]:
    row = held.row
    if row.state in HELPING_STATES:
        lacking = "" if row.state == HelpState.HELPED else _("The report on the help is not filed yet.")
        return _act(actor, held, "close", _("Close with the result"), _("Close"), "governance.close", lacking)
    if row.state == HelpState.CLOSED and not row.mine_view:
        hint = _("Say whether the result is as the bureau wrote it.")
        return _act(
            actor,
            held,
            "respond",
            _("Confirm or object"),
            pgettext("verb in a row", "Answer"),
            "governance.respond",
            hint=hint,
        )
    return []


def _leaving(actor: Actor, held: HelpRecord) -> list[Act]:
    row = held.row
    if row.state in (HelpState.REQUESTED, HelpState.ACCEPTED):
        found = _act(actor, held, "take_back", _("Take the request back"), _("Take back"), "governance.take_back",
                     is_next=False)  # fmt: skip
        return [one for one in found if one.allowed]
    if row.state in (HelpState.CLOSED, HelpState.DECLINED):
        open_one = next((one for one in held.followers if one.is_open), None)
        told = (
            _("Help has been asked for again already as %(number)s.") % {"number": open_one.number} if open_one else ""
        )
        unsolved = row.state == HelpState.DECLINED or row.mine_view == MineView.OBJECTED
        return _act(actor, held, "reopen", _("Ask for help again"), _("Ask"), "governance.ask", told, is_next=unsolved)
    return []
