"""The security administrator's pages: accounts."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kuangan.access import actions, queries
from kuangan.access.models import User
from kuangan.access.web.forms import AccountForm, ReasonForm
from kuangan.access.web.tokens import shown
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused

_PER_PAGE = 50


@require_GET
@screen("access.administer_accounts")
def board(request: Request) -> HttpResponse:
    """Accounts with search and filters."""
    search, role, state = (request.GET.get(name, "").strip() for name in ("q", "role", "state"))
    found = queries.accounts(request.actor, search=search, role=role, state=state)
    context = {
        "page": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
        "roles": Role.choices,
        "search": search,
        "role": role,
        "state": state,
        "today": clock.today(),
    }
    return render(request, "access/accounts.html", context)


@require_GET
@screen("access.administer_accounts")
def page(request: Request, pk: int) -> HttpResponse:
    """One account: grants past and present, devices, acts."""
    account = get_object_or_404(queries.accounts(request.actor), pk=pk)
    return render(request, "access/account.html", _account_context(request, account))


def _account_context(request: Request, account: User, **more: Any) -> dict[str, Any]:
    return {
        "account": account,
        "own": account.pk == request.user.pk,
        "whole": queries.reaches_wholly(request.actor, account),
        "grants": queries.grants_of(request.actor, account),
        "asked": queries.own_requests(request.actor).filter(user=account),
        "devices": queries.devices(account),
        "tokens": shown(queries.tokens_of(request.actor, account)),
        "second_factor": queries.has_second_factor(account),
        **_identity_of(account),
        "today": clock.today(),
        "reason": ReasonForm(),
        **more,
    }


def _identity_of(account: User) -> dict[str, Any]:
    """What the page says of the identity provider, where there is one."""
    provider = settings.KUANGAN_OIDC
    if provider is None:
        return {}
    fitting = str(getattr(account, provider.field)) if provider.field else ""
    return {
        "provider": provider,
        "identity": queries.identities_of(account, provider.key).first(),
        "noted": queries.noted_identity(account),
        "fitting": fitting,
    }


@never_cache
@require_http_methods(["GET", "POST"])
@screen("access.administer_accounts")
def create(request: Request) -> HttpResponse:
    """A new account; its temporary password is shown on the answer, once."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account, temporary = actions.create_account(request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return render(request, "access/account.html", _account_context(request, account, temporary=temporary))
    return render(request, "access/account_form.html", {"form": form})


@never_cache
@require_POST
@screen("access.administer_accounts")
def password(request: Request, pk: int) -> HttpResponse:
    """A temporary password, shown on the answer, once."""
    account = get_object_or_404(queries.accounts(request.actor), pk=pk)
    try:
        temporary = actions.reset_password(request.actor, account)
    except Refused as refusal:
        return _back(request, pk, str(refusal), bad=True)
    account = queries.accounts(request.actor).get(pk=pk)
    return render(request, "access/account.html", _account_context(request, account, temporary=temporary))


@require_POST
@screen("access.administer_accounts")
def disable(request: Request, pk: int) -> HttpResponse:
    """Close an account."""
    reason = request.POST.get("reason", "")
    return _do(request, pk, lambda one: actions.disable_account(request.actor, one, reason=reason), _("Disabled."))


@require_POST
@screen("access.administer_accounts")
def enable(request: Request, pk: int) -> HttpResponse:
    """Open a closed account."""
    reason = request.POST.get("reason", "")
    return _do(request, pk, lambda one: actions.enable_account(request.actor, one, reason=reason), _("Enabled."))


@require_POST
@screen("access.administer_accounts")
def second_factor(request: Request, pk: int) -> HttpResponse:
    """Remove a lost second factor."""
    said = _("The second factor was removed. It is set up anew at the next sign-in.")
    return _do(request, pk, lambda one: actions.reset_second_factor(request.actor, one), said)


@require_POST
@screen("access.administer_accounts")
def end_sessions(request: Request, pk: int) -> HttpResponse:
    """End every session of an account."""
    return _do(request, pk, lambda one: actions.end_sessions(request.actor, one), _("All sessions have been ended."))


def _do(request: Request, pk: int, verb: Callable[[User], Any], said: str) -> HttpResponse:
    account = get_object_or_404(queries.accounts(request.actor), pk=pk)
    try:
        verb(account)
    except Refused as refusal:
        return _back(request, pk, str(refusal), bad=True)
    return _back(request, pk, said)


def _back(request: Request, pk: int, said: str, *, bad: bool = False) -> HttpResponse:
    (messages.error if bad else messages.success)(request, said)
    return redirect("access:account", pk=pk)
