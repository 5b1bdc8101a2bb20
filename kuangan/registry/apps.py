"""Application registration of the registry."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registers the registry room."""

    name = "kuangan.registry"
    label = "registry"

    def ready(self) -> None:
        from kuangan.foundation.exchange.importers import plug_in
        from kuangan.registry import kinds, policy  # noqa: F401
        from kuangan.registry.actions.roster import RosterImporter

        plug_in(RosterImporter())
