"""The address plan of the product: every room under its own name, the shell's own pages at the top."""

from django.urls import include, path

urlpatterns = [
    path("access/", include("kuangan.access.web.urls")),
    path("registry/", include("kuangan.registry.web.urls")),
    path("standards/", include("kuangan.standards.web.urls")),
    path("plan/", include("kuangan.plan.web.urls")),
    path("duties/", include("kuangan.duties.web.urls")),
    path("ui/", include("kuangan.foundation.ui.web.urls")),
    path("", include("kuangan.shell.web.own_urls")),
]
