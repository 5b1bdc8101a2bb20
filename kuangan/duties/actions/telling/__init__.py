"""What duties tells people: acts from the audit trail, deadlines from the assignments (docs/adr/0008)."""

from kuangan.duties.actions.telling.acts import tell_acts
from kuangan.duties.actions.telling.deadlines import tell_deadlines

__all__ = ["tell_acts", "tell_deadlines"]
