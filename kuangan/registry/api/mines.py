"""Mines: listed, read, entered, corrected."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query

from kuangan.foundation.api.operations import Pk
from kuangan.foundation.api.paging import Paging, page
from kuangan.foundation.api.problems import invalid
from kuangan.registry import actions, queries
from kuangan.registry.api.bodies import BY_NAME
from kuangan.registry.api.declared import actor_of, given, mine_of, registry
from kuangan.registry.api.shapes import MineChange, MineFilter, MineLine, Mines, MineShape, NewMine, whole
from kuangan.registry.models import Enterprise, Mine

_LINE = tuple(name for name in MineLine.model_fields if name not in {"status", "enterprise"})


@registry.get("/mines", "registry.read", Mines, gettext_noop("Mines with filters"))
def mines(request: HttpRequest, wanted: Query[MineFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Mines of the jurisdiction by county and name."""
    narrow = queries.MineFilter(
        text=wanted.q, county=wanted.county, kind=wanted.kind, status=wanted.status, is_closed_shown=wanted.closed
    )
    found = queries.mines(actor_of(request).scope, narrow)
    lines = found.values(*_LINE, status=F("current__status"), owner=F("enterprise__name"))
    rows, following = page(request, lines, BY_NAME, paging)
    return {"items": [{**row, "enterprise": row.pop("owner")} for row in rows], "next_cursor": following}


@registry.get("/mines/{pk}", "registry.read", MineShape, gettext_noop("One mine"))
def mine(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """A mine with its present facts, and since when each of them has been so."""
    return _told(request, mine_of(request, pk))


@registry.post("/mines", "registry.edit", MineShape, gettext_noop("Enter a mine"))
def enter_mine(request: HttpRequest, sent: NewMine) -> dict[str, Any]:
    """A new mine with its first facts, at least its status."""
    actor = actor_of(request)
    owner = Enterprise.objects.within(actor.scope).filter(pk=sent.enterprise_id).first()
    if owner is None:
        raise invalid("enterprise_id", _("There is no such enterprise in your jurisdiction."))
    made = actions.register_mine(actor, enterprise=owner, **given(sent, "enterprise_id"))
    return _told(request, mine_of(request, made.pk))


@registry.patch("/mines/{pk}", "registry.edit", MineShape, gettext_noop("Correct a mine"))
def correct_mine(request: HttpRequest, pk: Pk, sent: MineChange) -> dict[str, Any]:
    """Correct what is no dated fact."""
    actions.amend_mine(actor_of(request), mine_of(request, pk), **given(sent))
    return _told(request, mine_of(request, pk))


def _told(request: HttpRequest, found: Mine) -> dict[str, Any]:
    return whole(found, queries.fact_since(actor_of(request).scope, found))
