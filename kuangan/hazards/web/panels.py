"""What hazards show on pages of other rooms: a mine's open ones, those of a criterion, what waits on the desk."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.roles import CITY_ROLES, MINE_ROLES
from kuangan.foundation.ui import panels
from kuangan.hazards.queries import listing
from kuangan.hazards.queries.listing import Narrowing, as_lines, hazards
from kuangan.hazards.queries.waiting import waiting
from kuangan.hazards.web.fetching import actor_of
from kuangan.hazards.web.lines import line
from kuangan.hazards.web.wording import list_of
from kuangan.registry.models import Mine
from kuangan.standards.models import Criterion

DESK = "desk"
"""The page everybody begins with."""
ROWS_SHOWN = 8


def register() -> None:
    """Add every panel; a page that offers no slot shows none."""
    panels.add("registry.mine", "hazards", mine_hazards, order=20)
    panels.add("standards.criterion", "hazards", criterion_hazards, order=20)
    panels.add(DESK, "hazards", mine_desk, order=20)
    panels.add(DESK, "hazards waiting", office_desk, order=20, is_aside=True)


def mine_hazards(request: HttpRequest, mine: Mine) -> str | None:
    """The open hazards of a mine, the most urgent first. One statement."""
    narrow = Narrowing(state=listing.OPEN, mine_id=mine.pk)
    return _table(request, narrow, title=_("Hazards"), none=_("No hazard of this mine is open."), mine=mine)


def criterion_hazards(request: HttpRequest, criterion: Criterion) -> str | None:
    """The hazards that were determined against a criterion, the latest first. One statement."""
    narrow = Narrowing(criterion_id=criterion.pk)
    return _table(request, narrow, title=_("Hazards determined by it"), none=_("None in your jurisdiction so far."))


def _table(request: HttpRequest, narrow: Narrowing, **told: Any) -> str | None:
    actor = actor_of(request)
    if not may(actor, "hazards.read"):
        return None
    rows = as_lines(hazards(actor.scope, narrow)[: ROWS_SHOWN + 1])
    context = {
        "lines": [line(actor, row) for row in rows[:ROWS_SHOWN]],
        "is_more": len(rows) > ROWS_SHOWN,
        "list_url": list_of(Narrowing(state=listing.ALL, mine_id=narrow.mine_id, criterion_id=narrow.criterion_id)),
        "may_register": "mine" in told and bool(may(actor, "hazards.register", told["mine"])),
        **told,
    }
    return render_to_string("hazards/parts/panel.html", context, request=request)


def mine_desk(request: HttpRequest, _row: object) -> str | None:
    """For a mine's people: report one, and what is open, the most urgent first. One statement."""
    actor = actor_of(request)
    if not (actor.roles and actor.roles <= MINE_ROLES and may(actor, "hazards.read")):
        return None
    rows = as_lines(hazards(actor.scope, Narrowing(state=listing.OPEN))[: ROWS_SHOWN + 1])
    context = {
        "lines": [line(actor, row) for row in rows[:ROWS_SHOWN]],
        "is_more": len(rows) > ROWS_SHOWN,
        "several": len({row.mine_id for row in rows}) > 1,
    }
    return render_to_string("hazards/parts/desk.html", context, request=request)


def office_desk(request: HttpRequest, _row: object) -> str | None:
    """For the bureaus: how many hazards wait for them, each number a list. One statement."""
    actor = actor_of(request)
    if not may(actor, "hazards.read") or actor.roles <= MINE_ROLES:
        return None
    found = waiting(actor.scope, for_city=bool(actor.roles & CITY_ROLES))
    if not any(one.count for one in found):
        return None
    context = {"found": [(one.label, one.shown, list_of(one.narrow), one.tone) for one in found if one.count]}
    return render_to_string("hazards/parts/waiting.html", context, request=request)
