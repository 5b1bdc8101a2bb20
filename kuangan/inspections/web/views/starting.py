"""Beginning a check, and beginning the correction of a signed one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuangan.foundation.authority.policy import require, scope_for
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui import drafts
from kuangan.inspections import actions
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.queries.checks import draft_of, month_of
from kuangan.inspections.web.fetching import actor_of, check_or_404, mine_or_404
from kuangan.inspections.web.forms import CorrectForm, StartForm
from kuangan.inspections.web.presenting import month_words
from kuangan.registry.models import Mine

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@screen("inspections.check")
def start(request: HttpRequest) -> HttpResponse:
    """Which mine and which day; a check that is still being filled in is offered first."""
    actor = actor_of(request)
    own = Mine.objects.within(scope_for(actor, "inspections.check")).order_by("region_code", "pk")
    asked = request.GET.get("mine", "")
    fixed = mine_or_404(request, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 12 else None
    if fixed is None:
        offered = list(own[:2])
        fixed = offered[0] if len(offered) == 1 else None
    month = month_of(request.GET.get("month", ""))
    form = StartForm(request.POST or None, mines=own, fixed=fixed)
    key = f"inspections.start.{actor.user_id}"
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def act() -> MonthlyCheck:
            return actions.start(
                actor, told["mine"], checked_on=told["checked_on"], month=month, entry_key=form.entry_key
            )

        if answer := _begin(request, form, key, act):
            return answer
    return _page(request, form, key, mine=fixed, month=month, draft=draft_of(actor.scope, fixed) if fixed else None)


@require_http_methods(["GET", "POST"])
@screen("inspections.check")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the correction of a signed check: its parts are taken over, the old one gives way with the signature."""
    actor, row = actor_of(request), check_or_404(request, pk)
    require(actor, "inspections.check", row)
    own = Mine.objects.within(scope_for(actor, "inspections.check")).filter(pk=row.mine_id)
    form = CorrectForm(request.POST or None, mines=own, fixed=row.mine, initial={"checked_on": row.checked_on})
    key = f"inspections.correct.{row.pk}"
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def act() -> MonthlyCheck:
            return actions.start(
                actor, row.mine, checked_on=told["checked_on"], entry_key=form.entry_key, replaces=row,
                reason=told["reason"],
            )  # fmt: skip

        if answer := _begin(request, form, key, act):
            return answer
    return _page(request, form, key, mine=row.mine, replaced=row)


def _begin(request: HttpRequest, form: StartForm, key: str, act: Any) -> HttpResponse | None:
    """Begin and go to the check; None when it was refused and the form says why."""
    try:
        made = act()
    except Refused as refusal:
        form.refuse(refusal)
        return None
    drafts.taken(request, key)
    messages.success(request, _("The check has begun. Each part is saved by itself."))
    return redirect("inspections:check", made.pk)


def _page(request: HttpRequest, form: StartForm, key: str, *, month: date | None = None, **told: Any) -> HttpResponse:
    context = {"form": form, "draft_key": key, "month": month_words(month) if month else "", **told}
    return render(request, "inspections/start.html", context, status=UNPROCESSABLE if form.errors else 200)
