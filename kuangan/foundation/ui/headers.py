"""Headers by which the browser guards the pages, on every answer; the Content-Security-Policy comes from django-csp."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

REPORTS = "csp"
"""Name of the address to which browsers report what a policy stopped."""
PERMISSIONS = ", ".join(
    [
        "camera=(self)",
        "geolocation=(self)",
        *(
            f"{name}=()"
            for name in (
                "accelerometer", "autoplay", "browsing-topics", "display-capture", "encrypted-media",
                "fullscreen", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
                "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
            )
        ),
    ]
)  # fmt: skip
"""Photographs and their place are taken in the field; nothing else of the device is ever asked for."""


class HeadersMiddleware:
    """Completes what Django's own middleware sets. What an answer says itself is left as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Reporting-Endpoints", f'{REPORTS}="/csp-report"')
        if _is_somebodys(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _is_somebodys(request: HttpRequest) -> bool:
    """Whether the answer is made for one person: signed in, or a programme with a token."""
    user = getattr(request, "user", None)
    return "Authorization" in request.headers or (user is not None and user.is_authenticated)
