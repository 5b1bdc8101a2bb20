"""Where evidence finds its facts: rooms supply a measure by name, and an assignment's page asks it.

A measure is a function `(assignment, arguments) -> Measured`. A ledger that comes later calls
`supply("readiness.drill", measure)` in its apps.py; until then the requirement says that it waits for the ledger and
takes the substitute that the plan names. See docs/architecture.md, "Supplying a ledger".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kuangan.duties.models import Assignment
from kuangan.duties.rules.figures import REF, Cover, Figure, plain
from kuangan.plan.rules.supplies import Supply

COVER = "cover"
"""The argument under which a measure finds what it covers."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The answer of a ledger: the figure, and what was found in words, with a link to it where there is one.

    `text` where the answer is no number (a name). `rows`: the lines of a list by the keys of the plan's columns, each
    with the number of its record under REF; a signature over the list is over them. `signed_by` names who signed what
    was found.
    """

    value: float
    found: str = ""
    url: str = ""
    text: str = ""
    rows: tuple[Mapping[str, Any], ...] | None = None
    signed_by: str = ""

    def figure(self, cover: Cover, columns: Iterable[tuple[str, str]] = ()) -> Figure:
        """What is signed and submitted, in the columns of the plan."""
        kept = tuple(columns)
        rows = None
        if self.rows is not None:
            rows = tuple(
                {REF: row[REF]} | {key: plain(row[key]) for key, _label in kept if key in row} for row in self.rows
            )
        return Figure(self.value, self.text, cover, kept if rows is not None else (), rows)


Measure = Callable[[Assignment, Mapping[str, Any]], Measured | None]
"""None where it has nothing on record: then the figure is typed."""
_measures: dict[str, Measure] = {}
_arguments: dict[str, Supply] = {}
LIST_PREFIX, CHECKLIST_PREFIX = "list.", "checklist."
"""A list is answered under the source it is drawn from, whatever a plan calls it; a checklist under its code."""


def supply(name: str, measure: Measure, arguments: Mapping[str, frozenset[str] | None] | None = None) -> None:
    """Connect a measure of a ledger or of the registry. `arguments`: what a plan may pass to it, with the values there
    are (None: any)."""
    _measures[name] = measure
    _arguments[name] = Supply(arguments or {})


def supplied_measures() -> dict[str, Supply]:
    """What plans can name as a measure."""
    return {name: found for name, found in _under("").items() if not name.startswith((LIST_PREFIX, CHECKLIST_PREFIX))}


def supplied_lists() -> dict[str, Supply]:
    """The sources that plans can draw a list from."""
    return _under(LIST_PREFIX)


def supplied_checklists() -> dict[str, Supply]:
    """The checklists that can be filled in here."""
    return _under(CHECKLIST_PREFIX)


def _under(prefix: str) -> dict[str, Supply]:
    names = [name for name in _measures if name.startswith(prefix)]
    return {name.removeprefix(prefix): _arguments.get(name, Supply()) for name in names}


def is_supplied(name: str) -> bool:
    """Whether some room answers for this measure yet."""
    return name in _measures


def measured(name: str, assignment: Assignment, arguments: Mapping[str, Any]) -> Measured | None:
    """What the ledger says; None while no ledger supplies the measure."""
    measure = _measures.get(name)
    return measure(assignment, arguments) if measure else None


# house: unscoped — the assignment was read within a scope
def covered(assignment: Assignment, over: str, population: str = "") -> Cover:
    """What a list or figure of an assignment covers, by the word of the plan (dues.OVER)."""
    if over == "campaign":
        return Cover(over, population, assignment.plan.starts_on, assignment.plan.ends_on)
    if over == "as_of":
        return Cover(over, population)
    return Cover(over, population, assignment.period_start, assignment.period_end)


# house: unscoped — the assignment was read within a scope
def cover_of(assignment: Assignment, arguments: Mapping[str, Any]) -> Cover:
    """What a measure is asked about; the period of the assignment where nothing is said."""
    cover: Cover | None = arguments.get(COVER)
    return cover or covered(assignment, "period")
