"""Rules of accounts on plain values: which role holds where, how secrets look and are sealed, what is claimed."""

from kuangan.access.rules.identities import claimed, same_person, shows_second_factor
from kuangan.access.rules.names import (
    device_words,
    is_phone,
    is_sign_in_name,
    new_token,
    places_for,
    temporary_password,
    token_hash,
)
from kuangan.access.rules.sealing import SEAL, SealBroken, is_sealed, seal, unseal

__all__ = [
    "SEAL",
    "SealBroken",
    "claimed",
    "device_words",
    "is_phone",
    "is_sealed",
    "is_sign_in_name",
    "new_token",
    "places_for",
    "same_person",
    "seal",
    "shows_second_factor",
    "temporary_password",
    "token_hash",
    "unseal",
]
