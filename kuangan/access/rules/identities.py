"""What an identity provider claims of a person, read without trusting its shape."""

from collections.abc import Mapping
from typing import Any

LONGEST = 150


def claimed(claims: Mapping[str, Any], name: str) -> str:
    """One claim as text; "" when it is missing, empty, too long or no plain value."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    text = str(value).strip()
    return text if 0 < len(text) <= LONGEST and text.isprintable() else ""


def shows_second_factor(claims: Mapping[str, Any], amr: frozenset[str], acr: frozenset[str]) -> bool:
    """Whether the provider says that a second factor was shown, in a word that the installation believes.

    `amr` (RFC 8176) is a list such as ["pwd", "mfa"], `acr` one text. Nothing believed means no, whatever is said.
    """
    methods = claims.get("amr")
    said = {item for item in methods if isinstance(item, str)} if isinstance(methods, list) else set()
    return bool(said & amr) or (isinstance(claims.get("acr"), str) and claims["acr"] in acr)


def same_person(claim: str, field: str) -> bool:
    """Whether a claim equals the account's field, whatever the case and the country code of a telephone number."""
    return bool(claim) and _plain(claim) == _plain(field)


def _plain(text: str) -> str:
    return text.strip().lower().replace(" ", "").removeprefix("+86")
