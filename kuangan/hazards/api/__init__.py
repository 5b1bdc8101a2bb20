"""API of hazards: the ledger, one hazard from finding to close-out, the risk control list, the figures."""

# These come first: the address of one hazard would take `risks` and `figures` for its number.
from kuangan.hazards.api import figures, risks

# isort: split
from kuangan.hazards.api import (
    determining,
    explaining,
    photos,
    reading,
    rectifying,
    registering,
    supervising,
    verifying,
)
from kuangan.hazards.api.declared import hazards

PARTS = (
    figures, risks, determining, explaining, photos, reading, rectifying, registering, supervising, verifying,
)  # fmt: skip
"""They declare their operations when they are read."""

__all__ = ["PARTS", "hazards"]
