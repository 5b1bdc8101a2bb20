"""An address that takes forms only leads whoever opens it to the page it belongs to."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _


class ParentPageMiddleware:
    """Turns a 405 for somebody who opens an address into the nearest page above it.

    This happens after signing in again (the address of the form is the next page), with a bookmark, with Back.
    Programs, which do not ask for HTML, are told 405 as ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        opened = request.method in ("GET", "HEAD") and "text/html" in request.headers.get("Accept", "")
        if response.status_code != 405 or not opened:
            return response
        messages.info(request, _("That address takes forms only. This is the page it belongs to; do it from here."))
        return HttpResponseRedirect(parent_page(request.path_info))


def parent_page(path: str) -> str:
    """The nearest address above a path that leads to a page: /hazards/7/accept/ → /hazards/7/; "/" at last."""
    segments = path.strip("/").split("/")[:-1]
    while segments:
        above = f"/{'/'.join(segments)}/"
        try:
            resolve(above)
        except Resolver404:
            segments.pop()
        else:
            return above
    return "/"
