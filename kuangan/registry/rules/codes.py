"""Codes and numbers: how far a credit code can be trusted, and what of a telephone number is shown."""

import re

from django.utils.translation import gettext as _
from stdnum.cn import uscc

from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.text import numbered
from kuangan.registry.states import CreditCodeState

_MASK = re.compile(r"[*●•■#×]|X{3,}")


def tidy_code(text: str) -> str:
    """A code as it is compared: half-width, without spaces and what nobody sees, upper case."""
    return numbered(text or "")


def credit_code_state(text: str) -> tuple[str, CreditCodeState]:
    """Tidy a unified social credit code (统一社会信用代码, GB 32100) and say how far it can be trusted.

    A code with a wrong check digit or length is kept as unverified, one with asterisks as masked: a roster is never
    refused for it, the record is listed as to be completed instead. One that is too long is Refused.
    """
    code = tidy_code(text)
    if not code:
        return "", CreditCodeState.NONE
    if len(code) > 18:
        raise Refused(_("A credit code has 18 characters; this one is longer."), "credit_code")
    if _MASK.search(code):
        return code, CreditCodeState.MASKED
    return code, CreditCodeState.VALID if uscc.is_valid(code) else CreditCodeState.UNVERIFIED


def mask_phone(phone: str) -> str:
    """What somebody without `registry.read_contacts` sees of a number: 13812345678 → 138****5678."""
    digits = phone.strip()
    if len(digits) < 7:
        return "*" * len(digits)
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"
