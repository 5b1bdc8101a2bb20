"""Who calls: the room that knows tokens plugs in here, so that the machinery need not know accounts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from kuangan.foundation.authority.actors import Actor


@dataclass(frozen=True)
class Caller:
    """A recognised caller: the actor it is, and the key under which requests and replays are counted ("token:5").

    `is_narrowed`: the actor's jurisdiction is less than the owner's, so nothing may be left to the worker, which would
    do it with the owner's.
    """

    actor: Actor
    key: str
    is_narrowed: bool = False


Recognise = Callable[[str, HttpRequest], Caller | None]
"""Secret and request → the caller, None for a secret that opens nothing (any more)."""
Keep = Callable[[HttpRequest, str, bool], None]
"""Request, reason, outside: puts a missing right into the audit trail."""


class _Slots:
    """What has been plugged in; nobody is recognised before."""

    recognise: Recognise | None = None
    keep: Keep | None = None


_slots = _Slots()


def provide(recognise: Recognise, keep_refusal: Keep) -> None:
    """Say how a secret is recognised and where refusals are kept."""
    _slots.recognise, _slots.keep = recognise, keep_refusal


def recognised(secret: str, request: HttpRequest) -> Caller | None:
    """The caller behind a secret."""
    return _slots.recognise(secret, request) if _slots.recognise and secret else None


def keep_refusal(request: HttpRequest, reason: str, *, outside: bool) -> None:
    """Leave a record that somebody was refused."""
    if _slots.keep:
        _slots.keep(request, reason, outside)


def secret_of(request: HttpRequest) -> str | None:
    """What stands after `Authorization: Bearer`; None without such a header."""
    kind, _space, secret = request.headers.get("Authorization", "").strip().partition(" ")
    return secret.strip() if kind.lower() == "bearer" else None
