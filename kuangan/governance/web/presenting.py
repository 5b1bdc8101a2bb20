"""Puts the page of one request together: how it stands, who helps, what was advised, what can be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuangan.foundation.authority.policy import may
from kuangan.foundation.ui.rules import claimed, day, listed, who
from kuangan.governance.models import HelpRequest
from kuangan.governance.queries import HelpRecord, record
from kuangan.governance.states import HelpState
from kuangan.governance.web.acts import acts, main_act
from kuangan.governance.web.fetching import actor_of
from kuangan.governance.web.lines import CLAUSE, FACES, STRENGTH_CLAUSE, days_of, word_of

TITLE = 40
_LOUD = frozenset({"governance.declined", "governance.objected", "governance.replaced", "governance.taken_back"})
_TOLD = ("helper", "reason", "words", "advice", "summary", "result", "note")


@dataclass(slots=True)
class Step:
    """One step of the course: done, now or still to come."""

    label: Any
    note: Any = ""
    state: str = ""


def request_page(request: HttpRequest, row: HelpRequest) -> HttpResponse:
    """The page of one request."""
    actor = actor_of(request)
    held = record(actor.scope, row)
    hand_out_files(held)
    offered = acts(actor, held)
    context = {
        "row": row,
        "record": held,
        "title": title_of(row),
        "clause_ref": CLAUSE,
        "strength_clause": STRENGTH_CLAUSE,
        "face": FACES[HelpState(row.state)],
        "word": word_of(row),
        "days": days_of(row),
        "steps": steps(row),
        "next_acts": [one for one in offered if one.is_next],
        "other_acts": [one for one in offered if not one.is_next],
        "main_act": main_act(offered),
        "waiting": waiting_words(row),
        "may_finish": bool(may(actor, "governance.finish_measure", row)) and row.state != HelpState.TAKEN_BACK,
        "sees_mine": actor.scope.covers(row.mine),
        "sees_hazard": row.hazard is not None and actor.scope.covers(row.hazard),
        "log": timeline(held),
    }
    return render(request, "governance/request.html", context)


def title_of(row: HelpRequest) -> str:
    """What the mine cannot do alone, short enough for a heading."""
    first = row.words.split("\n")[0]
    return first if len(first) <= TITLE else f"{first[: TITLE - 1]}…"


def hand_out_files(held: HelpRecord) -> None:
    """Give every visit and report its files as `shown_files`, from what was read already."""
    for visit in held.visits:
        visit.shown_files = [one for one in held.files if one.visit_id == visit.pk]  # type: ignore[attr-defined]
    for report in held.reports:
        report.shown_files = [one for one in held.files if one.report_id == report.pk]  # type: ignore[attr-defined]


def steps(row: HelpRequest) -> list[Step]:
    """The course from request to close; what is done carries its day."""
    asked = (pgettext("step", "Requested"), row.requested_at, "")
    assigned = (pgettext("step", "Helper assigned"), row.answered_at, _("by the county bureau"))
    if row.state == HelpState.DECLINED:
        return _ended([asked], pgettext("step", "Declined"), row.answered_at)
    if row.state == HelpState.TAKEN_BACK:
        before = [asked, assigned] if row.answered_at else [asked]
        return _ended(before, pgettext("step", "Taken back"), row.taken_back_at)
    filed = row.helped_at if row.state in (HelpState.HELPED, HelpState.CLOSED) else None
    course = [
        asked,
        assigned,
        (pgettext("step", "Report filed"), filed, _("by whoever helps")),
        (pgettext("step", "Closed"), row.closed_at, _("with the result")),
        (pgettext("step", "Mine has answered"), row.mine_viewed_at, _("confirms or objects")),
    ]
    found = [Step(label, day(when), "done") if when else Step(label, later) for label, when, later in course]
    present = next((one for one in found if one.state != "done"), None)
    if present is not None:
        present.state = "now"
    return found


def _ended(before: list[Any], label: Any, when: datetime | None) -> list[Step]:
    return [*(Step(word, day(moment), "done") for word, moment, _later in before), Step(label, day(when), "now")]


def waiting_words(row: HelpRequest) -> str:
    """Whom the matter waits for, for readers who can do nothing."""
    return {
        HelpState.REQUESTED: _("Waits for the answer of the county bureau."),
        HelpState.ACCEPTED: _("Whoever helps is at work."),
        HelpState.HELPED: _("Waits for the county bureau to close it."),
        HelpState.CLOSED: _("It is closed; nothing is left to do."),
        HelpState.DECLINED: _("It was declined; the mine can ask again."),
        HelpState.TAKEN_BACK: _("It was taken back; nothing is left to do."),
    }[HelpState(row.state)]


def timeline(held: HelpRecord) -> list[dict[str, Any]]:
    """Audit events as rows of a time line."""
    rows = []
    for event in held.events:
        details = event.details or {}
        told = next((str(details[name]) for name in _TOLD if details.get(name)), "")
        rows.append({
            "when": event.entered_at, "text": event.label, "who": who(event.actor_name),
            "note": listed(claimed(event), told[:60]), "bad": event.kind in _LOUD,
        })  # fmt: skip
    return rows
