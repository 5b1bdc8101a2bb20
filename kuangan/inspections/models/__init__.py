"""Tables of checks."""

from kuangan.inspections.models.checks import MonthlyCheck
from kuangan.inspections.models.findings import CheckFinding, CheckPhoto, CriterionAnswer
from kuangan.inspections.models.route import Participant, RouteArea

__all__ = ["CheckFinding", "CheckPhoto", "CriterionAnswer", "MonthlyCheck", "Participant", "RouteArea"]
