"""How a state is shown: one character, one colour, one word (完 审 退 逾 待 免 重).

The character is notation, like a clause id, and is the same in every language; the word beside it is translated.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock

SOON_DAYS = 7
"""A duty due within this many days gets the dark frame."""


@dataclass(frozen=True)
class Face:
    """What a state looks like: `code` is the CSS suffix (ka-c--code, is-code), `mark` the character."""

    code: str
    mark: str
    word: Any


DONE = Face("done", "完", _("Completed"))
REVIEW = Face("review", "审", _("In review"))
BACK = Face("back", "退", _("Returned"))
OVER = Face("over", "逾", _("Overdue"))
OPEN = Face("open", "待", _("To do"))
SOON = Face("soon", "待", _("To do"))
VOID = Face("void", "免", _("Not owed"))
REDO = Face("redo", "重", _("Redo"))
REDO_REVIEW = Face("redo", "重", _("Redo, in review"))
SOON_LEGEND = Face("soon", "待", _("Due within 7 days"))

FACES = {face.code: face for face in (DONE, REVIEW, BACK, OVER, OPEN, SOON, VOID, REDO)}
LEGEND = (OVER, BACK, REDO, REVIEW, SOON_LEGEND, OPEN, DONE, VOID)
"""Loud first: the order of the board's legend."""

_STATES = {
    "accepted": DONE, "submitted": REVIEW, "returned": BACK, "open": OPEN, "voided": VOID,
    "overdue": OVER, "redo": REDO, "not_owed": VOID,
}  # fmt: skip


def face(state: str, due: date | datetime | None = None, now: date | datetime | None = None, round: int = 1) -> Face:
    """The face of a duty.

    `state` is an assignment state (open, submitted, returned, accepted, voided), overdue, redo, or a face code.
    With `due`, an open or returned duty past it shows 逾 and an open one within 7 days shows the dark frame; `now` is
    a day or an aware moment and defaults to the clock. `round` above 1 shows 重. Raises KeyError for an unknown state.
    """
    state = str(state)
    shown = FACES[state] if state in FACES else _STATES[state]
    if shown is REVIEW and round > 1:
        return REDO_REVIEW
    if shown not in (OPEN, BACK, REDO):
        return shown
    left = days_left(due, now) if due else None
    if left is not None and is_past(due, now):
        return OVER
    if shown is OPEN and round > 1:
        return REDO
    return SOON if shown is OPEN and left is not None and left <= SOON_DAYS else shown


def as_day(value: date | datetime) -> date:
    """The Shanghai calendar day of a day or an aware moment."""
    return clock.day_of(value) if isinstance(value, datetime) else value


def days_left(due: date | datetime | None, now: date | datetime | None = None) -> int | None:
    """Calendar days from now until the due day: 0 today, negative when past; None without a due date."""
    if due is None:
        return None
    return (as_day(due) - as_day(now if now is not None else clock.now())).days


def is_past(due: date | datetime | None, now: date | datetime | None = None) -> bool:
    """Whether the term has run out: the whole due day counts, a moment counts to the second."""
    if due is None:
        return False
    present = now if now is not None else clock.now()
    if isinstance(due, datetime) and isinstance(present, datetime):
        return present > due
    return as_day(due) < as_day(present)
