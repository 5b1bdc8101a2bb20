"""The address plan for this room's tests: its own pages, the sign-in library's and the design system's."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def home(request: HttpRequest) -> HttpResponse:
    """Stands in for the work desk."""
    return HttpResponse("home")


urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/devices/", include("allauth.usersessions.urls")),
    path("ui/", include("kuangan.foundation.ui.web.urls")),
    path("", include("kuangan.access.web.urls")),
    path("", home),
]
