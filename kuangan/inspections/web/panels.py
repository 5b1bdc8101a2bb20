"""What checks show on pages of other rooms: on a mine's page the latest ones, with this month's."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.roles import MINE_ROLES
from kuangan.foundation.ui import panels
from kuangan.inspections.queries.checks import DRAFTS, Narrowing, checks, this_month, without_check
from kuangan.inspections.web.fetching import actor_of
from kuangan.inspections.web.presenting import CLAUSE, line, month_words
from kuangan.registry.models import Mine

ROWS_SHOWN = 6


def register() -> None:
    """Add every panel."""
    panels.add("registry.mine", "inspections", mine_checks, order=30)
    panels.add("desk", "inspections", mine_desk, order=15)


def mine_checks(request: HttpRequest, mine: Mine) -> str | None:
    """The latest checks of a mine. One statement."""
    actor = actor_of(request)
    if not may(actor, "inspections.read"):
        return None
    rows = list(checks(actor.scope, Narrowing(mine_id=mine.pk)).defer("content", "attestation")[: ROWS_SHOWN + 1])
    context = {
        "mine": mine,
        "lines": [line(actor, row) for row in rows[:ROWS_SHOWN]],
        "is_more": len(rows) > ROWS_SHOWN,
        "month": month_words(this_month()),
        "is_done": any(row.counts and row.month == this_month() for row in rows),
        "may_start": bool(may(actor, "inspections.check", mine)),
    }
    return render_to_string("inspections/parts/panel.html", context, request=request)


def mine_desk(request: HttpRequest, _row: object) -> str | None:
    """For a mine's people: this month's check, to begin or to go on with; nothing once it is signed. Two statements."""
    actor = actor_of(request)
    if not (actor.roles and actor.roles <= MINE_ROLES and may(actor, "inspections.check")):
        return None
    month = this_month()
    missing = list(without_check(actor.scope, month)[:ROWS_SHOWN])
    if not missing:
        return None
    begun = checks(actor.scope, Narrowing(show=DRAFTS, month=month)).defer("content", "attestation")
    drafts = {row.mine_id: row.pk for row in begun[:ROWS_SHOWN]}
    context = {
        "reference": CLAUSE,
        "month": month_words(month),
        "missing": [(mine, drafts.get(mine.pk)) for mine in missing],
    }
    return render_to_string("inspections/parts/desk.html", context, request=request)
