"""Application registration of authority."""

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    """Registers the authority room."""

    name = "kuangan.foundation.authority"
    label = "authority"
