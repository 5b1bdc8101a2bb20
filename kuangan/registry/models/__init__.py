"""Tables of the registry, split by what they describe."""

from kuangan.registry.models.arrangements import Engagement, LeaderContact
from kuangan.registry.models.bodies import Agency, Authority, Contractor, Enterprise
from kuangan.registry.models.calendar import CalendarNotice, WorkingDay
from kuangan.registry.models.licences import Licence
from kuangan.registry.models.merges import MineMerge
from kuangan.registry.models.mines import FACTS, FactRecord, Mine, MineState
from kuangan.registry.models.people import Appointment, Person
from kuangan.registry.models.regions import Region
from kuangan.registry.models.units import MineUnit

__all__ = [
    "FACTS",
    "Agency",
    "Appointment",
    "Authority",
    "CalendarNotice",
    "Contractor",
    "Engagement",
    "Enterprise",
    "FactRecord",
    "LeaderContact",
    "Licence",
    "Mine",
    "MineMerge",
    "MineState",
    "MineUnit",
    "Person",
    "Region",
    "WorkingDay",
]
