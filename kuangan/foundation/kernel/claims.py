"""Days and moments that people state themselves (自述): when something happened, as opposed to when it was entered.

A claim is never proof. It is bounded, shown as a claim, and kept beside the moment of entry, which nobody can choose;
whether something was in time is decided by that moment or by what somebody else saw.
"""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused

YEARS_BACK = 5
"""So far back a claim may reach when nothing else bounds it: older papers keep their day in words."""
FIRST_DAY = date(1949, 10, 1)
"""Before it no licence, appointment or fact of a mine in force today began."""


def earliest_claim() -> date:
    """The first day that may be claimed today where nothing else bounds it: a New Year's Day."""
    return date(clock.today().year - YEARS_BACK, 1, 1)


def check_claim(
    stated: date | datetime | None, field: str = "", *, since: date | datetime | None = None, early: Any = "",
    future: Any = "",
) -> None:  # fmt: skip
    """Raise Refused, with the field, for a day or moment in the future or before `since` (`earliest_claim` by default).

    None is nothing claimed. `early` and `future` are sentences that say more than the general ones.
    """
    if stated is not None and _later(stated, clock.now()):
        raise Refused(future or _("This lies in the future. Enter it once it has happened, or correct the day."), field)
    check_not_before(stated, field, since=since, words=early)


def check_not_before(
    stated: date | datetime | None, field: str = "", *, since: date | datetime | None = None, words: Any = ""
) -> None:
    """The lower bound alone, for days that may also lie ahead (the end of a licence)."""
    bound = since or earliest_claim()
    if stated is not None and _later(bound, stated):
        day = _day(bound).isoformat()
        raise Refused(words or _("This lies before %(day)s. Correct the day.") % {"day": day}, field)


def _later(one: date | datetime, other: date | datetime) -> bool:
    """Whether one lies after the other; a day beside a moment is compared by days."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one > other
    return _day(one) > _day(other)


def _day(stated: date | datetime) -> date:
    return clock.day_of(stated) if isinstance(stated, datetime) else stated


def is_claimed(stated: datetime, entered: datetime) -> bool:
    """Whether something is said to have happened on another day than that of its entry."""
    return clock.day_of(stated) != clock.day_of(entered)
