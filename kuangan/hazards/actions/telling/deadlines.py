"""Deadlines: what has come so near, or is so late, that somebody is told of it today; computed from the rows.

One statement a sort of date, over the days for which a stage was reached since the last look. What concerns the same
mine (or county), the same day and the same stage is told together.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.actions import Happening, tell
from kuangan.foundation.notices.kinds import Kind
from kuangan.hazards import kinds
from kuangan.hazards.actions.telling.dated import SORTS, Dated, Sort
from kuangan.hazards.actions.telling.marks import keep_mark, told_up_to
from kuangan.hazards.queries.recipients import People
from kuangan.hazards.queries.reminders import unreported
from kuangan.hazards.rules.reminding import Stage, reached, window
from kuangan.registry.models import Region

SOURCE = "hazards.deadlines"
PAUSE = timedelta(hours=1)
"""Between two looks at the clocks that run in hours."""
FIRST_LOOK = timedelta(days=3)
"""How far back the very first look goes."""
_MOST_NAMED = 5
_AT_ONCE = 1_000


# house: not-atomic — each batch commits by itself; telling the rest again tells nobody twice
def tell_deadlines(actor: Actor) -> int:
    """Tell people of dates that come near or have passed; returns how many causes were given. Days are looked at on
    the first round of a day, the clock of reporting every hour; between these it costs one statement."""
    begin = clock.now()
    known = told_up_to(SOURCE)
    if known is not None and begin - known < PAUSE:
        return 0
    since = clock.day_of(known or begin - FIRST_LOOK)
    today = clock.day_of(begin)
    people = People(actor)
    count = _tell_unreported(actor, people, known or begin - FIRST_LOOK, begin)
    if since < today:
        count += sum(_tell_sort(actor, people, sort, since, today) for sort in SORTS)
    keep_mark(SOURCE, begin)
    return count


def _tell_unreported(actor: Actor, people: People, start: datetime, end: datetime) -> int:
    """The clock of reporting has run out (安全生产法 41): the principal and the county."""
    rows = unreported(start, end)
    over = ((row, Stage(0, to)) for row in rows for to in ("principal", "county"))
    return tell(actor, _happenings(people, Sort("report", (), unreported, {"": kinds.REPORT_OVER}), list(over)))


def _tell_sort(actor: Actor, people: People, sort: Sort, since: date, today: date) -> int:
    first, last = window(sort.stages, since, today)
    found = sort.read(clock.start_of_day(first), clock.end_of_day(last))
    due = [(one, stage) for one in found for stage in reached(sort.stages, one.day, since, today)]
    return tell(actor, _happenings(people, sort, due)) if due else 0


def _happenings(people: People, sort: Sort, due: list[tuple[Dated, Stage]]) -> Iterator[Happening]:
    """Those of the same addressee, day and stage together; people of mines are read a thousand mines at a time."""
    groups: dict[tuple[Any, ...], list[Dated]] = {}
    for one, stage in due:
        whose = one.mine_id if stage.to in ("mine", "principal") else one.region_code
        groups.setdefault((stage.to, stage.days, whose, one.day), []).append(one)
    counties = {several[0].region_code for several in groups.values()}
    names = dict(Region.objects.filter(code__in=counties).values_list("code", "name"))
    keys = list(groups)
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        firsts = [groups[key][0] for key in part]
        people.look_up({one.mine_id for one in firsts}, {one.enterprise_id for one in firsts})
        for key in part:
            yield _happening(people, sort, Stage(key[1], key[0]), groups[key], names)


def _happening(people: People, sort: Sort, stage: Stage, several: list[Dated], names: dict[str, str]) -> Happening:
    first = several[0]
    of_mine = stage.to in ("mine", "principal")
    whose = f"mine:{first.mine_id}" if of_mine else f"county:{first.region_code}"
    told = {
        "place": first.mine if of_mine else names.get(first.region_code, first.region_code),
        "count": len(several),
        "days": abs(stage.days),
        "until_on": first.day.isoformat(),
        "titles": _titles(several, of_mine),
    }
    return Happening(
        _kind(sort, stage), f"hazards.{sort.name}:{whose}:{first.day}:{stage.to}:{stage.days}{_which(sort, several)}",
        sorted(_recipients(people, stage.to, first)), told, _url(sort, several, of_mine), first.region_code,
        first.mine_id if of_mine else None,
    )  # fmt: skip


def _which(sort: Sort, several: list[Dated]) -> str:
    """Clocks that run in hours have several rounds a day, each with its own."""
    return f":{min(one.pk for one in several)}" if sort.name == "report" else ""


def _kind(sort: Sort, stage: Stage) -> Kind:
    """The kind for before the date, or for the addressee after it, else the only one."""
    wanted = "before" if stage.days < 0 else stage.to
    return sort.kinds.get(wanted) or sort.kinds[""]


def _titles(several: Iterable[Dated], of_mine: bool) -> str:
    named = [one.title if of_mine else f"{one.mine} {one.title}" for one in several]
    return "；".join(named[:_MOST_NAMED]) + ("…" if len(named) > _MOST_NAMED else "")


def _recipients(people: People, to: str, one: Dated) -> set[int]:
    if to == "mine":
        return people.of_mine(one.mine_id, one.enterprise_id)
    if to == "principal":
        return people.principals(one.mine_id, one.enterprise_id)
    if to == "leaders":
        return people.county_leaders(one.region_code)
    return people.of_city(one.region_code) if to == "city" else people.of_county(one.region_code)


def _url(sort: Sort, several: list[Dated], of_mine: bool) -> str:
    """The thing itself, or the list that holds all of them."""
    if len(several) == 1:
        return reverse("hazards:risk" if sort.of_risks else "hazards:hazard", args=[several[0].pk])
    asked = {"mine": several[0].mine_id} if of_mine else {"county": several[0].region_code}
    return f"{reverse('hazards:risks' if sort.of_risks else 'hazards:list')}?{urlencode({**asked, **sort.asked})}"
