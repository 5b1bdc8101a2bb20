"""API of governance: help requests, their answers, visits, reports, results."""

from kuangan.governance.api import acting, reading  # noqa: F401 - they declare operations
from kuangan.governance.api.declared import governance

__all__ = ["governance"]
