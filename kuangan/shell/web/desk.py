"""Home by role, and the counties side by side."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kuangan.foundation.authority.roles import ADMIN_ROLES
from kuangan.foundation.authority.web import SIGNED_IN, View, screen
from kuangan.foundation.ui import menu
from kuangan.plan.queries import plans_in_force
from kuangan.shell.queries.counties import county_rows, county_tiles
from kuangan.shell.rules import TILE_HEIGHT, TILE_WIDTH, drawing_size

DESK = "kuangan.duties.web.desk"


def _desk() -> View | None:
    """The work desk, which belongs to the duties room."""
    if find_spec("kuangan.duties.web") is None or find_spec(DESK) is None:
        return None
    view: View = import_module(DESK).desk_view
    return view


@screen(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """The work desk; administrators, who see no campaign, begin at the administration."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.roles and actor.roles <= ADMIN_ROLES:
        return redirect("shell:administration")
    desk = _desk()
    if desk is not None and menu.holds(actor, "duties.read"):
        return desk(request)
    here = reverse("shell:home")
    first = next((shown.url for group in menu.visible(actor) for shown in group if shown.url != here), "")
    return redirect(first or "shell:help")


def tiles_context(scope: Any, plan: Any) -> dict[str, Any]:
    """What the fragment shell/county_tiles.html needs, for any page that shows it."""
    rows = county_rows(scope, plan)
    tiles = county_tiles(rows)
    width, height = drawing_size(tiles)
    return {
        "rows": rows,
        "tiles": tiles,
        "drawing": {"width": width, "height": height, "tile_width": TILE_WIDTH, "tile_height": TILE_HEIGHT},
    }


@screen("shell.progress_map")
def counties(request: HttpRequest) -> HttpResponse:
    """Progress of every county in the reader's jurisdiction, as a schematic map and as a table."""
    scope = request.actor.scope  # type: ignore[attr-defined]
    plans = plans_in_force(scope)
    chosen = next((plan for plan in plans if str(plan.pk) == request.GET.get("plan")), plans[0] if plans else None)
    if chosen is None and request.GET.get("plan"):
        raise Http404
    context = {"plans": plans, "plan": chosen, **(tiles_context(scope, chosen) if chosen else {})}
    return render(request, "shell/counties.html", context)
