"""The ways in which the system says no, and what it is when the ground it stands on has gone."""

import errno
from typing import Any

from django.db import InterfaceError, OperationalError

WAIT_SECONDS = 20
"""After how long another try is promising once something failed that only waiting helps with; told in Retry-After."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class Refused(Exception):
    """What was asked breaks a rule; the message tells the user how to mend it.

    `field` names the form field to show the message beside, or None for the whole form.
    """

    def __init__(self, message: Any, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class Busy(Refused):
    """Nothing is wrong with what was asked; there is no room for it just now. Nothing was done: ask again later."""


class SentBefore(Refused):
    """The key of this form or entry was used for something else: what is different has not been taken."""


class Forbidden(Exception):
    """The record is inside the actor's jurisdiction but the right is missing: HTTP 403, with the reason."""

    def __init__(self, reason: Any) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


class OutOfScope(Exception):
    """The record is outside the actor's jurisdiction and therefore does not exist for them: HTTP 404."""


class Outage(Exception):
    """Something outside that we stand on does not answer or refuses us, such as the object store: HTTP 503."""


def is_outage(error: BaseException | None) -> bool:
    """Whether what failed was the ground we stand on: database or object store do not answer, or the disk is full."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return isinstance(error, OperationalError | InterfaceError | Outage)


def is_disk_full(error: BaseException | None) -> bool:
    """Whether there is no room left where files or rows are written: only whoever runs the machine can mend that."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    cause = getattr(error, "__cause__", None)
    no_room = "database or disk is full" in str(error) or getattr(cause, "sqlstate", "") == "53100"
    return isinstance(error, OperationalError) and no_room


class UnscopedRead(RuntimeError):
    """A programming error: rows were read without a scope. Never shown as "everything"."""
