"""The device keeps the text of a long form until the server says that it has taken it.

What was taken travels with the messages to the next page, in their signed cookie: no session has to be written for it.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

_MARK = "draft-taken"
_NOW = "ui_drafts_taken"


def taken(request: HttpRequest, key: str) -> None:
    """Say that the form with this draft key has been taken; call it beside the success message, before redirecting."""
    messages.info(request, key, extra_tags=_MARK)
    setattr(request, _NOW, [*taken_now(request), key])


def taken_now(request: HttpRequest) -> list[str]:
    """The keys of what this very request has taken: whoever sent it by script is told in the answer itself."""
    return list(getattr(request, _NOW, ()))


def announced(request: HttpRequest) -> list[str]:
    """The keys to forget on the device, given out once."""
    return [message.message for message in messages.get_messages(request) if message.extra_tags == _MARK]


def spoken(request: HttpRequest) -> list[Any]:
    """The messages that are meant for the reader."""
    return [message for message in messages.get_messages(request) if message.extra_tags != _MARK]
