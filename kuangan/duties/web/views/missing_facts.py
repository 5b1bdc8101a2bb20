"""Which facts to enter so that it is known what is owed (待补事实)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuangan.duties.queries.missing_facts import MOST, missing_facts
from kuangan.duties.web.fetching import actor_of, campaigns_of, chosen_of
from kuangan.foundation.authority.web import screen
from kuangan.plan.queries import known_facts
from kuangan.plan.rules.wording import not_known
from kuangan.registry.queries import counties as counties_of


@require_safe
@screen("duties.board")
def listing(request: HttpRequest) -> HttpResponse:
    """Per mine and county body the facts nobody has entered, and the duties that hang on them."""
    actor = actor_of(request)
    campaigns = campaigns_of(request)
    item = chosen_of(request, campaigns)
    if item is None:
        return render(request, "duties/desk_none.html", {})
    county = request.GET.get("county", "")[:6]
    found = missing_facts(actor.scope, item, county=county)
    words = known_facts(item.version)
    regions = list(counties_of(actor.scope).order_by("code")[:200])
    names = {region.code: region.short_name for region in regions}
    context = {
        "campaign": item,
        "plans": [one.plan for one in campaigns],
        "rows": [
            (holder, names.get(holder.region_code, holder.region_code), not_known(holder.missing.facts, words))
            for holder in (*found.bodies, *found.mines)
        ],
        "total": found.total,
        "is_cut": found.total > MOST,
        "counties": regions if len(regions) > 1 else [],
        "county": county,
    }
    return render(request, "duties/missing_facts.html", context)
