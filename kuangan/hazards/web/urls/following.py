"""Addresses of this part of the hazards room."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
