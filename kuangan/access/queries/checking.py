"""Whether a check of the audit trail is under way. Kept beside the database's rows: it says nothing that must last."""

from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock

_KEY = "audit-verify"
_GIVEN_UP = 3600
"""Seconds after which a check that never said it was finished may be asked for again."""


class UnderWay(NamedTuple):
    """Who asked for the check that is under way, and when."""

    by: str
    since: datetime


# house: unscoped — a name and a time, nothing about any record
def begun(actor: Actor) -> bool:
    """Take the turn for a check; False while another one is under way."""
    return bool(cache.add(_KEY, (actor.name, clock.now()), timeout=_GIVEN_UP))


# house: unscoped — a name and a time, nothing about any record
def under_way() -> UnderWay | None:
    """The check that is under way."""
    found = cache.get(_KEY)
    return UnderWay(*found) if found else None


# house: unscoped — a name and a time, nothing about any record
def finished() -> None:
    """The check is over, however it ended."""
    cache.delete(_KEY)
