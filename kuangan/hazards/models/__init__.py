"""Tables of hazards and risks."""

from kuangan.hazards.models.determining import Determination
from kuangan.hazards.models.evacuations import Evacuation
from kuangan.hazards.models.explaining import HazardLink, RootCause
from kuangan.hazards.models.hazard import Hazard
from kuangan.hazards.models.listing import ListedSupervision, SupervisionReturn
from kuangan.hazards.models.placing import FivePoints, Supervisor
from kuangan.hazards.models.rectifying import Extension, Photo, Progress
from kuangan.hazards.models.risks import Risk, RiskHazard
from kuangan.hazards.models.settings import Setting
from kuangan.hazards.models.verifying import Application, SiteCheck

__all__ = [
    "Application",
    "Determination",
    "Evacuation",
    "Extension",
    "FivePoints",
    "Hazard",
    "HazardLink",
    "ListedSupervision",
    "Photo",
    "Progress",
    "Risk",
    "RiskHazard",
    "RootCause",
    "Setting",
    "SiteCheck",
    "SupervisionReturn",
    "Supervisor",
]
