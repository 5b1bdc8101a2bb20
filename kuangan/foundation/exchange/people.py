"""Who is behind an account number when the worker does what somebody asked: the room of accounts says it."""

from collections.abc import Callable

from kuangan.foundation.authority.actors import Actor

Finder = Callable[[int, str], Actor | None]
_finders: list[Finder] = []


def supply(finder: Finder) -> None:
    """Have `finder(account number, network address)` say who somebody is today; None when they may no longer act."""
    _finders[:] = [finder]


def actor_of(user_id: int | None, address: str) -> Actor:
    """The person with the rights of today; nobody when the account is gone."""
    found = _finders[0](user_id, address) if _finders and user_id is not None else None
    return found or Actor.nobody(address)
