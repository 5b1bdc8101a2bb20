"""API of the registry: regions, bodies, mines with their dated facts and merges, the roster's import."""

from kuangan.registry.api import bodies, facts, imports, merges, mines  # noqa: F401 - they declare their operations
from kuangan.registry.api.declared import registry

__all__ = ["registry"]
