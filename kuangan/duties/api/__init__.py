"""API of duties: assignments, their evidence, submissions and reviews."""

from kuangan.duties.api import assignments, deciding, delivering, supplying  # noqa: F401 - they declare operations
from kuangan.duties.api.declared import duties

__all__ = ["duties"]
