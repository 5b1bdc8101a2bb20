"""API of the shell: progress figures, by the same query as the counties page."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import Field

from kuangan.foundation.api.operations import LARGEST_NUMBER, Operations
from kuangan.foundation.authority.policy import scope_for
from kuangan.plan.queries import plans_in_force
from kuangan.shell.queries.counties import county_figures

statistics = Operations("statistics")


class CountyFilter(Schema):
    """Which plan the figures are about."""

    plan: int | None = Field(
        None, ge=1, le=LARGEST_NUMBER, description=gettext_noop("Number of a plan; the first in force when left out.")
    )


class CountyProgress(Schema):
    """Done of owed in one county; duties that are only encouraged do not count."""

    region_code: str
    name: str
    owed: int
    done: int
    over: int = Field(description=gettext_noop("How many are overdue now."))


class Progresses(Schema):
    """The counties of the reader's jurisdiction."""

    plan: int | None
    items: list[CountyProgress]


@statistics.get("/counties", "shell.progress_map", Progresses, gettext_noop("Progress by county"))
def counties(request: HttpRequest, wanted: Query[CountyFilter]) -> dict[str, Any]:
    """Owed, done and overdue of every county that the reader's jurisdiction reaches, as of now."""
    scope = scope_for(request.actor, "shell.progress_map")  # type: ignore[attr-defined]
    plans = plans_in_force(scope)
    chosen = next((plan for plan in plans if wanted.plan in (None, plan.pk)), None)
    if wanted.plan and chosen is None:
        raise Http404
    figures = county_figures(scope, chosen) if chosen else []
    items = [
        {"region_code": code, "name": name, "owed": found.owed, "done": found.done, "over": found.over}
        for code, name, found in figures
    ]
    return {"plan": chosen.pk if chosen else None, "items": items}
