"""Signs in, signs out, fails, is locked out, changes a password or a second factor: each leaves an audit record.

These are the libraries' own signals, sent once per act by the code that does it; no truth about rows hangs on them.
"""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from kuangan.access import kinds
from kuangan.access.actions import end_other_sessions, note_password_changed
from kuangan.access.models import User
from kuangan.access.queries import build_actor
from kuangan.access.web.addresses import client_address, sign_in_name
from kuangan.access.web.identity import WAY
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.kinds import Kind
from kuangan.foundation.kernel.text import compared


def connect() -> None:
    """Listen to the libraries' signals; connecting twice has no effect."""
    pairs = [
        (user_logged_in, on_signed_in),
        (user_logged_out, on_signed_out),
        (user_login_failed, on_failed),
        (user_locked_out, on_locked),
        (password_changed, on_password_changed),
        (authenticator_added, on_factor_added),
        (authenticator_removed, on_factor_removed),
        (authenticator_reset, on_factor_reset),
    ]
    for signal, receiver in pairs:
        signal.connect(receiver, dispatch_uid=f"access.{receiver.__name__}")


def on_signed_in(request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """A person has signed in."""
    provider = settings.KUANGAN_OIDC
    way: dict[str, Any] = {"way": provider.name} if provider and _by_provider(request, user) else {}
    record(_as_actor(request, user), kinds.SIGNED_IN, user, device=_device(request), **way)


def _by_provider(request: HttpRequest | None, user: User) -> bool:
    """Whether the identity provider brought the person in (the last first factor of this session)."""
    if request is None or settings.KUANGAN_OIDC is None:
        return False
    records = get_authentication_records(request, user)
    return [one["method"] for one in records if one.get("method") in {"password", WAY}][-1:] == [WAY]


def on_signed_out(request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    """A person has signed out."""
    if user is not None:
        record(_as_actor(request, user), kinds.SIGNED_OUT, user)


def on_failed(credentials: dict[str, str], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Somebody gave a wrong name or password."""
    _record_attempt(kinds.SIGN_IN_FAILED, request, sign_in_name(request, credentials))


def on_locked(request: HttpRequest, username: str | None = None, **kwargs: Any) -> None:
    """Somebody failed too often."""
    _record_attempt(kinds.LOCKED, request, compared(username or sign_in_name(request)))


def on_password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The holder has chosen a new password."""
    note_password_changed(_as_actor(request, user), user)


def on_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """The authenticator app has been set up, or recovery codes have been made."""
    totp = authenticator.type == Authenticator.Type.TOTP
    _record_factor(kinds.SECOND_FACTOR_ADDED if totp else kinds.RECOVERY_CODES_MADE, request, user)
    if totp:
        _keep_this_session_only(request, user)


def on_factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """The authenticator app has been removed."""
    if authenticator.type == Authenticator.Type.TOTP:
        _record_factor(kinds.SECOND_FACTOR_REMOVED, request, user)
        _keep_this_session_only(request, user)


def on_factor_reset(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Recovery codes have been made anew."""
    _record_factor(kinds.RECOVERY_CODES_MADE, request, user)


def _record_factor(kind: Kind, request: HttpRequest, user: User) -> None:
    record(_as_actor(request, user), kind, user)


def _keep_this_session_only(request: HttpRequest, user: User) -> None:
    """Sessions that were opened under another second factor end."""
    end_other_sessions(_as_actor(request, user), user, keep=request.session.session_key or "")
    # Stamped and saved here: the library's signal may come after the answer, when a new key would reach nobody.
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    request.session.save()


def _record_attempt(kind: Kind, request: HttpRequest | None, name: str) -> None:
    # A name that no account has may be a password typed into the wrong field: it is not kept.
    user = User.objects.filter(username=name).first() if name else None
    details: dict[str, Any] = {} if user else {"unknown_name": True}
    record(Actor.nobody(client_address(request) if request else ""), kind, user, device=_device(request), **details)


def _as_actor(request: HttpRequest | None, user: User) -> Actor:
    return build_actor(user, client_address(request) if request else "")


def _device(request: HttpRequest | None) -> str:
    return request.META.get("HTTP_USER_AGENT", "")[:200] if request else ""
