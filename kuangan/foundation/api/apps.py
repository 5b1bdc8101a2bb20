"""Application registration of the API's machinery."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the API room."""

    name = "kuangan.foundation.api"
    label = "api"
