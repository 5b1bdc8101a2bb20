"""Application registration of the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the room; other rooms fill its menu and its frame slots from their own apps.py."""

    name = "kuangan.foundation.ui"
    label = "ui"
