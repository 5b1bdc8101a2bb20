"""Loading published standards: the only writes of this room."""

from kuangan.standards.actions.checklists import load_checklist
from kuangan.standards.actions.criteria import load_criteria
from kuangan.standards.actions.laws import load_law

__all__ = ["load_checklist", "load_criteria", "load_law"]
