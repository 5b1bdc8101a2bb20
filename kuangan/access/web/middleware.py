"""From session to actor; what a person must do before anything else; how refusals look and where they are kept."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import loader
from django.utils.translation import gettext as _

from kuangan.access import kinds
from kuangan.access.actions import set_preferences
from kuangan.access.queries import build_actor, is_official
from kuangan.access.web.adapter import BY_PROVIDER, SECOND_FACTOR_SHOWN
from kuangan.access.web.addresses import client_address
from kuangan.access.web.library import FIRST_PASSWORD_PAGES, FIRST_SECOND_FACTOR_PAGES, is_blocked
from kuangan.foundation.api.doors import is_for_programmes
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import MINE_ROLES
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from kuangan.foundation.kernel.lock_wait import note_soon
from kuangan.foundation.ui import errors
from kuangan.foundation.ui.context import LARGE_COOKIE

Answer = Callable[[HttpRequest], HttpResponse]
_SEEN, _BEGAN, _FACTOR = "access.seen", "access.began", SECOND_FACTOR_SHOWN
_SWITCHES = frozenset({"ui:large", "ui:language"})
_STEP = 60
"""Seconds between two writes of "last seen" into a session."""


class ActorMiddleware:
    """Sets `request.actor`; ends idle sessions; keeps people at the pages they have to pass first."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = client_address(request)
        if is_for_programmes(request.path_info):  # a token says who it is, see access.web.callers; cookies say nothing
            request.user, request.actor = AnonymousUser(), Actor.nobody(address)  # type: ignore[attr-defined]
            return self.get_response(request)
        if not request.user.is_authenticated:
            request.actor = Actor.nobody(address)  # type: ignore[attr-defined]
            return self.get_response(request)
        actor = build_actor(request.user, address)
        request.actor = actor  # type: ignore[attr-defined]
        first = _SEEN not in request.session
        if not _still_awake(request, actor):
            logout(request)
            request.actor = Actor.nobody(address)  # type: ignore[attr-defined]
            messages.info(request, _("You were signed out: nothing was done for a while, or the time was up."))
            return redirect_to_login(request.get_full_path())
        response = self.get_response(request)
        if request.user.is_authenticated and not _learn_preferences(request, response) and first:
            _bring_preferences(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Closes library pages that we do not offer; sends people to the page they have to pass first."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if is_blocked(name):
            raise Http404
        if not request.user.is_authenticated:
            return None
        temporary = _came_with_temporary_password(request)
        if temporary and name not in FIRST_PASSWORD_PAGES:
            return redirect("account_change_password")
        if not temporary and _lacks_second_factor(request):
            return None if name in FIRST_SECOND_FACTOR_PAGES else redirect("mfa_activate_totp")
        return None


def idle_limit(actor: Actor) -> int:
    """Seconds without a request after which a session ends: longer for mines, whose work is on a phone in the field."""
    mine_only = bool(actor.roles) and actor.roles <= MINE_ROLES
    return int(settings.KUANGAN_MINE_IDLE_SECONDS if mine_only else settings.KUANGAN_IDLE_SECONDS)


def _still_awake(request: HttpRequest, actor: Actor) -> bool:
    present = int(clock.real_now().timestamp())
    seen = request.session.get(_SEEN)
    limit = idle_limit(actor)
    of_a_mine = bool(actor.roles) and actor.roles <= MINE_ROLES
    if seen is None:
        request.session[_BEGAN] = present
        if of_a_mine:
            request.session.set_expiry(limit)
    if seen is not None and present - seen > limit:
        return False
    if not of_a_mine and present - request.session.get(_BEGAN, present) > settings.KUANGAN_SESSION_SECONDS:
        return False  # the store alone would prolong a busy session for ever
    if seen is None or present - seen >= _STEP:
        request.session[_SEEN] = present
    return True


def _came_with_temporary_password(request: HttpRequest) -> bool:
    """Whether a new password has to be chosen first: not of somebody whom the identity provider brought in."""
    user: Any = request.user
    return bool(user.must_change_password) and request.session.get(BY_PROVIDER) != user.pk


def _lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this person must set up the authenticator app first; asked of the database until it is there."""
    if not settings.KUANGAN_MFA_REQUIRED or not is_official(request.actor):  # type: ignore[attr-defined]
        return False
    if request.session.get(_FACTOR) == request.user.pk:
        return False
    found = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
    if found:
        request.session[_FACTOR] = request.user.pk
    return not found


def _bring_preferences(request: HttpRequest, response: HttpResponse) -> None:
    """The account's own display settings follow the person to a new device."""
    user: Any = request.user
    keep_preferences(response, user.language, user.large_type)


def _learn_preferences(request: HttpRequest, response: HttpResponse) -> bool:
    """What was chosen with the frame's switches is kept with the account, or the next sign-in would undo it."""
    match = request.resolver_match
    if match is None or match.view_name not in _SWITCHES or request.method != "POST":
        return False
    user: Any = request.user
    chosen = {"language": user.language, "large_type": user.large_type}
    if LARGE_COOKIE in response.cookies:
        chosen["large_type"] = response.cookies[LARGE_COOKIE].value == "1"
    if settings.LANGUAGE_COOKIE_NAME in response.cookies:
        chosen["language"] = response.cookies[settings.LANGUAGE_COOKIE_NAME].value
    set_preferences(request.actor, user, **chosen)  # type: ignore[attr-defined]
    return True


def keep_preferences(response: HttpResponse, language: str, large_type: bool) -> None:
    """Put language and type size where the frame looks for them."""
    year = 365 * 24 * 3600
    options: dict[str, Any] = {"max_age": year, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **options)
    response.set_cookie(LARGE_COOKIE, "1" if large_type else "0", **options)


class RefusalMiddleware:
    """Turns the kernel's three ways of saying no into pages, and keeps every missing right in the audit trail."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """403 with the reason, 404 for what lies outside, 409 for what a rule refused; others are not ours."""
        if isinstance(exception, Forbidden):
            _keep(request, str(exception), outside=False)
            return errors.forbidden(request, exception)
        if isinstance(exception, PermissionDenied):
            _keep(request, str(exception), outside=False)
            return None
        if isinstance(exception, OutOfScope):
            _keep(request, "", outside=True)
            return errors.not_found(request)
        if isinstance(exception, Refused):
            page = loader.get_template("access/refused.html")
            return HttpResponse(page.render({"reason": str(exception)}, request), status=409)
        return None


def _keep(request: HttpRequest, reason: str, *, outside: bool) -> None:
    actor = getattr(request, "actor", None) or Actor.nobody(client_address(request))
    told: dict[str, Any] = {"page": request.path[:300], "method": request.method, "reason": reason, "outside": outside}
    note_soon(partial(record, actor, kinds.REFUSED, **told))
