"""The risk control list (风险管控清单): list, one risk, assessing, taking off and bringing back, linking hazards."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuangan.foundation.authority.policy import may, require, scope_for
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.foundation.ui import drafts, once
from kuangan.foundation.ui.forms import Form
from kuangan.hazards import actions
from kuangan.hazards.models import Risk
from kuangan.hazards.queries.risks import (
    LEVELS,
    RiskFilter,
    hazards_of_risk,
    level_counts,
    risk,
    risks,
    risks_of_hazard,
)
from kuangan.hazards.rules.risks import SOURCE
from kuangan.hazards.states import RiskLevel, RiskState
from kuangan.hazards.web.fetching import actor_of, hazard_or_404
from kuangan.hazards.web.forms.risks import LinkRiskForm, ReasonForm, RiskForm
from kuangan.hazards.web.offering import counties_offered, mine_asked
from kuangan.registry.models import Mine

PAGE_SIZE = 50
UNPROCESSABLE = 422


def risk_or_404(request: HttpRequest, pk: int) -> Risk:
    """The risk, inside the reader's jurisdiction."""
    try:
        return risk(actor_of(request).scope, pk)
    except Risk.DoesNotExist:
        raise OutOfScope from None


@require_safe
@screen("hazards.read")
def risk_list(request: HttpRequest) -> HttpResponse:
    """Risks of the jurisdiction, the gravest first, with filters in the address."""
    actor = actor_of(request)
    wanted = RiskFilter.read(request.GET)
    counts = level_counts(actor.scope, wanted)
    labels = dict(RiskLevel.choices)
    context = {
        "wanted": wanted,
        "page": Paginator(risks(actor.scope, wanted), PAGE_SIZE).get_page(request.GET.get("page")),
        "chips": [(str(level), labels[level], counts[level]) for level in LEVELS],
        "every": sum(counts.values()),
        "counties": counties_offered(actor.scope),
        "mine": mine_asked(actor.scope, wanted.mine_id),
        "states": [("all", _("All")), *RiskState.choices],
        "state": request.GET.get("state", "") or RiskState.CONTROLLED,
        "today": clock.today(),
        "may_enter": bool(may(actor, "hazards.assess_risk")),
    }
    return render(request, "hazards/risks.html", context)


@require_safe
@screen("hazards.read")
def show_risk(request: HttpRequest, pk: int) -> HttpResponse:
    """One risk: assessment, controls, the hazards it led to, what can be done."""
    return _page(request, risk_or_404(request, pk))


def _page(request: HttpRequest, row: Risk, *, form: ReasonForm | None = None, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "row": row,
        "hazards": hazards_of_risk(actor.scope, row)[:PAGE_SIZE],
        "decision": may(actor, "hazards.assess_risk", row),
        "form": form or ReasonForm(),
        "is_due": row.state == RiskState.CONTROLLED and row.review_on <= clock.today(),
        "source": SOURCE,
    }
    return render(request, "hazards/risk.html", context, status=status)


@screen("hazards.assess_risk")
def new_risk(request: HttpRequest) -> HttpResponse:
    """Enter a risk; the score stands on its page once it is saved."""
    actor = actor_of(request)
    mines = Mine.objects.within(scope_for(actor, "hazards.assess_risk")).order_by("pk")
    form = RiskForm(request.POST or None, mines=mines, initial={"mine": request.GET.get("mine", "")})

    def act(filled: Any) -> Risk:
        return actions.register_risk(actor, filled.cleaned_data["mine"], filled.entry(once.key(request)))

    return _fill_in(request, form, act, title=_("Enter a risk"), back=reverse("hazards:risks"))


@screen("hazards.assess_risk")
def assess_risk(request: HttpRequest, pk: int) -> HttpResponse:
    """Assess a risk anew."""
    actor, row = actor_of(request), risk_or_404(request, pk)
    require(actor, "hazards.assess_risk", row)
    form = RiskForm(request.POST or None, initial=RiskForm.told_by(row))

    def act(filled: Any) -> Risk:
        return actions.assess_risk(actor, row, filled.entry())

    return _fill_in(request, form, act, title=_("Assess the risk anew"), back=reverse("hazards:risk", args=[pk]))


def _fill_in(
    request: HttpRequest, form: Form, act: Callable[[Any], Risk], *, title: str, back: str
) -> HttpResponse:  # fmt: skip
    """Show a form, have the action take it, and go to the risk; a refusal stands beside its field."""
    key = f"hazards.{request.path}"
    if request.method == "POST" and form.is_valid():
        try:
            row = act(form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            drafts.taken(request, key)
            told = {"score": f"{row.score:f}", "level": row.get_level_display()}
            messages.success(request, _("Saved. The score is %(score)s: %(level)s.") % told)
            return redirect("hazards:risk", row.pk)
    context = {"form": form, "title": title, "back": back, "draft_key": key, "source": SOURCE}
    return render(request, "hazards/risk_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@screen("hazards.assess_risk")
def retire_risk(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a risk off the list."""
    return _with_reason(request, pk, actions.retire_risk, _("Taken off the list."))


@require_POST
@screen("hazards.assess_risk")
def revive_risk(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a risk back."""
    return _with_reason(request, pk, actions.revive_risk, _("It stands on the list again."))


def _with_reason(request: HttpRequest, pk: int, act: Callable[..., Risk], done: str) -> HttpResponse:
    row, form = risk_or_404(request, pk), ReasonForm(request.POST)
    require(actor_of(request), "hazards.assess_risk", row)
    if form.is_valid():
        try:
            act(actor_of(request), row, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect("hazards:risk", pk)
    return _page(request, row, form=form, status=UNPROCESSABLE)


@screen("hazards.link")
def link_risk(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which risk of the mine a hazard belongs to."""
    actor, row = actor_of(request), hazard_or_404(request, pk)
    require(actor, "hazards.link", row)
    offered = risks(actor.scope, RiskFilter(mine_id=row.mine_id))
    form = LinkRiskForm(request.POST or None, risks=offered)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.link_risk(actor, form.cleaned_data["risk"], row)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Linked."))
            return redirect("hazards:risk", made.risk_id)
    context = {
        "row": row,
        "form": form,
        "offered": offered.exists(),
        "linked": risks_of_hazard(actor.scope, row),
        "may_enter": bool(may(actor, "hazards.assess_risk", row.mine)),
    }
    return render(request, "hazards/risk_link.html", context, status=UNPROCESSABLE if form.errors else 200)
