"""What the governance room tells people: acts from the audit trail, days of measures from the rows (docs/adr/0008)."""

from kuangan.governance.actions.telling.acts import tell_acts
from kuangan.governance.actions.telling.deadlines import tell_deadlines

__all__ = ["tell_acts", "tell_deadlines"]
