"""A form is meant once: a token drawn when the form is shown travels back with it.

The room whose verb is called decides what a repeated token means (it answers with what the first one did).
"""

import re
from uuid import UUID, uuid4

from django.http import HttpRequest

FIELD = "ui_once"
_TOKEN = re.compile(r"^[0-9a-f]{32}$")


def draw() -> str:
    """A new token: 32 hexadecimal digits."""
    return uuid4().hex


def key(request: HttpRequest) -> UUID | None:
    """The token as the key of an entry; None without one."""
    token = claim(request)
    return UUID(hex=token) if token else None


def claim(request: HttpRequest) -> str:
    """The token that came with a submitted form; "" when there is none or it is not one of ours."""
    token = request.POST.get(FIELD, "")
    return token if _TOKEN.match(token) else ""
