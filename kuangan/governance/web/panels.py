"""What assistance shows on pages of other rooms: a mine's requests, help with a hazard, what waits on the desk."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from kuangan.foundation.authority.policy import may
from kuangan.foundation.ui import panels
from kuangan.governance.models import HelpRequest
from kuangan.governance.policy import ANSWERERS
from kuangan.governance.queries import HelpFilter, helpers_of, requests, state_counts
from kuangan.governance.states import OPEN_STATES, HelpState
from kuangan.governance.web.fetching import actor_of
from kuangan.governance.web.lines import line
from kuangan.hazards.models import Hazard
from kuangan.registry.models import Mine

DESK = "desk"
ROWS_SHOWN = 6


def register() -> None:
    """Add every panel; a page that offers no slot shows none."""
    panels.add("registry.mine", "help", mine_help, order=45)
    panels.add("hazards.hazard", "help", hazard_help, order=20, is_aside=True)
    panels.add(DESK, "help waiting", office_desk, order=30, is_aside=True)


def mine_help(request: HttpRequest, mine: Mine) -> str | None:
    """The requests of a mine, the latest first. One statement."""
    actor = actor_of(request)
    if not may(actor, "governance.read"):
        return None
    rows = list(requests(actor.scope, HelpFilter(mine_id=mine.pk))[: ROWS_SHOWN + 1])
    context = {
        "mine": mine,
        "lines": [line(actor, row) for row in rows[:ROWS_SHOWN]],
        "is_more": len(rows) > ROWS_SHOWN,
        "may_ask": bool(may(actor, "governance.ask", mine)),
    }
    return render_to_string("governance/parts/panel.html", context, request=request)


def hazard_help(request: HttpRequest, hazard: Hazard) -> str | None:
    """Help that was asked for with a hazard, and who must not verify it. One statement, two when there is help."""
    actor = actor_of(request)
    if not may(actor, "governance.read"):
        return None
    rows: list[HelpRequest] = list(
        HelpRequest.objects.within(actor.scope).filter(hazard=hazard).select_related("mine").order_by("-id")
    )
    is_asked = any(row.state in OPEN_STATES for row in rows)
    may_ask = hazard.is_open and not is_asked and bool(may(actor, "governance.ask", hazard.mine))
    if not rows and not may_ask:
        return None
    helped = any(row.helper for row in rows)
    names = [one.shown for one in helpers_of(actor.scope, hazard)] if helped else []
    context: dict[str, Any] = {
        "hazard": hazard,
        "lines": [line(actor, row) for row in rows],
        "helpers": "、".join(dict.fromkeys(names)),
        "may_ask": may_ask,
    }
    return render_to_string("governance/parts/hazard.html", context, request=request)


def office_desk(request: HttpRequest, _row: object) -> str | None:
    """For the county bureau: requests that wait for an answer or for closing. One statement."""
    actor = actor_of(request)
    if not actor.roles & ANSWERERS or not may(actor, "governance.read"):
        return None
    counts = state_counts(actor.scope, HelpFilter())
    found = [(state, state.label, counts[state]) for state in (HelpState.REQUESTED, HelpState.HELPED) if counts[state]]
    if not found:
        return None
    return render_to_string("governance/parts/desk.html", {"found": found}, request=request)
