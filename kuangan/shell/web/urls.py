"""The address plan of the product: every room under its own name, the shell's own pages at the top."""

from django.urls import include, path, re_path

from kuangan.foundation.api.doors import ROOT
from kuangan.foundation.api.mounting import nowhere
from kuangan.shell.api import api
from kuangan.shell.web import documentation

_PROGRAMMES = [
    path("docs", documentation.docs, name="docs"),
    path("openapi.json", documentation.openapi, name="openapi"),
    *api.addresses(),
    re_path("^.*$", nowhere, name="nowhere"),
]
urlpatterns = [
    path(ROOT.lstrip("/"), include((_PROGRAMMES, "api"))),
    path("access/", include("kuangan.access.web.urls")),
    path("registry/", include("kuangan.registry.web.urls")),
    path("standards/", include("kuangan.standards.web.urls")),
    path("plan/", include("kuangan.plan.web.urls")),
    path("hazards/", include("kuangan.hazards.web.urls")),
    path("inspections/", include("kuangan.inspections.web.urls")),
    path("governance/", include("kuangan.governance.web.urls")),
    path("duties/", include("kuangan.duties.web.urls")),
    path("ui/", include("kuangan.foundation.ui.web.urls")),
    path("", include("kuangan.shell.web.own_urls")),
]
