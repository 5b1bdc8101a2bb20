"""The desks by role: who sees which, and what stands on each."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment
from kuangan.duties.queries import desk as desks
from kuangan.duties.queries.listing import RELATED
from kuangan.duties.states import EDITABLE
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import READ_ONLY_ROLES, Role
from kuangan.governance.queries import HelpFilter, requests
from kuangan.governance.states import HelpState
from kuangan.governance.web.lines import FACES, line
from kuangan.hazards.queries import listing
from kuangan.hazards.queries.listing import Narrowing, as_lines, hazards
from kuangan.hazards.states import Grade, HazardState
from kuangan.inspections.queries.checks import this_month, without_check
from kuangan.shell.queries.needs import hazard_figures, mines_in_need, overdue_duties
from kuangan.shell.web.desks.parts import (
    Entry,
    Figure,
    Section,
    duty_entries,
    hazard_entries,
    hazard_figures_shown,
    need_entries,
)

ROWS_SHOWN = 6
Desk = dict[str, Any]


def leader(actor: Actor) -> Desk:
    """For leaders, on a phone: six figures, the three mines that need them, what waits for their decision."""
    found = desks.desk(actor)
    duties = reverse("duties:list")
    return {
        "figures": [
            Figure(_("Duties overdue"), overdue_duties(actor.scope), f"{duties}?state=overdue", "over"),
            Figure(_("Waiting for our review"), found.to_review.total, f"{duties}?whose=review", "review"),
            *hazard_figures_shown(hazard_figures(actor.scope)),
        ],
        "sections": [
            Section(
                _("Mines that need you"), need_entries(mines_in_need(actor.scope)), more=reverse("registry:mines"),
                none=_("No mine of the jurisdiction is overdue with anything."),
            ),
            Section(
                _("Waiting for your decision"), duty_entries(actor, found.to_review.rows[:ROWS_SHOWN], reviewing=True),
                found.to_review.total, f"{duties}?whose=review", _("Nothing waits for a decision of your bureau."),
            ),
            Section(
                _("What your bureau owes itself"),
                duty_entries(actor, (found.mine_overdue.rows + found.returned.rows + found.due_soon.rows)[:ROWS_SHOWN]),
                found.mine_overdue.total + found.returned.total + found.due_soon.total, f"{duties}?whose=own",
            ),
        ],
    }  # fmt: skip


def inspector(actor: Actor) -> Desk:
    """For inspectors: what is to be seen on site, what is to be determined, which mines to go to first."""
    ledger = reverse("hazards:list")
    applied, suspected = Narrowing(state=HazardState.APPLIED), Narrowing(state=listing.OPEN, grade=Grade.SUSPECTED)
    grave = Narrowing(state=listing.OPEN, grade=Grade.MAJOR)
    month = this_month()
    unchecked = without_check(actor.scope, month)
    return {
        "figures": [
            *hazard_figures_shown(hazard_figures(actor.scope)),
            Figure(_("Mines without this month's check"), unchecked.count(),
                   f"{reverse('inspections:list')}?show=missing&month={month:%Y-%m}", "review"),
        ],
        "sections": [
            Section(
                _("To be seen on site"), _hazards(actor, applied), more=f"{ledger}?state={HazardState.APPLIED}",
                none=_("No mine has applied for acceptance."),
            ),
            Section(_("To be determined"), _hazards(actor, suspected), more=f"{ledger}?state=open&grade=suspected"),
            Section(
                _("Mines to go to first"), need_entries(mines_in_need(actor.scope, ROWS_SHOWN)),
                none=_("No mine of the jurisdiction is overdue with anything."),
            ),
            Section(
                _("Major hazards under rectification"), _hazards(actor, grave), more=f"{ledger}?state=open&grade=major"
            ),
        ],
    }  # fmt: skip


def government(actor: Actor) -> Desk:
    """For a government's office: what the government owes, what it has delivered, how the county stands."""
    duties = reverse("duties:list")
    own = Assignment.objects.within(actor.scope).filter(desks.owed_by(actor)).select_related(*RELATED)
    due = own.filter(state__in=list(EDITABLE)).order_by("due_at", "id")
    found = desks.desk(actor)
    return {
        "figures": [
            Figure(_("Duties overdue"), overdue_duties(actor.scope), f"{duties}?state=overdue", "over"),
            *hazard_figures_shown(hazard_figures(actor.scope)),
        ],
        "sections": [
            Section(
                _("What the government owes"), duty_entries(actor, due[:ROWS_SHOWN]), due.count(),
                f"{duties}?whose=own", _("Nothing is open: whatever the plan asks of the government is delivered."),
            ),
            Section(
                _("Delivered, waiting for an answer"), duty_entries(actor, found.delivered.rows[:ROWS_SHOWN]),
                found.delivered.total, f"{duties}?whose=own&state=submitted",
            ),
            Section(_("Mines that need the government"), need_entries(mines_in_need(actor.scope))),
        ],
    }  # fmt: skip


def agency(actor: Actor) -> Desk:
    """For an agency's people: the mines they were asked to help, the longest waiting first, and what they owe."""
    waiting = list(requests(actor.scope, HelpFilter(state=HelpState.ACCEPTED))[:ROWS_SHOWN])
    found = desks.desk(actor)
    own = found.mine_overdue.rows + found.returned.rows + found.due_soon.rows
    helping = (line(actor, row) for row in waiting)
    return {
        "figures": [],
        "sections": [
            Section(
                _("Mines you were asked to help"),
                [Entry(one.url, FACES[HelpState.ACCEPTED], f"{one.mine}{_(': ')}{one.row.words[:40]}", one.days)
                 for one in helping],
                more=reverse("governance:list"), none=_("No mine waits for help of your agency."),
            ),
            Section(
                _("What your agency owes"), duty_entries(actor, own[:ROWS_SHOWN]), len(own), reverse("duties:list")
            ),
        ],
    }  # fmt: skip


def above(actor: Actor) -> Desk:
    """For the province and auditors, who read and change nothing: figures, and where things are overdue."""
    duties = reverse("duties:list")
    return {
        "figures": [
            Figure(_("Duties overdue"), overdue_duties(actor.scope), f"{duties}?state=overdue", "over"),
            *hazard_figures_shown(hazard_figures(actor.scope)),
        ],
        "sections": [
            Section(
                _("Mines with the most overdue"), need_entries(mines_in_need(actor.scope, ROWS_SHOWN)),
                none=_("No mine of the jurisdiction is overdue with anything."),
            ),
            Section(
                _("Major hazards not closed out"),
                _hazards(actor, Narrowing(state=listing.OPEN, grade=Grade.MAJOR)),
                more=f"{reverse('hazards:list')}?state=open&grade=major",
            ),
        ],
        "offers_counties": True,
    }  # fmt: skip


def _hazards(actor: Actor, narrow: Narrowing) -> list[Entry]:
    return hazard_entries(actor, as_lines(hazards(actor.scope, narrow)[:ROWS_SHOWN]))


_CLERKS = frozenset({Role.COUNTY_REVIEWER, Role.CITY_OFFICE})
DESKS: tuple[tuple[frozenset[Role], Callable[[Actor], Desk]], ...] = (
    (frozenset({Role.COUNTY_LEADER, Role.CITY_LEADER}), leader),
    (frozenset({Role.COUNTY_INSPECTOR, Role.CITY_INSPECTOR}), inspector),
    (frozenset({Role.GOVERNMENT_OFFICE}), government),
    (frozenset({Role.AGENCY_STAFF}), agency),
    (READ_ONLY_ROLES, above),
)


def desk_for(actor: Actor) -> Callable[[Actor], Desk] | None:
    """The desk of the first role that fits; None for the clerks of a bureau and the people of a mine, whose desk is the
    list of duties. It chooses a page and decides nothing about any row."""
    if actor.roles & _CLERKS:
        return None
    return next((desk for roles, desk in DESKS if actor.roles & roles), None)
