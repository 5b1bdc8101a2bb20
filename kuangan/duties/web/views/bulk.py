"""Accepting several submissions at once, each with an opinion of its own."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuangan.duties.actions.review import Seen, Verdict, accept_many
from kuangan.duties.models import Assignment, Submission
from kuangan.duties.queries.desk import waiting_for_me
from kuangan.duties.queries.listing import RELATED
from kuangan.duties.queries.noticed import noticed
from kuangan.duties.queries.shown import shown_standing
from kuangan.duties.web.fetching import actor_of, campaigns_of
from kuangan.duties.web.lines import duties_by_plan
from kuangan.duties.web.wording import ACCEPT_WORDS, act_of
from kuangan.foundation.authority.web import screen
from kuangan.foundation.integrity.shown import FIELD

MOST = 100
_RESULT = "duties.accept_many"


@require_http_methods(["GET", "POST"])
@screen("duties.review")
def accept(request: HttpRequest) -> HttpResponse:
    """GET lists the chosen submissions, each with a field for its opinion; POST decides and shows what came of it."""
    actor = actor_of(request)
    if request.method == "POST":
        verdicts = [_verdict(request, pk) for pk in chosen_ids(request.POST.getlist("id"))]
        outcomes = accept_many(actor, verdicts)
        request.session[_RESULT] = [[outcome.assignment_id, outcome.refused] for outcome in outcomes]
        return redirect("duties:accept_result")
    chosen = chosen_ids(request.GET.getlist("id"))
    live = Prefetch("submissions", Submission.rows.filter(state="submitted"), to_attr="live")
    rows = list(waiting_for_me(actor).filter(pk__in=chosen).select_related(*RELATED).prefetch_related(live))
    duties = duties_by_plan(campaigns_of(request))
    lines = [
        (row, row.live[0], _word(row, duties), _shown(row), noticed(actor.scope, row, row.live[0]).marks)
        for row in rows
        if row.live
    ]
    context = {
        "lines": lines,
        "left_out": len(chosen) - len(lines),
        "marked": sum(1 for *_line, marks in lines if marks),
    }
    return render(request, "duties/accept.html", context)


def _shown(row: Assignment) -> str:
    return shown_standing(row, submission=row.live[0])  # type: ignore[attr-defined]


def _word(row: Assignment, duties: Any) -> Any:
    return ACCEPT_WORDS.get(act_of(duties.get(row.plan_id, {}).get(row.duty_slug), row), _("Accept"))


def chosen_ids(values: list[str]) -> list[int]:
    """The ids that were ticked, in order, at most a hundred."""
    return list(dict.fromkeys(int(value) for value in values if value.isdigit() and len(value) < 12))[:MOST]


def _verdict(request: HttpRequest, pk: int) -> Verdict:
    step = request.POST.get(f"step-{pk}", "")
    opinion = request.POST.get(f"opinion-{pk}", "").strip() or request.POST.get("common", "").strip()
    seen = Seen(request.POST.get(f"receipt-{pk}", ""), int(step) if step.isdigit() and len(step) < 4 else -1,
                request.POST.get(f"{FIELD}-{pk}", ""))  # fmt: skip
    return Verdict(pk, seen, opinion[:2000], looked=f"looked-{pk}" in request.POST)


@require_safe
@screen("duties.review")
def result(request: HttpRequest) -> HttpResponse:
    """What became of each: accepted, or refused with the reason and the way back to it."""
    context = {
        **outcome_lines(request, _RESULT),
        "done_word": _("Accepted"),
        "refused_word": _("Not accepted"),
        "back": f"{reverse('duties:list')}?whose=review",
    }
    return render(request, "duties/accept_result.html", context)


def outcome_lines(request: HttpRequest, kept: str) -> dict[str, Any]:
    """What became of each of the chosen, as the act kept it in the session under this name."""
    outcomes: dict[int, str] = dict(request.session.get(kept, []))
    rows = Assignment.objects.within(actor_of(request).scope).filter(pk__in=list(outcomes)).select_related(*RELATED)
    known = {row.pk: row for row in rows}
    lines = [(known.get(pk), refused, reverse("duties:duty", args=[pk])) for pk, refused in outcomes.items()]
    done = sum(1 for _row, refused, _url in lines if not refused)
    return {"lines": lines, "done": done, "refused": len(lines) - done}
