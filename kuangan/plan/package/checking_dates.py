"""Dates of a package that contradict each other. The document stays the source of truth: most are warnings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from kuangan.foundation.ui.rules import day as day_words

from ..rules.dues import PERIODIC
from ..rules.parameters import values
from ..rules.periods import due_at, narrowed, periods
from .building import build
from .findings import ERROR, WARNING, Finding, at
from .parts import Duty, PlanPackage
from .reading import Source, ValuePath


def contradictions(source: Source) -> list[Finding]:
    """Window, stages and deadlines against each other, with the parameters at their defaults."""
    package = build(source.data)
    found = list(_spans(source, package))
    if any(finding.level == ERROR for finding in found):
        return found
    for number, duty in enumerate(package.duties):
        found += _duty(source, package, number, duty)
    return found


def _spans(source: Source, package: PlanPackage) -> Iterator[Finding]:
    window = package.window
    if window.end < window.start:
        yield at(
            source, ("window", "end"), ERROR, _("The window ends before it starts."), _("Correct one of the two days.")
        )
        return
    for number, phase in enumerate(package.phases):
        path: ValuePath = ("phases", number)
        if phase.window.end < phase.window.start:
            message = _("Stage “%(title)s” ends before it starts.") % {"title": phase.title}
            yield at(source, (*path, "ends"), ERROR, message, _("Correct one of the two days."))
        elif phase.window.start not in window or phase.window.end not in window:
            message = _("Stage “%(title)s” lies partly outside the plan's window.") % {"title": phase.title}
            yield at(
                source,
                (*path, "starts"),
                WARNING,
                message,
                _("Check against the document; widen the window if it is right."),
            )


def _duty(source: Source, package: PlanPackage, number: int, duty: Duty) -> Iterator[Finding]:
    path: ValuePath = ("duties", number)
    parameters = values(package.parameters)
    if narrowed(duty.cadence, package.window, parameters) is None:
        message = _("“%(title)s” never falls inside the plan's window.") % {"title": duty.title}
        yield at(source, (*path, "cadence"), ERROR, message, _("Correct its start or end."))
        return
    if duty.due.rule == "after_event" or duty.cadence.kind == "on_event":
        return
    for period in periods(duty.cadence, package.window, package.window.end, parameters):
        moment = due_at(duty.due, period, parameters)
        day = moment.date() if moment else None
        told = day and (_no_grace(package, duty, day) or _clash(package, duty, day, period.start))
        if told:
            yield at(source, (*path, "due") if "due" in source.data["duties"][number] else path, WARNING, *told)
            return


def _no_grace(package: PlanPackage, duty: Duty, day: date) -> tuple[str, str] | None:
    """A duty that is over when the plan is published, and that leaves no time to whoever learns of it then. A recurring
    duty is made up for together with the running period."""
    has_grace = duty.grace.parameter or duty.grace.value or duty.cadence.kind in PERIODIC
    if has_grace or not package.published_on or day >= package.published_on:
        return None
    names = {"title": duty.title, "day": day_words(day, year=True)}
    return (
        _("“%(title)s” is due on %(day)s, before the plan was published, and gives no days of grace.") % names,
        _("Everybody would be overdue the day after: give it grace_days, or a later day."),
    )


def _clash(package: PlanPackage, duty: Duty, day: date, begins: date) -> tuple[str, str] | None:
    names = {"title": duty.title, "day": day_words(day, year=True)}
    if package.published_on and day < package.published_on:
        return (
            _("“%(title)s” is due on %(day)s, before the plan was published.") % names,
            _("It will arrive late and is not counted as a breach; nothing to mend if the document says so."),
        )
    if day not in package.window and duty.due.rule != "after_period":
        return (
            _("“%(title)s” is due on %(day)s, outside the plan's window.") % names,
            _("Check the day against the document."),
        )
    if day < begins:
        return (
            _("“%(title)s” is due on %(day)s, before its own period begins.") % names,
            _("Check its start against the document."),
        )
    phase = next((each for each in package.phases if each.id == duty.phase), None)
    if phase and duty.cadence.kind == "once" and day not in phase.window:
        return (
            _("“%(title)s” is due on %(day)s, outside its stage “%(phase)s”.") % {**names, "phase": phase.title},
            _("Stages gate nothing; check the day against the document."),
        )
    return None
