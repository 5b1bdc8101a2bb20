"""Application registration of the duties room."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Registers the duties room."""

    name = "kuangan.duties"
    label = "duties"

    def ready(self) -> None:
        from kuangan.duties import kinds, listeners, policy  # noqa: F401
