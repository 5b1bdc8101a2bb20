"""Rows of the desk and the lists: an assignment as one line of a ledger, with the verb that comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment
from kuangan.duties.policy import REVIEWER_ROLES, acts_for_authority, acts_for_bearer
from kuangan.duties.queries.in_force import InForce
from kuangan.duties.states import EDITABLE, AssignmentState
from kuangan.duties.web.wording import VERBS, about, act_of, waiting_words, who
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.ui.rules import day
from kuangan.plan.rules.dues import Duty

DutiesByPlan = Mapping[int, Mapping[str, Duty]]


@dataclass(slots=True)
class Line:
    """One row: `verb` and `act_url` are the button at its end, `note` the grey words after the title."""

    row: Assignment
    who: str
    title: str
    note: str
    url: str
    verb: str
    act_url: str
    due: Any
    word: str = ""
    county: str = ""
    settled: bool = False
    """Whether the due date no longer counts down: the bearer has delivered, and the row does not wait for me."""


def duties_by_plan(campaigns: Iterable[InForce]) -> DutiesByPlan:
    """The duties of the campaigns in force, by plan and id, so that no row has to ask for its own."""
    return {item.plan.pk: item.duties() for item in campaigns}


def line(actor: Actor, row: Assignment, duties: DutiesByPlan, *, reviewing: bool = False) -> Line:
    """A line for `actor`; `reviewing` shows the review deadline instead of the bearer's."""
    duty = duties.get(row.plan_id, {}).get(row.duty_slug)
    url = reverse("duties:duty", args=[row.pk])
    verb, act_url = _verb(actor, row, duty, url)
    due = row.review_due_at or row.due_at if reviewing else row.due_at
    word = "" if reviewing else waiting_words(duty, row)
    settled = row.state not in EDITABLE and not reviewing
    return Line(row, who(actor, row), row.title, _note(row), url, verb, act_url, due, word, settled=settled)


def _note(row: Assignment) -> str:
    if row.round > 1:
        return _("redo, round %(round)d") % {"round": row.round}
    if row.late_on_arrival and row.state in EDITABLE:
        return about(row) or _("new since %(day)s") % {"day": day(row.applies_since)}
    return about(row)


def _verb(actor: Actor, row: Assignment, duty: Duty | None, url: str) -> tuple[str, str]:
    """The next act as a word of one line, and where it is done; 查看 when there is none for this person."""
    if row.state == AssignmentState.SUBMITTED and acts_for_authority(actor, row.waiting_for, REVIEWER_ROLES):
        return str(VERBS.get(act_of(duty, row), VERBS["review"])), f"{url}#review"
    if row.state in EDITABLE:
        if acts_for_bearer(actor, row):
            return _bearer_verb(row, duty), url
        if row.is_overdue() and may(actor, "duties.urge", row):
            return _("Urge"), reverse("duties:urge", args=[row.pk])
    return _("Open"), url


def _bearer_verb(row: Assignment, duty: Duty | None) -> str:
    if row.state == AssignmentState.RETURNED:
        return _("Correct")
    kinds = {item.kind for item in duty.evidence if item.required} if duty else set()
    if kinds == {"acknowledgement"}:
        return _("Acknowledge")
    if kinds == {"fact"}:
        return _("Register")
    return _("Do it")
