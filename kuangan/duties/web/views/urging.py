"""Urging several bearers at once: whom, about what, with which words, and what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuangan.duties.actions.urging import urge_many
from kuangan.duties.models import Assignment
from kuangan.duties.queries.listing import RELATED, in_state
from kuangan.duties.queries.urged import last_urged
from kuangan.duties.web.fetching import actor_of
from kuangan.duties.web.forms.deciding import URGE_PHRASES, UrgeForm
from kuangan.duties.web.views.bulk import chosen_ids, outcome_lines
from kuangan.duties.web.views.deciding import UNPROCESSABLE
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.foundation.ui import drafts, once

_RESULT = DRAFT = "duties.urge_many"


@require_http_methods(["GET", "POST"])
@screen("duties.urge")
def urge_many_page(request: HttpRequest) -> HttpResponse:
    """GET shows who gets a notice about what and when they were urged last; POST urges."""
    actor = actor_of(request)
    chosen = chosen_ids((request.POST if request.method == "POST" else request.GET).getlist("id"))
    form = UrgeForm(request.POST or None, initial={"words": URGE_PHRASES[0]})
    if request.method == "POST" and form.is_valid():
        outcomes = urge_many(actor, chosen, words=form.cleaned_data["words"], entry_key=once.key(request))
        request.session[_RESULT] = [[outcome.assignment_id, outcome.refused] for outcome in outcomes]
        drafts.taken(request, DRAFT)
        return redirect("duties:urge_result")
    found = Assignment.objects.within(actor.scope).filter(in_state("overdue"), pk__in=chosen).select_related(*RELATED)
    rows = [row for row in found.order_by("bearer_key", "due_at") if may(actor, "duties.urge", row)]
    urged = last_urged(actor.scope, [row.pk for row in rows])
    context = {
        "lines": [(row, urged.get(row.pk)) for row in rows],
        "bearers": len({row.bearer_key for row in rows}),
        "left_out": len(chosen) - len(rows),
        "form": form,
        "draft_key": DRAFT,
        "phrases": URGE_PHRASES,
    }
    return render(request, "duties/urge_many.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_safe
@screen("duties.urge")
def result(request: HttpRequest) -> HttpResponse:
    """Who was urged, and who was not and why."""
    context = {
        **outcome_lines(request, _RESULT),
        "done_word": _("Urged"),
        "refused_word": _("Not urged"),
        "back": f"{reverse('duties:list')}?state=overdue",
    }
    return render(request, "duties/accept_result.html", context)
