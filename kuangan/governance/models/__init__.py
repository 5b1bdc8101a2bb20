"""Tables of assistance."""

from kuangan.governance.models.helping import PATHS, Helper, HelpFile, HelpMeasure, HelpReport, HelpVisit
from kuangan.governance.models.requests import HelpRequest

__all__ = ["PATHS", "HelpFile", "HelpMeasure", "HelpReport", "HelpRequest", "HelpVisit", "Helper"]
