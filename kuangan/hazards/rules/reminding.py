"""When somebody is told of a date: stages before and after it, the present one only. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Stage:
    """So many `days` before (negative) or after (positive) a date, somebody is told. `to`: mine, principal, county,
    leaders or city."""

    days: int
    to: str


DEADLINE = (Stage(-7, "mine"), Stage(-2, "mine"), Stage(1, "mine"), Stage(3, "county"), Stage(7, "city"))
"""The deadline of rectification."""
FIVE = (Stage(3, "principal"), Stage(7, "county"))
"""After the determination of a major hazard whose five are not in place."""
UNDECIDED = (Stage(2, "principal"), Stage(3, "county"))
"""After a suspected hazard was entered."""
VERIFICATION = (Stage(1, "leaders"),)
"""After the day by which an application is to be verified."""
RETURN = (Stage(-1, "county"), Stage(1, "county"), Stage(3, "city"))
"""The day of a progress return under a listed supervision."""
MEASURE = (Stage(-7, "mine"), Stage(1, "mine"), Stage(7, "county"))
"""The day of the lasting measure."""
REVIEW = (Stage(-7, "mine"), Stage(1, "mine"))
"""The day on which a risk is to be reviewed."""


def window(stages: Sequence[Stage], since: date, today: date) -> tuple[date, date]:
    """The first and the last date for which any stage was reached after `since`, up to today."""
    days = [stage.days for stage in stages]
    return since - timedelta(days=max(days) - 1), today - timedelta(days=min(days))


def reached(stages: Sequence[Stage], day: date, since: date, today: date) -> list[Stage]:
    """The stages of a date that were reached after `since`: of each addressee the latest, and none before the date
    once it has passed. A jump of many days so tells everybody once."""
    found: dict[str, Stage] = {}
    for stage in stages:
        on = day + timedelta(days=stage.days)
        if on > today or (stage.days < 0 <= (today - day).days - 1):
            continue
        if stage.to not in found or stage.days > found[stage.to].days:
            found[stage.to] = stage
    return [stage for stage in found.values() if day + timedelta(days=stage.days) > since]
