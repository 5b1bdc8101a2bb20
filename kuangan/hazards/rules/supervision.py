"""When progress returns under a listed supervision are due, how many are missing, and which one an entry answers."""

from datetime import datetime, timedelta

from kuangan.foundation.kernel import clock


def first_due(listed_at: datetime, interval_days: int) -> datetime:
    """The first return is due one interval after the day of the listing, at the end of that day."""
    return clock.end_of_day(clock.day_of(listed_at)) + timedelta(days=interval_days)


def missed(due_at: datetime | None, interval_days: int, now: datetime) -> int:
    """How many returns are overdue, when the earliest that was not made was due at `due_at`."""
    if due_at is None or due_at >= now:
        return 0
    return 1 + (now - due_at) // timedelta(days=interval_days)


def is_open(due_at: datetime, interval_days: int, listed_at: datetime, now: datetime) -> bool:
    """Whether a return made now answers the one due at `due_at`: its interval has begun.

    The first interval begins with the listing. What is told before that is welcome and answers nothing: ten returns
    on one day are not those of ten weeks.
    """
    return now >= due_at - timedelta(days=interval_days) or due_at <= first_due(listed_at, interval_days)
