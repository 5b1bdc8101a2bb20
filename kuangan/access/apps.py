"""Application registration of access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registers the access room: its policies, audit kinds and the recording of sign-ins."""

    name = "kuangan.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
