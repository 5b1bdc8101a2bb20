"""Pages of the identity provider.

A POST that ends at another origin is stopped by `form-action 'self'`. So a visitor sets out by a link (GET, with state
and nonce in the session), and who wants to connect an identity posts a form of ours first and follows a link then.
"""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kuangan.access import actions, queries
from kuangan.access.web.identity import arriving, configured
from kuangan.access.web.identity.intent import entered_password_again, mean, was_meant
from kuangan.access.web.identity.protocol import Adapter, CallbackView
from kuangan.foundation.authority.web import Request, View, screen
from kuangan.foundation.kernel.errors import Refused


def _where_there_is_one(view: View) -> View:
    """404 in an installation without an identity provider."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        if configured() is None:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _set_out(request: Request, process: str, next_url: str = "") -> HttpResponse:
    provider = get_adapter().get_provider(request, configured().key)
    try:
        return provider.redirect(request, process, next_url=next_url or None)
    except OAuth2Error as error:
        return arriving.failed(request, exception=error)


@never_cache
@require_GET
@screen("public.sign_in")
@_where_there_is_one
def start(request: Request) -> HttpResponse:
    """To the provider, to sign in."""
    next_url = request.GET.get("next", "")
    if request.user.is_authenticated:
        return redirect("/")
    return _set_out(request, AuthProcess.LOGIN, next_url if get_account_adapter().is_safe_url(next_url) else "")


@never_cache
@require_GET
@screen("public.sign_in")
@_where_there_is_one
def callback(request: Request) -> HttpResponse:
    """Back from the provider."""
    try:
        return CallbackView.adapter_view(Adapter(request, configured().key))(request)
    except OAuth2Error as error:
        return arriving.failed(request, exception=error)


@never_cache
@require_http_methods(["GET", "POST"])
@screen("signed_in")
@_where_there_is_one
def own(request: Request) -> HttpResponse:
    """My identity at the provider: connected or not; a POST leads on to connecting one."""
    if not entered_password_again(request):
        asked = urlencode({"next": reverse("access:identity")})
        return redirect(f"{reverse('account_reauthenticate')}?{asked}")
    if request.method == "POST":
        mean(request)
    context = {
        "provider": configured(),
        "identity": queries.identities_of(request.user, configured().key).first(),
        "leaving": request.method == "POST",
    }
    return render(request, "access/identity.html", context)


@never_cache
@require_GET
@screen("signed_in")
@_where_there_is_one
def connect(request: Request) -> HttpResponse:
    """To the provider, to connect an identity: only after the form, and after the password."""
    if not was_meant(request) or not entered_password_again(request):
        return redirect("access:identity")
    return _set_out(request, AuthProcess.CONNECT)


@require_POST
@screen("signed_in")
def disconnect(request: Request) -> HttpResponse:
    """My identity no longer opens my account."""
    if not entered_password_again(request):
        return redirect("access:identity")
    try:
        actions.disconnect_identity(request.actor, request.user)
        messages.success(request, _("Disconnected. You sign in with your password."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("access:identity")


@require_POST
@screen("access.note_identity")
def administer(request: Request, pk: int) -> HttpResponse:
    """The security administrator notes an identity for an account, withdraws it, or disconnects the bound one."""
    account = get_object_or_404(queries.accounts(request.actor), pk=pk)
    wish = request.POST.get("wish", "note")
    try:
        if wish == "withdraw":
            actions.withdraw_identity(request.actor, account)
        elif wish == "disconnect":
            actions.disconnect_identity(request.actor, account)
        else:
            actions.note_identity(request.actor, account, value=request.POST.get("value", ""))
        messages.success(request, _("Saved."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("access:account", pk=pk)
