"""The course of a hazard from finding to close-out, as the chain of steps on its page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuangan.foundation.ui.rules import day
from kuangan.hazards.queries.record import Record
from kuangan.hazards.states import Grade, HazardState

DONE, NOW, LATER = "done", "now", ""


@dataclass(slots=True)
class Step:
    """One step: done, at work, or still to come."""

    label: Any
    note: Any = ""
    state: str = LATER


def steps(record: Record) -> list[Step]:
    """The steps; what is done carries its day, the present one its term."""
    found = _general(record) if record.row.grade == Grade.GENERAL else _major(record)
    if record.row.state == HazardState.WITHDRAWN:
        done = [one for one in found if one.state == DONE]
        return [*done, Step(pgettext("step", "Withdrawn"), day(record.row.withdrawn_at), NOW)]
    present = next((one for one in found if one.state != DONE), None)
    if present is not None:
        present.state = NOW
    return found


def _step(label: Any, when: Any, later: Any = "") -> Step:
    return Step(label, day(when), DONE) if when else Step(label, later)


def _found(record: Record) -> Step:
    stated = _("%(day)s (stated)") if record.row.is_stated else "%(day)s"
    return Step(pgettext("step", "Found"), stated % {"day": day(record.row.found_at)}, DONE)


def _rectified(record: Record) -> Step:
    row = record.row
    until = _("by %(day)s") % {"day": day(row.deadline_at)} if row.deadline_at else ""
    if row.rectified_at is None:
        return Step(pgettext("step", "Rectified"), until)
    return Step(pgettext("step", "Rectified"), _("%(day)s (stated)") % {"day": day(row.rectified_at)}, DONE)


def _major(record: Record) -> list[Step]:
    row = record.row
    return [
        _found(record),
        _step(pgettext("step", "Determined"), row.determined_at if row.is_major else None),
        _step(pgettext("step", "Five in place"), row.begun_at, _("the principal signs")),
        _rectified(record),
        _step(pgettext("step", "Accepted"), row.verified_at, _("two people on site")),
        _step(pgettext("step", "Closed out"), row.closed_at, _("by the city bureau")),
    ]


def _general(record: Record) -> list[Step]:
    row = record.row
    return [
        _found(record),
        _step(pgettext("step", "In place"), row.begun_at, _("person, measures, deadline")),
        _rectified(record),
        _step(pgettext("step", "Accepted and closed out"), row.closed_at, _("never by who rectified it")),
    ]
