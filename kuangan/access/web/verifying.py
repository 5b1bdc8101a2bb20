"""Checking the audit trail at the press of a button: the worker checks, the page says what came of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kuangan.access.queries import checking
from kuangan.access.tasks import verify_trail
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may, require
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.integrity import queries


def standing(actor: Actor) -> dict[str, Any]:
    """How far the trail is sealed, what the last checks found, and whether one is under way."""
    return {
        "state": queries.seal_state(actor),
        "checks": queries.last_checks(actor),
        "under_way": checking.under_way(),
        "may_verify": bool(may(actor, "integrity.verify")),
    }


@require_POST
@screen("integrity.verify")
def verify(request: Request) -> HttpResponse:
    """Hand the check to the worker; one at a time."""
    require(request.actor, "integrity.verify")
    if checking.begun(request.actor):
        verify_trail.enqueue(request.user.pk)
        messages.success(request, _("The check has begun. The result appears here; you may leave the page."))
    else:
        messages.info(request, _("A check is under way already; its result appears here."))
    return redirect("access:audit")


@require_GET
@screen("integrity.read_audit")
def checks(request: Request) -> HttpResponse:
    """The card by itself, which asks again while a check is under way."""
    return render(request, "access/parts/checks.html", standing(request.actor))
