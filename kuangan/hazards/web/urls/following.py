"""Addresses of one hazard and of the acts of the mine's side."""

from django.urls import URLPattern, path

from kuangan.hazards.web.views import following

patterns: list[URLPattern] = [
    path("<int:pk>/", following.hazard, name="hazard"),
]
