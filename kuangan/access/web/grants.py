"""The security administrator's pages: grants."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kuangan.access import actions, queries
from kuangan.access.web.forms import GrantForm
from kuangan.foundation.authority.roles import ADMIN_ROLES
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel.errors import Refused

_ASKED = gettext_lazy("Asked. It counts once a system administrator has confirmed it.")


@require_http_methods(["GET", "POST"])
@screen("access.grant")
def give(request: Request, pk: int) -> HttpResponse:
    """Give an account a role in a place for some time."""
    account = get_object_or_404(queries.accounts(request.actor), pk=pk)
    form = GrantForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("role", "valid_from", "valid_to", "reason")}
        is_administration = given["role"] in ADMIN_ROLES
        act = actions.ask_for_administration if is_administration else actions.grant
        try:
            act(request.actor, account, place=form.place, **given)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _ASKED if is_administration else _("Granted."))
            return redirect("access:account", pk=pk)
    return render(request, "access/grant_form.html", {"form": form, "account": account})


@require_POST
@screen("access.grant")
def revoke(request: Request, pk: int) -> HttpResponse:
    """End a grant and the sessions of its holder."""
    found = get_object_or_404(queries.all_grants(request.actor), pk=pk)
    try:
        actions.revoke_grant(request.actor, found, reason=request.POST.get("reason", ""))
        messages.success(request, _("Revoked. The sessions of this account have been ended."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("access:account", pk=found.user_id)
