"""One line per request in the log, one count in the figures, one number by which a user can name it."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.http.response import HttpResponseBase

requests = logging.getLogger("kuangan.requests")
failures = logging.getLogger("kuangan.failures")
HEADER = "X-Request-ID"
UNKNOWN = "-"
"""View of an address that leads nowhere: the address itself may hold anything, so it is not told."""
_GIVEN = re.compile(r"[0-9A-Za-z-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestMiddleware:
    """Measures a request from the outside, so that what other middleware costs and refuses is in the figures too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        request.number = _number(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        seconds = time.perf_counter() - begun
        response[HEADER] = request.number  # type: ignore[attr-defined]
        told = described(request, response.status_code)
        requests.info("request", extra={**told, "milliseconds": round(seconds * 1000, 1)})
        if settings.KUANGAN_METRICS:
            from kuangan.shell.watching import figures

            figures.count_request(told["view"], told["method"], response.status_code, seconds)
        return response


def described(request: HttpRequest, status: int) -> dict[str, Any]:
    """What may be told of a request: no address, no query, no body, no name."""
    match = getattr(request, "resolver_match", None)
    actor = getattr(request, "actor", None)
    return {
        "request": getattr(request, "number", ""),
        "method": request.method if request.method in _METHODS else UNKNOWN,
        "view": (match.view_name or UNKNOWN) if match else UNKNOWN,
        "status": status,
        "actor": getattr(actor, "user_id", None),
    }


def tell_failure(request: HttpRequest | None = None, **kwargs: Any) -> None:
    """An unforeseen failure, with its kind and place (the formatter leaves out its message)."""
    told = described(request, 500) if request is not None else {}
    failures.error("request failed", exc_info=True, extra=told)


def follow() -> None:
    """Hear of failures, wherever in the request they happen."""
    got_request_exception.connect(tell_failure, dispatch_uid="kuangan.watching")


def _number(request: HttpRequest) -> str:
    """The number that our own proxy gave, or one of ours."""
    given = request.headers.get(HEADER, "") if settings.KUANGAN_PROXIES else ""
    return given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
