"""What the hazards room tells people: acts from the audit trail, deadlines from the rows (docs/adr/0008)."""

from kuangan.hazards.actions.telling.acts import tell_acts
from kuangan.hazards.actions.telling.deadlines import tell_deadlines

__all__ = ["tell_acts", "tell_deadlines"]
