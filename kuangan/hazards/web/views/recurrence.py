"""Recurrence watch: criteria that were found again, at the same mine or across a county."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel.replica import reading_from_replica
from kuangan.hazards.queries.counting import Counting
from kuangan.hazards.queries.recurring import COUNTY, MINE, MOST_SHOWN, NAME, groups, with_hazards
from kuangan.hazards.queries.settings import number
from kuangan.hazards.web.fetching import actor_of
from kuangan.registry.queries.bodies import counties

PAGE_SIZE = 20
WATCHES = ((COUNTY, _("Across the county")), (MINE, _("At the same mine")))


@require_safe
@screen("hazards.read")
def recurrence(request: HttpRequest) -> HttpResponse:
    """Groups of hazards of one criterion, with the days between them and the lasting measure of the one before."""
    actor, asked = actor_of(request), Counting.read(request.GET)
    watch = MINE if request.GET.get("watch") == MINE else COUNTY
    regions = dict(counties(actor.scope).order_by("code").values_list("code", "short_name"))
    with reading_from_replica():
        found: Any = groups(actor.scope, watch=watch, county=asked.county, mine_id=asked.mine_id)
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
        shown = with_hazards(actor.scope, list(page.object_list))
    context = {
        "page": page,
        "groups": [(group, regions.get(group.region_code, group.region_code)) for group in shown],
        "watch": watch,
        "watches": WATCHES,
        "county": asked.county,
        "counties": list(regions.items()) if len(regions) > 1 else [],
        "months": number(asked.county or next(iter(regions), "000000"), NAME),
        "most": MOST_SHOWN,
    }
    return render(request, "hazards/recurrence.html", context)
