"""API of standards: determination criteria in versions, laws and their articles. Public documents, read only."""

from kuangan.standards.api import criteria, laws  # noqa: F401 - they declare their operations
from kuangan.standards.api.declared import standards

__all__ = ["standards"]
