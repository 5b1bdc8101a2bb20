"""Addresses that exist on the sample pages only, so that menu and search have something to point at."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest, *arguments: object) -> HttpResponse:
    """An address without a page."""
    return HttpResponse()


ROOM_NAMES = (
    "desk", "list", "board", "clauses", "mines", "hazards", "inspections", "enforcement", "readiness", "governance",
    "reporting", "registry", "plan", "report",
)  # fmt: skip
shell = [path("desk", nothing, name="home"), path("search", nothing, name="search"), path("help", nothing, name="help")]
sample = [path(f"sample/{name}", nothing, name=name) for name in ROOM_NAMES]
urlpatterns = [
    path("ui/", include("kuangan.foundation.ui.web.urls")),
    path("", include((shell, "shell"))),
    path("", include((sample, "sample"))),
    path("out", nothing, name="account_logout"),
]
