"""Grants of administration that wait for a second person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuangan.access import actions, queries
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel.errors import Refused


@require_safe
@screen("access.confirm_grant")
def board(request: Request) -> HttpResponse:
    """Every request, those that wait first."""
    page = Paginator(queries.grant_requests(request.actor), 50).get_page(request.GET.get("page"))
    return render(request, "access/administrations.html", {"page": page})


@require_POST
@screen("access.confirm_grant")
def confirm(request: Request, pk: int) -> HttpResponse:
    """The second person confirms; the grant counts."""
    asked = get_object_or_404(queries.grant_requests(request.actor), pk=pk)
    try:
        actions.confirm_administration(request.actor, asked)
        messages.success(request, _("Confirmed and granted."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("access:administrations")


@require_POST
@screen("access.confirm_grant")
def decline(request: Request, pk: int) -> HttpResponse:
    """The second person declines."""
    asked = get_object_or_404(queries.grant_requests(request.actor), pk=pk)
    try:
        actions.decline_administration(request.actor, asked)
        messages.success(request, _("Declined."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("access:administrations")


@require_POST
@screen("access.grant")
def take_back(request: Request, pk: int) -> HttpResponse:
    """Who asks for grants takes a request back."""
    asked = get_object_or_404(queries.own_requests(request.actor), pk=pk)
    try:
        actions.take_back_administration(request.actor, asked)
        messages.success(request, _("Taken back."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("access:account", pk=asked.user_id)
