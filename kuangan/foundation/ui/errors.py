"""Error pages: what happened, in words, and what to do next."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

from kuangan.foundation.kernel.errors import WAIT_SECONDS, is_disk_full, is_outage
from kuangan.foundation.ui.context import address


def _page(request: HttpRequest, status: int, reason: Any = "") -> HttpResponse:
    """An error page without the frame, so that nothing that failed is asked again."""
    page = loader.get_template(f"errors/{status}.html")
    return HttpResponse(
        page.render({"reason": str(reason or ""), "home_url": address("shell:home") or "/"}), status=status
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return _page(request, 400)


def unreadable(request: HttpRequest, status: int, reason: Any) -> HttpResponse:
    """400 or 411 with what is wrong with the request."""
    page = _page(request, 400, reason)
    page.status_code = status
    return page


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: inside the jurisdiction, but the right is missing; the reason is shown when the exception carries one."""
    reason = getattr(exception, "reason", "")
    return _page(request, 403, reason)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such record, or none within the jurisdiction."""
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; what was typed on a long form is still on the device. 503 when only waiting helps."""
    error = sys.exc_info()[1]
    if not is_outage(error):
        return _page(request, 500)
    words = _("The disk of the system is full: tell whoever looks after it. Reading still works.")
    response = _page(request, 503, words if is_disk_full(error) else "")
    response["Retry-After"] = str(WAIT_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open for too long, or sent from elsewhere."""
    return _page(request, 403, _("This form has expired. Go back, reload the page and send it again."))
