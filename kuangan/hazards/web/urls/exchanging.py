"""Addresses of the ledger out and in."""

from django.urls import URLPattern, URLResolver, include, path

from kuangan.hazards.web.views import exporting, importing

patterns: list[URLPattern | URLResolver] = [
    path("export.xlsx", exporting.export, name="export"),
    path("import/", include(importing.PAGES.patterns)),
]
