"""The device keeps the text of a long form until the server says that it has taken it."""

from django.http import HttpRequest

_KEY = "ka_drafts_taken"


def taken(request: HttpRequest, key: str) -> None:
    """Say that the form with this draft key has been taken; call it beside the success message, before redirecting."""
    request.session[_KEY] = [*request.session.get(_KEY, []), key]


def announced(request: HttpRequest) -> list[str]:
    """The keys to forget on the device, given out once."""
    session = getattr(request, "session", None)
    return list(session.pop(_KEY, [])) if session is not None and _KEY in session else []
