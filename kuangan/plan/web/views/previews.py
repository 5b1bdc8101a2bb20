"""What a mine would owe, and why, before or after publishing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.policy import scope_for
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel import clock
from kuangan.plan import queries
from kuangan.plan.rules.facts import SCOPE
from kuangan.plan.rules.phrases import (
    awaits_words,
    bearers_words,
    cadence_words,
    due_words,
    force_words,
    occasion_words,
)
from kuangan.plan.rules.wording import scope_left_open
from kuangan.plan.web.fetching import actor_of, page_context, plan_or_404, shown_version
from kuangan.registry.models import Mine

_MOST = 600


@require_safe
@screen("plan.preview")
def preview(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Choose a mine; see its scope outcome, the duties that would be its own, and those of others for it."""
    plan = plan_or_404(request, plan_id)
    version = shown_version(request, plan)
    scope = scope_for(actor_of(request), "plan.preview")
    mines = list(
        Mine.objects.within(scope)
        .filter(region_code__startswith=prefix_of(plan.region_code))
        .order_by("region_code", "name")
        .values_list("code", "name")[:_MOST]
    )
    code = request.GET.get("mine", "").strip() or (mines[0][0] if len(mines) == 1 else "")
    context = page_context(plan, version, "preview", mines=mines, code=code, many=len(mines) == _MOST)
    if code:
        try:
            found = queries.preview(scope, version, code)
        except Mine.DoesNotExist:
            raise Http404 from None
        values = queries.parameter_sets(plan, clock.today(), version).of(found.mine.region_code)
        context |= {
            "found": found,
            "word": SCOPE.get(found.outcome.code, found.outcome.code),
            "since": found.since.get("scope"),
            "open_words": scope_left_open(found.outcome, queries.known_facts(version)),
            "groups": [
                (title, [_words(line, values) for line in lines])
                for title, lines in (("own", found.own), ("others", found.of_others))
            ],
        }
    return render(request, "plan/preview.html", context)


def _words(line: queries.PreviewLine, values: object) -> dict[str, object]:
    duty = line.duty
    return {
        "line": line,
        "duty": duty,
        "bearer": bearers_words(duty),
        "cadence": cadence_words(duty, values),  # type: ignore[arg-type]
        "due_words": due_words(duty, values),  # type: ignore[arg-type]
        "force": "" if duty.force == "must" else force_words(duty),
        "event": occasion_words(duty.cadence) if line.event else "",
        "awaits": awaits_words(line.awaits, line.awaits_event) if line.awaits else "",
    }
