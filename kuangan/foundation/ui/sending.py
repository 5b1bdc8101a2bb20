"""A form that a page's script has sent: where a redirect leads is told, and the browser opens that page itself.

A script that followed the redirect would read away the messages that the next page shows once.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kuangan.foundation.ui import drafts

SENT = "X-Kuangan-Sending"
"""Header with which static/ui/sending.js marks what it sends."""
LEADS_TO = "X-Kuangan-Location"
"""Header of the answer: the address that the redirect named."""
TAKEN = "X-Kuangan-Taken"
"""Header of the answer: the keys of the drafts that the device may forget."""
_REDIRECTS = frozenset({301, 302, 303})


class SendingMiddleware:
    """Turns the redirect that answers a script's form into 204 with the address beside it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if SENT in request.headers and response.status_code in _REDIRECTS:
            response.headers[LEADS_TO] = response.headers["Location"]
            del response.headers["Location"]
            response.headers[TAKEN] = " ".join(drafts.taken_now(request))
            response.status_code = 204
        return response
