"""What the plan leaves open: the present values, who may set them, their history."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.forms import Form
from kuangan.plan import actions, queries
from kuangan.plan.models import Plan
from kuangan.plan.rules.parts import Parameter
from kuangan.plan.rules.phrases import setter_words, value_words
from kuangan.plan.web.fetching import actor_of, page_context, plan_or_404, shown_version
from kuangan.plan.web.forms import parameter_form, plain_value
from kuangan.plan.web.views.effects import foreseen_context


@require_safe
@screen("plan.read")
def parameters(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Every parameter with its value, the counties that differ, and who may set it."""
    plan = plan_or_404(request, plan_id)
    version = shown_version(request, plan)
    lines = queries.parameter_lines(actor_of(request), version)
    names = queries.region_names(sorted({code for line in lines for code, _value in line.own}))
    rows = [
        {
            "line": line,
            "value": value_words(line.spec, line.value),
            "setters": setter_words(line.spec),
            "own": [(names.get(code, code), value_words(line.spec, value)) for code, value in line.own],
        }
        for line in lines
    ]
    context = page_context(plan, version, "parameters", rows=rows, latest=_entries(plan, version, "")[:8])
    return render(request, "plan/parameters.html", context)


@require_safe
@screen("plan.read")
def parameter(request: HttpRequest, plan_id: int, name: str) -> HttpResponse:
    """One parameter: what the plan says, its values, its history, and the form for those who may set it."""
    return _page(request, plan_id, name)


@require_POST
@screen("plan.set_parameter")
def set_parameter(request: HttpRequest, plan_id: int, name: str) -> HttpResponse:
    """Set the value once it was seen what it does to the duties; a refusal comes back beside its field."""
    plan = plan_or_404(request, plan_id)
    spec = _spec(plan, name)
    form = _form(actor_of(request), plan, spec)(request.POST)
    if not form.is_valid():
        return _page(request, plan_id, name, form, status=422)
    said = form.cleaned_data
    given = {"reason": said["reason"], "region_code": said["region"], "effective_on": said["effective_on"]}
    actor, value = actor_of(request), plain_value(said["value"])
    try:
        foreseen = actions.foresee_parameter(actor, plan, name, value, **given)
        if foreseen is not None and not foreseen.is_empty and request.POST.get("seen") != foreseen.seen:
            return _page(request, plan_id, name, form, foreseen=foreseen)
        row = actions.set_parameter(actor, plan, name, value, **given)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, plan_id, name, form, status=422)
    messages.success(request, _("The value was set. Duties that depend on it are computed anew."))
    if foreseen is not None and not foreseen.is_empty:
        return redirect("plan:effect", row.effect.pk)
    return redirect("plan:parameter", plan.pk, name)


def _page(
    request: HttpRequest,
    plan_id: int,
    name: str,
    form: Form | None = None,
    status: int = 200,
    foreseen: queries.Foreseen | None = None,
) -> HttpResponse:
    plan = plan_or_404(request, plan_id)
    spec = _spec(plan, name)
    version = shown_version(request, plan)
    actor = actor_of(request)
    line = next((each for each in queries.parameter_lines(actor, version) if each.spec.id == name), None)
    if line is None:
        raise Http404
    names = queries.region_names([code for code, _value in line.own])
    context = page_context(
        plan, version, "parameters",
        line=line,
        value=value_words(spec, line.value),
        default=value_words(spec, spec.default),
        setters=setter_words(spec),
        own=[(names.get(code, code), value_words(spec, value)) for code, value in line.own],
        entries=_entries(plan, version, name),
        form=(form or _form(actor, plan, spec)()) if line.settable else None,
        **foreseen_context(request, foreseen),
    )  # fmt: skip
    return render(request, "plan/parameter.html", context, status=status)


def _spec(plan: Plan, name: str) -> Parameter:
    try:
        return queries.parameter_spec(plan, name)
    except LookupError:
        raise Http404 from None


def _form(actor: Actor, plan: Plan, spec: Parameter) -> type[Form]:
    codes = [plan.region_code]
    if spec.per_region:
        codes += [bureau.region_code for bureau in queries.county_bureaus(plan)]
    codes = [code for code in codes if queries.settable(actor, plan, spec, code)]
    names = queries.region_names(codes)
    regions = [(code, names.get(code, code)) for code in codes]
    version = queries.speaking_version(plan)
    home = codes[0] if codes else plan.region_code
    value = queries.parameter_sets(plan, clock.today(), version).of(home)[spec.id]
    return parameter_form(spec, value, regions)


def _entries(plan: Plan, version: Any, name: str) -> list[dict[str, Any]]:
    """The history in words, newest first; values of parameters that the version no longer has are left out."""
    specs = {spec.id: spec for spec in queries.package_of(version).parameters}
    history = queries.parameter_history(plan, name).select_related("effect")[:100]
    rows = [row for row in history if row.name in specs]
    names = queries.region_names(sorted({row.region_code for row in rows}))
    return [
        {
            "row": row,
            "effect": getattr(row, "effect", None),
            "title": specs[row.name].title,
            "value": value_words(specs[row.name], row.value),
            "region": names.get(row.region_code, row.region_code),
        }
        for row in rows
    ]
