"""Lists of assignments: one filter for the page, the export and the board."""

from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet

from kuangan.duties.models import Assignment
from kuangan.duties.states import EDITABLE, AssignmentState
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import search_text, words_of
from kuangan.plan.models import Duty, Plan

SOON_DAYS = 7
RELATED = ("duty", "owing_mine", "authority", "enterprise", "agency", "mine", "waiting_for", "plan")
_RELATED_TO_LINES = ("duty", "authority", "enterprise", "agency", "mine", "waiting_for")
_LINE = (
    "plan_id", "duty_slug", "region_code", "state", "round", "chain_step", "due_at", "review_due_at", "late_on_arrival",
    "applies_since", "period_key", "period_start", "period_end", "bearer_key", "owing_mine_id",
    "duty__title", "duty__clauses", "mine__name", "mine__short_name", "mine__enterprise_id",
    *(f"{body}__{name}" for body in ("authority", "waiting_for")
      for name in ("name", "short_name", "kind", "level", "region_code")),
    "enterprise__name", "agency__name",
)  # fmt: skip
"""What a line of a list shows or decides by."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed to; empty values do not narrow. `state` may also be overdue, redo, soon or unsettled."""

    plan: Plan | None = None
    state: str = ""
    county: str = ""
    kind: str = ""
    group: str = ""
    duty: str = ""
    clause: str = ""
    bearer: str = ""
    text: str = ""
    mine_id: int | None = None


def assignments(scope: Scope, narrow: Narrowing | None = None, *, every_state: bool = False) -> QuerySet[Assignment]:
    """Assignments of a jurisdiction, the most urgent first; `every_state` leaves the state out of the condition."""
    wanted = narrow or Narrowing()
    state = Q() if every_state else in_state(wanted.state)
    found = Assignment.objects.within(scope).filter(state, _conditions(wanted)).select_related(*RELATED)
    return found.order_by(F("due_at").asc(nulls_last=True), "id")


# house: unscoped — narrows columns of rows that were read within a scope
def as_lines(rows: Any) -> list[Assignment]:
    """The rows of a queryset, or of a page cut from one, with nothing but what a line shows.

    A page of fifty would otherwise build three hundred wide records.
    """
    found = list(rows.select_related(None).select_related(*_RELATED_TO_LINES).only(*_LINE))
    for row in found:
        if row.owing_mine_id is not None:
            row.owing_mine = row.mine  # the mine that owes is the mine it is about, by constraint
    return found


def _conditions(wanted: Narrowing) -> Q:
    exact = {
        "plan": wanted.plan,
        "mine__kind": wanted.kind,
        "duty__group": wanted.group,
        "duty_slug": wanted.duty,
        "bearer_kind": wanted.bearer,
        "mine_id": wanted.mine_id,
        "region_code": wanted.county,
    }
    condition = Q(**{name: value for name, value in exact.items() if value})
    if wanted.clause:
        condition &= Q(duty__clauses__icontains=f'"{wanted.clause}"')
    return condition & in_words(wanted.text)


# house: unscoped — a condition; titles of duties are no record of any jurisdiction
def in_words(text: str) -> Q:
    """The condition that every word stands in the names of the mine or body it is about, or in the duty's title."""
    condition = Q()
    titles = {pk: search_text(title) for pk, title in Duty.objects.values_list("pk", "title")} if text else {}
    for word in words_of(text):
        titled = [pk for pk, found in titles.items() if word in found]
        named = (Q(**{f"{body}__search_text__contains": word}) for body in ("mine", "authority", "enterprise"))
        condition &= reduce(or_, named, Q(duty__in=titled))
    return condition


# house: unscoped — a condition, reads nothing
def in_state(state: str) -> Q:
    """The condition for a stored or displayed state; without one, everything that is owed."""
    if not state:
        return ~Q(state=AssignmentState.VOIDED)
    if state == "overdue":
        return overdue()
    if state == "soon":
        return Q(state__in=list(EDITABLE), due_at__gte=clock.now(), due_at__lte=clock.now() + timedelta(days=SOON_DAYS))
    if state == "unsettled":
        return Q(state__in=[*EDITABLE, AssignmentState.SUBMITTED])
    if state == "redo":
        return Q(round__gt=1) & ~Q(state__in=[AssignmentState.ACCEPTED, AssignmentState.VOIDED])
    return Q(state=state)


# house: unscoped — a condition, which reads nothing by itself
def overdue() -> Q:
    """Late as of now: to do or returned, and past the due date. Computed from the clock, never stored."""
    return Q(state__in=list(EDITABLE), due_at__lt=clock.now())


def assignment(scope: Scope, pk: int) -> Assignment:
    """One assignment with everything its page shows. Raises Assignment.DoesNotExist outside the scope."""
    related = (*RELATED, "duty__version", "duty__version__plan", "mine__enterprise", "owing_mine__enterprise")
    return Assignment.objects.within(scope).select_related(*related).get(pk=pk)
