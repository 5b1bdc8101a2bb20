"""The table of addresses, room by room."""

from tests.permissions.addresses import (
    access,
    duties,
    governance,
    hazard_acts,
    hazard_decisions,
    hazard_lists,
    hazard_papers,
    hazard_risks,
    hazards,
    inspections,
    library,
    plan,
    registry,
    shell,
    standards,
)
from tests.permissions.table import Address

_LINES = [
    *library.LINES, *access.LINES, *registry.LINES, *standards.LINES, *plan.LINES, *hazards.LINES, *hazard_papers.LINES,
    *hazard_acts.LINES, *hazard_lists.LINES, *hazard_decisions.LINES, *hazard_risks.LINES,
    *inspections.LINES, *governance.LINES, *duties.LINES, *shell.LINES,
]  # fmt: skip
TABLE: dict[str, Address] = {line.key: line for line in _LINES}
assert len(TABLE) == len(_LINES), "an address stands in the table twice"
