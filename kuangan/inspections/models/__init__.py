"""Tables of checks."""

from kuangan.inspections.models.checks import MonthlyCheck
from kuangan.inspections.models.findings import CheckFinding, CheckPhoto, CriterionAnswer, GoneHazard
from kuangan.inspections.models.route import Participant, RouteArea

__all__ = ["CheckFinding", "CheckPhoto", "CriterionAnswer", "GoneHazard", "MonthlyCheck", "Participant", "RouteArea"]
