"""A person's own pages: grants, devices, password, second factor, language; and the acceptance of an invitation."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kuangan.access import queries
from kuangan.access.actions import accept_invitation, end_own_session, set_preferences
from kuangan.access.web.forms import AcceptForm, PreferencesForm
from kuangan.access.web.middleware import keep_preferences
from kuangan.foundation.api import areas
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused


@require_GET
@screen("signed_in")
def page(request: Request) -> HttpResponse:
    """我的: what I may do, where I am signed in, how I sign in, how pages look."""
    user = request.user
    initial = {"language": user.language, "large_type": user.large_type}
    context = {
        "account": user,
        "grants": queries.grants_of(request.actor, user),
        "today": clock.today(),
        "devices": queries.devices(user),
        "current": request.session.session_key,
        "second_factor": queries.has_second_factor(user),
        "form": PreferencesForm(initial=initial),
        "provider": settings.KUANGAN_OIDC,
        "tokens_fit": bool(areas.offered(request.actor.roles)) or queries.tokens_of(request.actor, user).exists(),
    }
    return render(request, "access/me.html", context)


@require_POST
@screen("signed_in")
def preferences(request: Request) -> HttpResponse:
    """Keep language and type size with the account."""
    form = PreferencesForm(request.POST)
    response = redirect("access:me")
    if form.is_valid():
        set_preferences(request.actor, request.user, **form.cleaned_data)
        keep_preferences(response, form.cleaned_data["language"], form.cleaned_data["large_type"])
        messages.success(request, _("Saved."))
    return response


@require_POST
@screen("signed_in")
def end_device(request: Request, pk: int) -> HttpResponse:
    """End one of my sessions."""
    try:
        end_own_session(request.actor, request.user, pk)
        messages.success(request, _("The session has been ended."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("access:me")


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
@screen("public.accept_invitation")
def accept(request: Request, token: str) -> HttpResponse:
    """An invited person makes the account."""
    invitation = queries.open_invitation(token)
    if invitation is None:
        return render(request, "access/invitation_over.html", status=404)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("username", "password")}
        try:
            accept_invitation(request.actor, token, **given)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your account is ready. Sign in with the name and password you chose."))
            return redirect("account_login")
    return render(request, "access/accept.html", {"form": form, "invitation": invitation})
