"""Working days (工作日): weekends, statutory holidays and make-up days.

The `holidays` package seeds the calendar; what a higher room `provide`s overrides it, because the State Council
announces days off and make-up days only in the autumn before.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache

_announced: list[Callable[[], Mapping[date, bool]]] = []


def provide(announced: Callable[[], Mapping[date, bool]]) -> None:
    """Let a room say which days were announced: True for a day that is worked, False for a day off."""
    _announced[:] = [announced]


def is_seeded(year: int) -> bool:
    """Whether the package knows what was announced for the year: it then knows its make-up days, of which each has."""
    return any(day.year == year for day in _calendar(year)[1])


@lru_cache(maxsize=32)
def _calendar(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and worked weekends of one year, as the package knows them."""
    import holidays  # here: 8 MB that a process without deadlines does not need

    off = holidays.country_holidays("CN", years=year)
    worked: set[date] = getattr(off, "weekend_workdays", set())
    return frozenset(off.keys()), frozenset(worked)


def is_working_day(day: date, overrides: Mapping[date, bool] | None = None) -> bool:
    """Whether offices work on `day`. `overrides` are the announced days when the caller has them at hand."""
    known = _overrides() if overrides is None else overrides
    if day in known:
        return known[day]
    off, worked = _calendar(day.year)
    if day in worked:
        return True
    return day.weekday() < 5 and day not in off


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day` (the day itself does not count); negative counts go back."""
    return _counted(day, count, _overrides())


def working_day_counter() -> Callable[[date, int], date]:
    """`add_working_days` with the announced days read now and answers remembered: for long work that asks once."""
    known = _overrides()
    return cache(lambda day, count: _counted(day, count, known))


def _counted(day: date, count: int, known: Mapping[date, bool]) -> date:
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        if is_working_day(day, known):
            left -= 1
    return day


def next_working_day(day: date) -> date:
    """`day` itself when offices work on it, otherwise the next day on which they do."""
    known = _overrides()
    while not is_working_day(day, known):
        day += timedelta(days=1)
    return day


def _overrides() -> Mapping[date, bool]:
    return _announced[0]() if _announced else {}
