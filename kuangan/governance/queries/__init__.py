"""Reads of assistance; every function takes the reader's scope first."""

from kuangan.governance.queries.listing import HelpFilter, requests, state_counts
from kuangan.governance.queries.record import HelpRecord, helpers_of, record, request

__all__ = ["HelpFilter", "HelpRecord", "helpers_of", "record", "request", "requests", "state_counts"]
