"""Sealing secrets that have to be read again: the keys of authenticator apps, never passwords (those are hashed).

A sealed text is `SEAL` and a Fernet token (AES-128-CBC with HMAC-SHA-256). The Fernet key is derived from a long
random text by HKDF, for this purpose alone. Several texts may be given: the first seals, all of them open.
"""

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEAL = "fernet1:"
"""What a sealed text begins with; a text without it was stored before sealing began."""


class SealBroken(ValueError):
    """None of the keys opens the text: a key was lost, or the text was changed."""


def is_sealed(text: str) -> bool:
    """Whether a stored text is sealed at all."""
    return text.startswith(SEAL)


def seal(text: str, secrets: Sequence[str]) -> str:
    """`text` sealed under the first of the secrets; a sealed text stays as it is."""
    return text if is_sealed(text) else SEAL + _keys(secrets).encrypt(text.encode()).decode("ascii")


def unseal(text: str, secrets: Sequence[str]) -> str:
    """What was sealed under any of the secrets; a text that never was sealed comes back as it is."""
    if not is_sealed(text):
        return text
    try:
        return _keys(secrets).decrypt(text.removeprefix(SEAL).encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _keys(secrets: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kuangan.access.second-factor")
    return base64.urlsafe_b64encode(derivation.derive(secret.encode()))
