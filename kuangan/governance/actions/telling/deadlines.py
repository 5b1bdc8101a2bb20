"""Days of recommended measures: seven days before and the day after, the mine is told; computed from the rows.

What concerns the same request, the same day and the same stage is told together.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.actions import Happening, tell
from kuangan.governance import kinds
from kuangan.governance.queries.reminders import Due, measures_due
from kuangan.hazards.actions.telling.marks import keep_mark, told_up_to
from kuangan.hazards.queries.recipients import People
from kuangan.hazards.rules.reminding import Stage, reached, window

SOURCE = "governance.deadlines"
STAGES = (Stage(-7, "mine"), Stage(1, "mine"))
FIRST_LOOK = timedelta(days=3)
"""How far back the very first look goes."""
_MOST_NAMED = 5


# house: not-atomic — each batch commits by itself; telling the rest again tells nobody twice
def tell_deadlines(actor: Actor) -> int:
    """Tell mines of measures that are nearly due or late; returns how many causes were given. It looks on the first
    round of a day and costs one statement on the others."""
    begin = clock.now()
    known = told_up_to(SOURCE)
    since, today = clock.day_of(known or begin - FIRST_LOOK), clock.day_of(begin)
    if since >= today:
        return 0
    groups: dict[tuple[int, Stage], list[Due]] = {}
    first, last = window(STAGES, since, today)
    for one in measures_due(first, last):
        for stage in reached(STAGES, one.day, since, today):
            groups.setdefault((one.request_id, stage), []).append(one)
    count = tell(actor, _happenings(People(actor), groups)) if groups else 0
    keep_mark(SOURCE, begin)
    return count


def _happenings(people: People, groups: dict[tuple[int, Stage], list[Due]]) -> Iterator[Happening]:
    everything = [one for several in groups.values() for one in several]
    people.look_up({one.mine_id for one in everything}, {one.enterprise_id for one in everything})
    for (request_id, stage), rows in groups.items():
        for day in sorted({one.day for one in rows}):
            yield _happening(people, request_id, stage, [one for one in rows if one.day == day])


def _happening(people: People, request_id: int, stage: Stage, several: list[Due]) -> Happening:
    first = several[0]
    words = "；".join(one.words[:24] for one in several[:_MOST_NAMED]) + ("…" if len(several) > _MOST_NAMED else "")
    told = {"place": first.mine, "count": len(several), "until_on": first.day.isoformat(), "titles": words}
    return Happening(
        kinds.MEASURES_DUE, f"governance.measures:{request_id}:{first.day}:{stage.days}",
        sorted(people.of_mine(first.mine_id, first.enterprise_id)), told,
        reverse("governance:request", args=[request_id]), first.region_code, first.mine_id,
    )  # fmt: skip
