"""The table of addresses, room by room."""

from tests.permissions.addresses import access, duties, library, plan, registry, shell, standards
from tests.permissions.table import Address

_LINES = [*library.LINES, *access.LINES, *registry.LINES, *plan.LINES, *duties.LINES, *standards.LINES, *shell.LINES]
TABLE: dict[str, Address] = {line.key: line for line in _LINES}
assert len(TABLE) == len(_LINES), "an address stands in the table twice"
