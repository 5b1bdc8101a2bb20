"""What somebody had on the screen when they signed or decided: its hash travels with the act, by page and by API.

A page carries it as a hidden field `shown`, an answer of the API as `shown`; the act compares it with what is there and
refuses when that differs, so that nobody signs or decides on something else than what they saw.
"""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel.errors import Refused

FIELD = "shown"


class Outdated(Refused):
    """What is there is not what was shown. The page is shown again with what was typed."""

    def __init__(self) -> None:
        super().__init__(
            _("This has changed since you opened it. Look at its present state and decide again; nothing was lost.")
        )


def code_of(*values: Any) -> str:
    """The hash (SHA-256, hex) of plain values that were shown; moments and numbers are written as text."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def require_shown(sent: str | None, present: str) -> None:
    """Raise Outdated unless `sent` is the code of what is there. None: nobody looked, the system itself acts."""
    if sent is not None and sent != present:
        raise Outdated
