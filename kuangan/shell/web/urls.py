"""The address plan of the product."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

ROOMS = ("access", "registry", "standards", "plan", "duties")
urlpatterns: list[URLPattern | URLResolver] = [
    *(
        path(f"{room}/", include(f"kuangan.{room}.web.urls"))
        for room in ROOMS
        if find_spec(f"kuangan.{room}.web") and find_spec(f"kuangan.{room}.web.urls")
    ),
    path("ui/", include("kuangan.foundation.ui.web.urls")),
    path("", include("kuangan.shell.web.own_urls")),
]
