"""Who owes what: a duty, the dated facts of a bearer and the calendar, turned into the assignments there must be.

Pure and total: the same plan, facts and day always give the same answer, whatever was derived before. That is what
lets a nightly job, a single change of facts and a recomputation from scratch agree (tests/test_derivation.py).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from kuangan.foundation.kernel import clock
from kuangan.plan.rules.dues import PERIODIC, Duty
from kuangan.plan.rules.parts import Window
from kuangan.plan.rules.periods import Period, due_at, event_period, periods
from kuangan.plan.rules.predicates import Predicate, holds

WorkingDays = Callable[[date, int], date]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The facts of a bearer over days in which none of them changed. `end` is exclusive; None means until now."""

    start: date
    end: date | None
    facts: Mapping[str, Any]
    known_at: datetime

    def covers(self, day: date) -> bool:
        """Whether the stretch holds on `day`."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Run:
    """Days without a gap on which a condition held. `known_at`: when that could first be known."""

    start: date
    end: date | None
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happened and opens an on-event duty. `key` names it for ever; `data` is matched by the plan."""

    event: str
    key: str
    on: date
    known_at: datetime
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the plan and the calendar say, the same for every bearer with the same parameters.

    `published` gives, per duty id, when the first version that holds the duty was published.
    """

    window: Window
    parameters: Mapping[str, Any]
    today: date
    published: Mapping[str, datetime]
    working_days: WorkingDays


@dataclass(frozen=True, slots=True)
class Owed:
    """One assignment that must exist. `due` counts; `first_due` is what the plan said before any late arrival."""

    period: Period
    since: date
    known_at: datetime
    first_due: datetime | None
    due: datetime | None
    late: bool
    event_on: date | None = None


def runs_of(condition: Predicate, stretches: Iterable[Stretch]) -> list[Run]:
    """The runs of days on which `condition` held, in order; `stretches` come sorted and may leave gaps."""
    runs: list[Run] = []
    for stretch in stretches:
        if not holds(condition, stretch.facts):
            continue
        if runs and runs[-1].end == stretch.start:
            last = runs[-1]
            runs[-1] = Run(last.start, stretch.end, min(last.known_at, stretch.known_at))
        else:
            runs.append(Run(stretch.start, stretch.end, stretch.known_at))
    return runs


def owed(duty: Duty, runs: Sequence[Run], setting: Setting, occurrences: Iterable[Occurrence] = ()) -> list[Owed]:
    """The assignments of one duty for one bearer, given the runs on which its condition held.

    `finish_period` duties are owed for every period the condition touched; `void` duties only while it holds.
    """
    if not duty.in_force(setting.parameters):
        return []
    if duty.cadence.kind == "on_event":
        return _on_event(duty, runs, setting, occurrences)
    found = []
    for period in periods(duty.cadence, setting.window, setting.today, setting.parameters):
        run = run_for(runs, period, setting.today, finish=duty.on_end == "finish_period")
        if run is not None:
            found.append(_assigned(duty, run, period, setting, None))
    return found


def arriving(duty: Duty, item: Owed, since: date, known_at: datetime, setting: Setting) -> Owed | None:
    """The same for a bearer in scope only `since` a day, entered at `known_at`; None when it ended before."""
    if (item.event_on or item.period.end) < since:
        return None
    run = Run(max(item.since, since), None, max(item.known_at, known_at))
    return _assigned(duty, run, item.period, setting, item.event_on)


def run_for(runs: Sequence[Run], period: Period, today: date, *, finish: bool) -> Run | None:
    """The latest run that makes the period owed, or None."""
    as_of = min(today, period.end)
    first = min(period.start, as_of) if finish else as_of
    for run in reversed(runs):
        if run.start <= as_of and (run.end is None or run.end > first):
            return run
    return None


def _on_event(duty: Duty, runs: Sequence[Run], setting: Setting, occurrences: Iterable[Occurrence]) -> list[Owed]:
    found = []
    for occurrence in occurrences:
        if not _matches(duty, occurrence) or occurrence.on not in setting.window or occurrence.on > setting.today:
            continue
        period = event_period(occurrence.on, occurrence.key, setting.window)
        run = next((run for run in runs if run.start <= occurrence.on and not _ended(run, occurrence.on)), None)
        if run is not None:
            known = Run(run.start, run.end, max(run.known_at, occurrence.known_at))
            found.append(_assigned(duty, known, period, setting, occurrence.on))
    return found


def _matches(duty: Duty, occurrence: Occurrence) -> bool:
    if duty.cadence.event != occurrence.event:
        return False
    return all(occurrence.data.get(name) in allowed for name, allowed in duty.cadence.match.items())


def _ended(run: Run, day: date) -> bool:
    return run.end is not None and run.end <= day


def _assigned(duty: Duty, run: Run, period: Period, setting: Setting, event_on: date | None) -> Owed:
    known_at = max(run.known_at, setting.published[duty.id])
    first = due_at(duty.due, period, setting.parameters, event_on, setting.working_days)
    late = first is not None and first < known_at
    due = _grace_end(duty, known_at, setting) if late else first
    return Owed(period, max(run.start, setting.window.start), known_at, first, due, late, event_on)


def _grace_end(duty: Duty, known_at: datetime, setting: Setting) -> datetime:
    """The end of the grace that a bearer gets who could not have known before the due date. A recurring duty without a
    grace of its own is made up for together with the period that was running then."""
    day, grace = clock.day_of(known_at), duty.grace.of(setting.parameters)
    if not grace and duty.cadence.kind in PERIODIC:
        for running in periods(duty.cadence, setting.window, day, setting.parameters)[-1:]:
            due = due_at(duty.due, running, setting.parameters, None, setting.working_days)
            if due is not None and due >= known_at:
                return due
    return clock.end_of_day(day + timedelta(days=grace))


def since_of(fact: str, stretches: Sequence[Stretch], day: date) -> date | None:
    """The first day of the unbroken time over which a fact has had the value it has on `day`."""
    first: date | None = None
    value: Any = None
    for stretch in reversed(stretches):
        if stretch.start > day:
            continue
        if first is not None and (stretch.facts.get(fact) != value or stretch.end != first):
            break
        first, value = stretch.start, stretch.facts.get(fact)
    return first
