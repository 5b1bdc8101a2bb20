"""Somebody is back from the provider: signed in when the identity is bound or noted, told why not otherwise."""

import logging
from typing import Any, NoReturn

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kuangan.access import kinds, queries, rules
from kuangan.access.actions import connect_identity, use_noted_identity
from kuangan.access.models import User
from kuangan.access.web.addresses import client_address
from kuangan.access.web.identity import WAY, configured
from kuangan.access.web.identity.intent import entered_password_again
from kuangan.access.web.identity.protocol import ProviderDown
from kuangan.access.web.identity.session import BoundedSession
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.errors import Refused

logger = logging.getLogger(__name__)
BACKEND = "django.contrib.auth.backends.ModelBackend"
UNKNOWN, CHANGED, CANCELLED, DOWN, BROKEN = "unknown", "changed", "cancelled", "down", "broken"
_STATUS = {UNKNOWN: 403, CHANGED: 403, CANCELLED: 200, DOWN: 503, BROKEN: 400}


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The library's questions about identities, answered: one provider, from the settings; nobody signs up."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """The provider of the settings and no other, whatever stands in the library's table."""
        from allauth.socialaccount.models import SocialApp

        told = configured()
        if told is None or provider not in {None, told.key, "openid_connect"}:
            return []
        wanted = {"server_url": told.server, "scope": list(told.scopes), "oauth_pkce_enabled": True}
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=told.key,
                name=told.name,
                client_id=told.client_id,
                secret=told.secret,
                settings=wanted,
            )
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> NoReturn:
        """The library goes no further: what it would do next (sign up, connect, tell by mail) is not done here."""
        claims, subject = sociallogin.provider.claims, sociallogin.account.uid
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(_connect(request, claims, subject))
        next_url = sociallogin.state.get("next") or ""
        raise ImmediateHttpResponse(_sign_in(request, claims, subject, next_url))

    def get_requests_session(self) -> BoundedSession:
        """Whoever asks the provider waits for so long in all."""
        return BoundedSession()

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> NoReturn:
        raise ImmediateHttpResponse(failed(request, error, exception))


def failed(request: HttpRequest, error: Any = None, exception: Exception | None = None) -> HttpResponse:
    """The page for a conversation that went wrong; the password still works, and the page says so."""
    if error == AuthError.CANCELLED:
        return refusal(request, CANCELLED)
    logger.warning("signing in through the identity provider failed", exc_info=exception)
    return refusal(request, DOWN if isinstance(exception, ProviderDown) else BROKEN)


def refusal(request: HttpRequest, why: str, *, identity: str = "", user: User | None = None) -> HttpResponse:
    """Why nobody is signed in, in words; kept in the trail unless it was the person's own wish."""
    if why != CANCELLED:
        told = {"reason": why, "way": configured().name, **({"identity": identity} if identity else {})}
        record(Actor.nobody(client_address(request)), kinds.SIGN_IN_FAILED, user, **told)
    context = {"why": why, "identity": identity, "provider": configured()}
    return render(request, "access/identity_refused.html", context, status=_STATUS[why])


def _sign_in(request: HttpRequest, claims: dict[str, Any], subject: str, next_url: str) -> HttpResponse:
    told = configured()
    value = rules.claimed(claims, told.claim)
    user = queries.holder_of(told.key, subject)
    if user is None:
        nobody = Actor.nobody(client_address(request))
        user = use_noted_identity(nobody, provider=told.key, subject=subject, value=value)
    if user is None:
        return refusal(request, UNKNOWN, identity=value or subject)
    if not _fits(user, claims):
        return refusal(request, CHANGED, identity=value or subject, user=user)
    if request.user.is_authenticated:
        get_account_adapter(request).logout(request)
    user.backend = BACKEND
    strong = rules.shows_second_factor(claims, told.amr, told.acr)
    record_authentication(request, user, WAY, provider=told.key)
    safe = next_url if get_account_adapter(request).is_safe_url(next_url) else None
    return perform_login(request, Login(user, redirect_url=safe, signal_kwargs={"way": told.name, "strong": strong}))


def _connect(request: HttpRequest, claims: dict[str, Any], subject: str) -> HttpResponse:
    user: Any = request.user
    if not user.is_authenticated or not entered_password_again(request):
        return redirect("access:identity")
    try:
        if not _fits(user, claims):
            raise Refused(_("This identity belongs to somebody else: it does not match your account."))
        connect_identity(request.actor, user, provider=configured().key, subject=subject)  # type: ignore[attr-defined]
        messages.success(request, _("Connected. From now on you can sign in with it."))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("access:identity")


def _fits(user: User, claims: dict[str, Any]) -> bool:
    """Whether the claim equals the account's field, where the installation says that it has to."""
    told = configured()
    return not told.field or rules.same_person(rules.claimed(claims, told.claim), str(getattr(user, told.field)))
