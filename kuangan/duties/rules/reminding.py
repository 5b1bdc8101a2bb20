"""When somebody is reminded: what the plan says of a duty, the due day and today. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kuangan.plan.rules.dues import Escalation, Reminder

USUAL = Reminder(before=(7, 2), after=(1,), escalate=(Escalation(3, "county_bureau"), Escalation(7, "city_bureau")))
"""For a duty of which the plan says nothing; a plan overrules it with `reminders`, and can be changed by a version."""
BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody is to be told. `days`: before the due day when `late` is False, after it otherwise. `to`: whom."""

    days: int
    late: bool
    to: str = BEARER


def of_plan(said: Reminder) -> Reminder:
    """What holds for a duty."""
    return said if said != Reminder() else USUAL


def calls(reminder: Reminder, due: date, today: date, since: date | None = None) -> list[Call]:
    """Whom to tell today, the present stage of each only: a jump of many days tells everybody once.

    `since`: the day of the last look; stages reached until then have been told. None tells the present stage anyway.
    """
    left = (due - today).days
    found = []
    if left >= 0:
        stage = min((days for days in reminder.before if days >= left), default=None)
        if stage is not None and _is_new(due - timedelta(days=stage), since):
            found.append(Call(stage, late=False))
        return found
    stage = max((days for days in reminder.after if days <= -left), default=None)
    if stage is not None and _is_new(due + timedelta(days=stage), since):
        found.append(Call(stage, late=True))
    for to, days in _highest(reminder.escalate, -left).items():
        if _is_new(due + timedelta(days=days), since):
            found.append(Call(days, late=True, to=to))
    return found


def longest_before(reminders: Iterable[Reminder]) -> int:
    """How many days ahead to look at all."""
    return max((days for each in reminders for days in each.before), default=0)


def _highest(escalations: Iterable[Escalation], over: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in escalations:
        if each.days <= over:
            found[each.to] = max(each.days, found.get(each.to, 0))
    return found


def _is_new(reached: date, since: date | None) -> bool:
    return since is None or reached > since
