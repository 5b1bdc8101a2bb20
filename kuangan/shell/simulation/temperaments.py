"""How people behave: when they deliver, how careful they are, how long a bureau takes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from kuangan.foundation.kernel import clock


@dataclass(frozen=True)
class Temperament:
    """`late` and `never`: share of duties delivered after the due date or not at all; `returned`: share sent back.

    `lag`: most days after the due date; `asks`: share of duties for which more time is asked.
    """

    name: str
    late: float
    never: float
    returned: float
    lag: int
    asks: float


PUNCTUAL = Temperament("punctual", 0.02, 0.0, 0.05, 3, 0.01)
LATE = Temperament("late", 0.30, 0.01, 0.10, 12, 0.06)
CARELESS = Temperament("careless", 0.10, 0.02, 0.30, 8, 0.03)
LAZY = Temperament("lazy", 0.45, 0.12, 0.18, 30, 0.06)
OFFICE = Temperament("office", 0.06, 0.0, 0.04, 6, 0.01)
"""A bureau or a government office that delivers for itself."""
MIX = (PUNCTUAL, PUNCTUAL, LATE, PUNCTUAL, CARELESS, PUNCTUAL, PUNCTUAL, LATE, PUNCTUAL, LAZY, PUNCTUAL, CARELESS)
"""The mines take their temperament from here in turn."""


def at_work(day: date, chance: Random, *, office: bool = False) -> datetime:
    """A moment of the working day in Shanghai; an office works on weekdays only."""
    while office and day.weekday() >= 5:
        day += timedelta(days=1)
    return clock.moment(day, time(chance.randint(8, 17), chance.randrange(60), chance.randrange(60)))


def delivery_day(who: Temperament, chance: Random, start: date, due: date | None) -> date | None:
    """When somebody delivers what they owe from `start` on and until `due`; None for never."""
    if due is None:
        return start + timedelta(days=chance.randint(5, 60))
    draw = chance.random()
    if draw < who.never:
        return None
    if draw < who.never + who.late:
        return max(due, start) + timedelta(days=chance.randint(1, who.lag))
    span = max((due - start).days, 0)
    if span > 150:
        return start + timedelta(days=chance.randint(25, span))
    earliest = span // 4
    return start + timedelta(days=chance.randint(min(earliest, span), max(span - 1, 0) if span > 1 else span))


def review_day(chance: Random, today: date, slow: bool) -> date:
    """When the bureau gets to it: within days, a slow one sometimes within weeks."""
    return today + timedelta(days=chance.randint(1, 9) if slow else chance.randint(0, 3))
