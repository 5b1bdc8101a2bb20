"""What an act did to the duties: the list that was computed when somebody decided."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.web import screen
from kuangan.foundation.ui import panels
from kuangan.plan import queries
from kuangan.plan.models import Effect
from kuangan.plan.web.fetching import actor_of, page_context, plan_or_404
from kuangan.plan.web.views.outline import PAGE


@require_safe
@screen("plan.read")
def effect(request: HttpRequest, effect_id: int) -> HttpResponse:
    """The duties that appeared, vanished and moved within the reader's jurisdiction, and how far the derivation is."""
    row = get_object_or_404(Effect.objects.select_related("plan", "value", "version"), pk=effect_id)
    plan = plan_or_404(request, row.plan_id)
    version = queries.speaking_version(plan)
    if version is None:
        raise Http404
    context = page_context(
        plan, version, "parameters" if row.value_id else "versions",
        effect=row,
        groups=queries.grouped(actor_of(request).scope, queries.kept_changes(row)),
        aside_panels=panels.shown(request, PAGE, plan, is_aside=True),
    )  # fmt: skip
    return render(request, "plan/effect.html", context)


def foreseen_context(request: HttpRequest, foreseen: queries.Foreseen | None) -> dict[str, Any]:
    """What a page shows of a foreseen effect."""
    if foreseen is None:
        return {}
    return {"foreseen": foreseen, "foreseen_groups": queries.grouped(actor_of(request).scope, foreseen.changes)}
