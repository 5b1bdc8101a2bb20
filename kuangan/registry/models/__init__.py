"""Tables of the registry, split by what they describe."""

from kuangan.registry.models.bodies import Agency, Authority, Contractor, Enterprise
from kuangan.registry.models.mines import FactRecord, Mine, MineState
from kuangan.registry.models.regions import Region

__all__ = ["Agency", "Authority", "Contractor", "Enterprise", "FactRecord", "Mine", "MineState", "Region"]
