"""The one source of now.

Real deployments read the machine's clock. A demo shifts it by a stored offset; tests and the simulation fix it with
`at()`. Nothing else in the code base may ask the machine for the time (a house test watches).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)
_offset = timedelta(0)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    fixed = _fixed.get()
    return fixed if fixed is not None else datetime.now(UTC) + _offset


def today() -> date:
    """The present calendar day in Shanghai: what a due date is compared with."""
    return now().astimezone(SHANGHAI).date()


def real_now() -> datetime:
    """The machine's own time, for the demo clock and for measuring; never for business rules."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The calendar day in Shanghai on which an aware moment falls."""
    return moment.astimezone(SHANGHAI).date()


@lru_cache(maxsize=4_096)  # many records begin on the same days
def start_of_day(day: date) -> datetime:
    """Midnight in Shanghai at which the day begins, in UTC."""
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last moment of the day in Shanghai (24:00), in UTC: the meaning of a due date without a time.

    One microsecond, the smallest step of every clock and column here, before the next midnight: whatever happens before
    midnight is in time, and the moment still falls on its own day.
    """
    return datetime.combine(day, time.max, SHANGHAI).astimezone(UTC)


def moment(day: date, at_time: time) -> datetime:
    """A Shanghai day and time of day as an aware UTC moment."""
    return datetime.combine(day, at_time, SHANGHAI).astimezone(UTC)


def shift(offset: timedelta) -> None:
    """Set the demo offset for this process; zero in a real deployment."""
    global _offset  # noqa: PLW0603 - one offset per process is the point
    _offset = offset


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Fix the clock inside the block (tests, simulation). `moment` must be aware."""
    if moment.tzinfo is None:
        raise ValueError("clock.at() needs an aware moment")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
