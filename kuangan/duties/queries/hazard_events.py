"""Events of the hazard ledger as plans name them. Their keys name the hazard for ever, whatever becomes of it."""

from collections.abc import Iterable, Iterator

from kuangan.duties.models import Assignment
from kuangan.duties.queries.events import Happening
from kuangan.duties.rules.planning import Occurrence
from kuangan.foundation.authority.scopes import Scope
from kuangan.hazards.queries import facts

_SYSTEM = Scope.everywhere()
_KEY = "hazard:"
_PERIOD = f"event:{_KEY}"
"""How the period of an assignment that such an event opened is called."""


# house: unscoped — derivation works for the whole plan
def hazards_found(mine_ids: set[int] | None) -> Iterator[Happening]:
    """Every major hazard, on the day it was determined; `grade` can be matched. Nothing is owed for a general one."""
    yield from _happenings("hazard_found", facts.majors(_SYSTEM, mine_ids), {"grade": "major"})


# house: unscoped — derivation works for the whole plan
def majors_missed(mine_ids: set[int] | None) -> Iterator[Happening]:
    """Every major hazard that a check of the bureaus found and the mine itself had not, on the day it was determined
    (七(四))."""
    yield from _happenings("major_hazard_missed", facts.majors_missed(_SYSTEM, mine_ids), {})


# house: unscoped — derivation works for the whole plan
def slope_dangers_found(mine_ids: set[int] | None) -> Iterator[Happening]:
    """Every danger of a slope that slides or may collapse, on the day it was found (五(一)6(2)): whether people have
    been ordered out already changes nothing."""
    yield from _happenings("slope_danger_found", facts.slope_dangers(_SYSTEM, mine_ids), {})


# house: unscoped — derivation works for the whole plan
def people_withdrawn(mine_ids: set[int] | None) -> Iterator[Happening]:
    """Every hazard over which people were ordered out, on the day of the first order."""
    yield from _happenings("people_withdrawn", facts.evacuated(_SYSTEM, mine_ids), {})


def _happenings(event: str, found: Iterable[facts.Occasion], data: dict[str, str]) -> Iterator[Happening]:
    for one in found:
        yield Happening(Occurrence(event, f"{_KEY}{one.hazard_id}", one.on, one.known_at, data), one.mine_id)


# house: unscoped — reads a name, no row
def hazard_of(assignment: Assignment) -> int | None:
    """The number of the hazard that an assignment is about; None for one that no hazard has opened."""
    key = assignment.period_key
    tail = key.removeprefix(_PERIOD) if key.startswith(_PERIOD) else ""
    return int(tail) if tail.isdecimal() else None
