"""The security administrator's pages: invitations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kuangan.access import actions, queries
from kuangan.access.web.forms import InvitationForm
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel.errors import Refused


@require_GET
@screen("access.invite")
def board(request: Request) -> HttpResponse:
    """Invitations, newest first."""
    page = Paginator(queries.invitations(request.actor), 50).get_page(request.GET.get("page"))
    return render(request, "access/invitations.html", {"page": page})


@never_cache
@require_http_methods(["GET", "POST"])
@screen("access.invite")
def create(request: Request) -> HttpResponse:
    """A new invitation; its link is shown on the answer, once."""
    form = InvitationForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "phone", "role", "days", "grant_until")}
        try:
            invitation, token = actions.invite(request.actor, place=form.place, **given)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            link = request.build_absolute_uri(reverse("access:accept_invitation", args=[token]))
            return render(request, "access/invitation_made.html", {"invitation": invitation, "link": link})
    return render(request, "access/invitation_form.html", {"form": form})


@require_POST
@screen("access.invite")
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Make a link worthless."""
    found = get_object_or_404(queries.invitations(request.actor), pk=pk)
    try:
        actions.withdraw_invitation(request.actor, found)
        messages.success(request, _("Withdrawn."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("access:invitations")
