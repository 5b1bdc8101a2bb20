"""Where evidence finds its facts: rooms supply a measure by name, and an assignment's page asks it.

A measure is a function `(assignment, arguments) -> Measured`. A ledger that comes later calls
`supply("readiness.drill", measure)` in its apps.py; until then the requirement says that it waits for the ledger and
takes the substitute that the plan names. See docs/architecture.md, "Supplying a ledger".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kuangan.duties.models import Assignment


@dataclass(frozen=True, slots=True)
class Measured:
    """The answer of a ledger: the figure, and what was found in words, with a link to it where there is one.

    `code` stands for what the figure was counted from, so that a signature over a list breaks when the list changes.
    """

    value: float
    found: str = ""
    url: str = ""
    code: str = ""

    @property
    def content(self) -> float | list[Any]:
        """What is signed and submitted: the figure, with the code where there is one."""
        return [self.value, self.code] if self.code else self.value


Measure = Callable[[Assignment, Mapping[str, Any]], Measured]
_measures: dict[str, Measure] = {}


def supply(name: str, measure: Measure) -> None:
    """Connect a measure of a ledger or of the registry."""
    _measures[name] = measure


def is_supplied(name: str) -> bool:
    """Whether some room answers for this measure yet."""
    return name in _measures


def measured(name: str, assignment: Assignment, arguments: Mapping[str, Any]) -> Measured | None:
    """What the ledger says; None while no ledger supplies the measure."""
    measure = _measures.get(name)
    return measure(assignment, arguments) if measure else None
