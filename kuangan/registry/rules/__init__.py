"""Rules of the registry: plain functions on plain values."""

from kuangan.registry.rules.codes import credit_code_state, mask_phone, tidy_code
from kuangan.registry.rules.facts import FACT_TYPES, FactType, Stated, Stretch, check_facts, fold, value_on
from kuangan.registry.rules.lasting import (
    EXPIRY_WARNING_DAYS,
    FOLLOWS_ENGAGEMENTS,
    contracted_days,
    expiry_of,
    is_newly_appointed,
    warn_from,
)
from kuangan.registry.rules.likeness import bare_name

__all__ = [
    "EXPIRY_WARNING_DAYS",
    "FACT_TYPES",
    "FOLLOWS_ENGAGEMENTS",
    "FactType",
    "Stated",
    "Stretch",
    "bare_name",
    "check_facts",
    "contracted_days",
    "credit_code_state",
    "expiry_of",
    "fold",
    "is_newly_appointed",
    "mask_phone",
    "tidy_code",
    "value_on",
    "warn_from",
]
