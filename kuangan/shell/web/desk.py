"""Home by role, and the counties side by side."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from kuangan.duties.web.desk import PAGE, desk_view
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import scope_for
from kuangan.foundation.authority.roles import ADMIN_ROLES
from kuangan.foundation.authority.web import SIGNED_IN, screen
from kuangan.foundation.kernel.replica import reading_from_replica
from kuangan.foundation.ui import choice, menu, panels
from kuangan.foundation.ui.context import address
from kuangan.plan.queries import plans_in_force
from kuangan.shell.queries.counties import county_figures
from kuangan.shell.web.county_multiples import county_multiples
from kuangan.shell.web.desks.roles import Desk, desk_for


@screen(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponseBase:
    """The work desk; administrators, who see no campaign, begin at the administration."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.roles and actor.roles <= ADMIN_ROLES:
        return redirect("shell:administration")
    if menu.holds(actor, "duties.read"):
        desk = desk_for(actor)
        return _role_desk(request, desk) if desk else desk_view(request)
    here = reverse("shell:home")
    first = next((shown.url for group in menu.visible(actor) for shown in group if shown.url != here), "")
    return redirect(first or "shell:help")


def _role_desk(request: HttpRequest, desk: Callable[[Actor], Desk]) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    told = {
        "panels": panels.shown(request, PAGE, None),
        "aside_panels": panels.shown(request, PAGE, None, is_aside=True),
    }
    return render(request, "shell/desk.html", {**told, **desk(actor)})


@screen("shell.progress_map")
def counties(request: HttpRequest) -> HttpResponse:
    """Progress of every county in the reader's jurisdiction, as a schematic map and as a table."""
    scope = scope_for(request.actor, "shell.progress_map")  # type: ignore[attr-defined]
    plans = plans_in_force(scope)
    asked = request.GET.get("plan", "")
    if asked.isdecimal() and asked not in {str(plan.pk) for plan in plans}:
        raise Http404
    chosen = choice.chosen_one(request, plans)
    context: dict[str, Any] = {"plans": plans, "plan": chosen, "list_url": address("duties:list")}
    if chosen:
        with reading_from_replica():
            context["counties"] = county_figures(scope, chosen)
            context["multiples"] = county_multiples(scope, context["counties"])
    return render(request, "shell/counties.html", context)
