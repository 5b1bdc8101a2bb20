"""Tables of standards: checklists, determination criteria, laws. Written once, never edited."""

from kuangan.standards.models.checklists import Aspect, CheckItem, Checklist
from kuangan.standards.models.criteria import Criterion, CriterionSet
from kuangan.standards.models.laws import Article, Law
from kuangan.standards.models.written import WrittenOnce

__all__ = ["Article", "Aspect", "CheckItem", "Checklist", "Criterion", "CriterionSet", "Law", "WrittenOnce"]
