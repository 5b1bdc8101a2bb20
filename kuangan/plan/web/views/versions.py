"""Versions: loading, what the check said, what differs, publishing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel.errors import Refused
from kuangan.plan import actions, queries
from kuangan.plan.models import Effect, PlanVersion
from kuangan.plan.package.findings import ERROR
from kuangan.plan.package.opening import open_package
from kuangan.plan.rules.phrases import STATES
from kuangan.plan.states import VersionState
from kuangan.plan.web.fetching import actor_of, page_context, plan_or_404, version_or_404
from kuangan.plan.web.forms import PublishForm, UploadForm
from kuangan.plan.web.uploads import unpacked
from kuangan.plan.web.views.effects import foreseen_context

_MOST_CHANGES = 200


@require_http_methods(["GET", "HEAD", "POST"])
@screen("plan.load")
def load(request: HttpRequest) -> HttpResponse:
    """Upload a package: its findings, or the draft it became."""
    form = UploadForm(request.POST or None, request.FILES or None)
    findings: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            with unpacked(form.cleaned_data["file"]) as path:
                opened = open_package(path, queries.parent_data)
                findings = list(opened.findings)
                if opened.package is None:
                    raise Refused(_("The package has errors and was not loaded. Mend them and upload it again."))
                version = actions.load(actor_of(request), opened)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The version is loaded as a draft. Read it through, then publish it."))
            return redirect("plan:version", version.pk)
    errors = [finding for finding in findings if finding.level == ERROR]
    warnings = [finding for finding in findings if finding.level != ERROR]
    status = 422 if form.is_bound else 200
    return render(request, "plan/load.html", {"form": form, "errors": errors, "warnings": warnings}, status=status)


@require_safe
@screen("plan.read")
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version: findings, difference to the one before it, trace; publishing for those who may."""
    return _page(request, version_or_404(request, version_id))


@require_POST
@screen("plan.publish")
def publish(request: HttpRequest, version_id: int) -> HttpResponse:
    """Put the version in force after the short title was written out."""
    found = version_or_404(request, version_id)
    form = PublishForm(request.POST, short_title=found.plan.short_title)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        actions.publish(actor_of(request), found, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, found, form, status=422)
    messages.success(request, _("The plan is in force. Duties are being derived; county bureaus can acknowledge it."))
    effect = Effect.objects.filter(version=found).first()
    if effect is not None and (effect.vanishes or effect.moves):
        return redirect("plan:effect", effect.pk)
    return redirect("plan:outline", found.plan_id)


@require_POST
@screen("plan.withdraw")
def withdraw(request: HttpRequest, version_id: int) -> HttpResponse:
    """Take a draft back."""
    found = version_or_404(request, version_id)
    try:
        actions.withdraw(actor_of(request), found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft was withdrawn."))
    return redirect("plan:version", found.pk)


@require_safe
@screen("plan.read")
def trace(request: HttpRequest, version_id: int) -> HttpResponse:
    """Which part answers each row of the catalogue and each clause."""
    found = version_or_404(request, version_id)
    report = queries.trace_of(found)
    rows = [(row, STATES[report.state_of(row)], report.state_of(row), answers) for row, answers in report.rows.items()]
    counts = [(STATES[state], len(members)) for state, members in report.service.items()]
    context = page_context(found.plan, found, "versions", trace=report, rows=rows, counts=counts)
    return render(request, "plan/trace.html", context)


def _page(request: HttpRequest, found: PlanVersion, form: PublishForm | None = None, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    plan = plan_or_404(request, found.plan_id)
    before = queries.version_before(found)
    against = before or found.parent
    difference = queries.difference(against, found) if against else None
    is_draft = found.state == VersionState.DRAFT
    decision = may(actor, "plan.publish", found)
    foreseen = queries.foresee(plan, version=found) if is_draft and decision else None
    context = page_context(
        plan, found, "versions",
        package=queries.package_of(found),
        against=against,
        difference=difference,
        changes=difference.changed[:_MOST_CHANGES] if difference else [],
        more_changes=max(0, len(difference.changed) - _MOST_CHANGES) if difference else 0,
        trace=queries.trace_of(found),
        versions=queries.versions_for(actor, plan),
        publishing=decision,
        form=(form or PublishForm(short_title=plan.short_title)) if is_draft and decision else None,
        may_withdraw=is_draft and may(actor, "plan.withdraw", found),
        bureaus=queries.county_bureaus(plan) if is_draft else [],
        effect=Effect.objects.filter(version=found).first(),
        **foreseen_context(request, foreseen),
        sparse_facts=queries.sparse_facts(found) if is_draft and decision else [],
    )  # fmt: skip
    return render(request, "plan/version.html", context, status=status)
