"""How the plan reaches bureaus and mines."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.plan import actions, queries
from kuangan.plan.models import Receipt
from kuangan.plan.web.fetching import actor_of, page_context, plan_or_404, receipt_or_404, shown_version, version_or_404
from kuangan.registry.models import Authority


@require_safe
@screen("plan.read_receipts")
def board(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Per county: the bureau's receipt, its mines' receipts, whom to chase; a mine sees its own."""
    plan = plan_or_404(request, plan_id)
    version = shown_version(request, plan)
    actor = actor_of(request)
    if may(actor, "plan.confirm_receipt"):
        own = list(queries.receipts(actor.scope, version).filter(mine__isnull=False))
        if len(own) == 1:
            return redirect("plan:receipt", own[0].pk)
        return render(request, "plan/own_receipts.html", page_context(plan, version, "receipts", own=own))
    lines = queries.receipt_coverage(actor, version)
    rows = [
        {"line": line, "acknowledge": may(actor, "plan.acknowledge", line.bureau) if line.bureau else None}
        for line in lines
    ]
    context = page_context(
        plan, version, "receipts",
        rows=rows,
        bureaus=sum(line.bureau is not None for line in lines),
        acknowledged=sum(bool(line.bureau and line.bureau.acknowledged_at) for line in lines),
        mines=sum(line.total for line in lines),
        confirmed=sum(line.confirmed for line in lines),
        chase=any(line.waiting or line.missing for line in lines),
    )  # fmt: skip
    return render(request, "plan/receipts.html", context)


@require_safe
@screen("plan.read_receipts")
def receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """One receipt: a mine reads the plan and confirms; a bureau acknowledges."""
    found = receipt_or_404(request, receipt_id)
    actor = actor_of(request)
    verb = "plan.confirm_receipt" if found.mine_id else "plan.acknowledge"
    context = page_context(
        found.version.plan, found.version, "receipts", receipt=found, decision=may(actor, verb, found)
    )
    return render(request, "plan/receipt.html", context)


@require_POST
@screen("plan.acknowledge")
def acknowledge(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The bureau's own confirmation."""
    return _answer(request, receipt_id, actions.acknowledge, _("Acknowledged. You can now hand the plan to the mines."))


@require_POST
@screen("plan.confirm_receipt")
def confirm(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The mine's own confirmation."""
    return _answer(request, receipt_id, actions.confirm_receipt, _("Receipt is confirmed."))


@require_POST
@screen("plan.confirm_receipt")
def open_receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The mine opens the plan, which is kept, and reads on in the outline."""
    found = receipt_or_404(request, receipt_id)
    actions.open_receipt(actor_of(request), found)
    return redirect("plan:outline", found.version.plan_id)


@require_POST
@screen("plan.distribute")
def distribute(request: HttpRequest, version_id: int, authority_id: int) -> HttpResponse:
    """The county bureau hands the plan to its mines."""
    version = version_or_404(request, version_id)
    authority = get_object_or_404(Authority, pk=authority_id)
    actor = actor_of(request)
    if not actor.scope.covers(authority):
        raise OutOfScope
    try:
        new = actions.distribute(actor, version, authority)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("Handed to %(count)d mine.", "Handed to %(count)d mines.", len(new)) % {"count": len(new)}
        messages.success(request, said if new else _("Every mine in scope already holds the plan."))
    return redirect("plan:receipts", version.plan_id)


def _answer(request: HttpRequest, receipt_id: int, act: Callable[[Actor, Receipt], Receipt], said: str) -> HttpResponse:
    found = receipt_or_404(request, receipt_id)
    try:
        act(actor_of(request), found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("plan:receipt", found.pk)
