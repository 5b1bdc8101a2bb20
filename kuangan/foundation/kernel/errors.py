"""The ways in which the system says no."""

from typing import Any


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


class UnscopedRead(RuntimeError):
    """A programming error: rows were read without a scope. Never shown as "everything"."""
