"""Application registration of the standards room."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Registers the standards room."""

    name = "kuangan.standards"
    label = "standards"
