"""Application registration of integrity."""

from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    """Registers the integrity room."""

    name = "kuangan.foundation.integrity"
    label = "integrity"

    def ready(self) -> None:
        from kuangan.foundation.integrity import policy  # noqa: F401
