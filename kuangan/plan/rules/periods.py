"""Periods a duty recurs in, and the moment each is due."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from kuangan.foundation.kernel import clock

from .dues import Amount, Cadence, Day, Due, Span
from .parts import Window

WorkingDays = Callable[[date, int], date]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period, both days included. ``key`` is stable: once, all, 2023, 2023-H1, 2023-Q2, 2023-04, 2023-W15."""

    start: date
    end: date
    key: str


def periods(cadence: Cadence, window: Window, upto: date, parameters: Mapping[str, Any] | None = None) -> list[Period]:
    """The periods of a cadence inside the window that begin on or before ``upto``, in order.

    ``once`` and ``continuous`` have one period, known from the window's first day even if the cadence starts later.
    Calendar periods are cut at the window's ends, their keys are not. ``on_event`` has none here: each event makes
    its own (``event_period``).
    """
    cadence = in_rhythm(cadence, parameters or {})
    inner = narrowed(cadence, window, parameters or {})
    if inner is None or cadence.kind == "on_event":
        return []
    if cadence.kind in ("once", "continuous"):
        key = "once" if cadence.kind == "once" else "all"
        return [Period(inner.start, inner.end, key)] if window.start <= upto else []
    found = []
    for period in _calendar(cadence, inner, parameters or {}):
        if period.start > min(upto, inner.end):
            break
        found.append(period)
    return found


def in_rhythm(cadence: Cadence, parameters: Mapping[str, Any]) -> Cadence:
    """The cadence with the kind that the region's parameter gives it; unchanged where the plan fixes the kind."""
    kind = parameters.get(cadence.rhythm, cadence.kind) if cadence.rhythm else cadence.kind
    return cadence if kind == cadence.kind else replace(cadence, kind=kind)


def narrowed(cadence: Cadence, window: Window, parameters: Mapping[str, Any]) -> Window | None:
    """The window cut by the cadence's own start and end; None if nothing is left."""
    start = max(window.start, day_of(cadence.starts, window.start, parameters)) if cadence.starts else window.start
    end = min(window.end, day_of(cadence.ends, window.end, parameters)) if cadence.ends else window.end
    return Window(start, end) if start <= end else None


def event_period(day: date, key: str, window: Window) -> Period:
    """The period an event opens: from its day to the window's end. ``key`` names the event itself (``status:123``)."""
    return Period(max(day, window.start), max(day, window.end), f"event:{key}")


def _calendar(cadence: Cadence, window: Window, parameters: Mapping[str, Any]) -> Iterator[Period]:
    day = window.start
    while day <= window.end:
        first, following, key = _around(cadence, day, window, parameters)
        yield Period(max(first, window.start), min(following - timedelta(days=1), window.end), key)
        day = following


def _around(cadence: Cadence, day: date, window: Window, parameters: Mapping[str, Any]) -> tuple[date, date, str]:
    """First day of the period around ``day``, first day of the next one, and the key."""
    if cadence.kind == "weekly":
        first = day - timedelta(days=day.weekday())
        year, week, _weekday = day.isocalendar()
        return first, first + timedelta(days=7), f"{year}-W{week:02d}"
    if cadence.kind == "every_days":
        step = max(1, (cadence.every or Amount(1)).of(parameters))
        return day, day + timedelta(days=step), f"D{day.isoformat()}"
    months = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}[cadence.kind]
    index = (day.month - 1) // months
    first = date(day.year, index * months + 1, 1)
    following = date(day.year + (1 if (index + 1) * months == 12 else 0), ((index + 1) * months) % 12 + 1, 1)
    key = {
        "monthly": f"{day.year}-{day.month:02d}",
        "quarterly": f"{day.year}-Q{index + 1}",
        "half_yearly": f"{day.year}-H{index + 1}",
        "yearly": f"{day.year}",
    }[cadence.kind]
    return first, following, key


def day_of(day: Day, near: date, parameters: Mapping[str, Any]) -> date:
    """The day itself; a month_day parameter is taken in the year of ``near``. KeyError if the parameter is missing."""
    if not day.parameter:
        if day.fixed is None:
            raise ValueError("a day needs a date or a parameter")
        return day.fixed
    value = parameters[day.parameter]
    if isinstance(value, date):
        return value
    text = str(value)
    return date.fromisoformat(text if len(text) == 10 else f"{near.year}-{text}")


def due_at(
    due: Due,
    period: Period,
    parameters: Mapping[str, Any] | None = None,
    event_date: date | None = None,
    working_days: WorkingDays | None = None,
) -> datetime | None:
    """The moment (aware, Asia/Shanghai) a duty is due in a period; None when the plan sets no deadline.

    ``working_days(day, n)`` gives the n-th working day after (n < 0: before) ``day``; without it Monday to Friday
    count. ``event_date`` is needed by ``after_event``; ValueError without it.
    """
    day = _due_day(due, period, parameters or {}, event_date, working_days or weekdays)
    if day is None:
        return None
    moment = _shifted(day, due.shift, working_days or weekdays)
    return (clock.moment(moment, due.at) if due.at else clock.end_of_day(moment)).astimezone(clock.SHANGHAI)


def _due_day(
    due: Due, period: Period, parameters: Mapping[str, Any], event_date: date | None, working_days: WorkingDays
) -> date | None:
    match due.rule:
        case "none":
            return None
        case "on":
            return day_of(due.day or Day(), period.start, parameters)
        case "before":
            limit = day_of(due.day or Day(), period.start, parameters)
            return moved(limit, due.span or Span(Amount(1)), parameters, working_days, back=True)
        case "after_event":
            if event_date is None:
                raise ValueError("a deadline after an event needs the event's date")
            return moved(event_date, due.span or Span(Amount(0)), parameters, working_days)
        case "after_period":
            return moved(period.end, due.span or Span(Amount(0)), parameters, working_days)
        case _:
            return period.end


def moved(
    day: date, span: Span, parameters: Mapping[str, Any], working_days: WorkingDays | None = None, *, back: bool = False
) -> date:
    """``day`` plus (``back``: minus) a span of days or working days."""
    count = span.days.of(parameters) * (-1 if back else 1)
    if span.working and count:
        return (working_days or weekdays)(day, count)
    return day + timedelta(days=count)


def weekdays(day: date, count: int) -> date:
    """The ``count``-th Monday-to-Friday day after ``day`` (before it if negative)."""
    step = 1 if count > 0 else -1
    left = abs(count)
    while left:
        day += timedelta(days=step)
        left -= day.weekday() < 5
    return day


def _shifted(day: date, shift: str, working_days: WorkingDays) -> date:
    """The day itself if it is a working day; else the next or previous one, if the plan says so."""
    if shift == "none":
        return day
    if shift == "next":
        return working_days(day - timedelta(days=1), 1)
    return working_days(day + timedelta(days=1), -1)
