"""API of checks: reading them, filling them in. A check is never signed by token."""

from kuangan.inspections.api import filling, reading  # noqa: F401 - they declare operations
from kuangan.inspections.api.declared import inspections

__all__ = ["inspections"]
