"""Application registration of the registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """Registers the registry room."""

    name = "kuangan.registry"
    label = "registry"

    def ready(self) -> None:
        from kuangan.foundation.exchange import exporters
        from kuangan.foundation.exchange.importers import plug_in
        from kuangan.registry import kinds, policy  # noqa: F401
        from kuangan.registry.actions.roster import RosterImporter
        from kuangan.registry.queries import trail
        from kuangan.registry.web.large_exports import RosterExporter

        plug_in(RosterImporter())
        exporters.plug_in(RosterExporter())
        _add_to_menu()
        _offer_histories()
        trail.declare()


def _add_to_menu() -> None:
    """The registry's entries of the main menu."""
    from kuangan.foundation.ui.menu import MenuItem, add

    read = "registry.read"
    add(MenuItem("registry", _("Registry"), "registry:mines", "building-factory-2", read, group=30, order=10))
    for order, (name, label) in enumerate(
        (
            ("mines", _("Mines")),
            ("enterprises", _("Enterprises")),
            ("people", _("People")),
            ("contractors", _("Contractors")),
            ("agencies", _("Agencies")),
            ("authorities", _("Authorities")),
            ("expiring", _("Licences running out")),
            ("incomplete", _("To be completed")),
        )
    ):
        add(MenuItem(f"registry.{name}", label, f"registry:{name}", verb=read, parent="registry", order=order))


def _offer_histories() -> None:
    """Records whose history is shown, with the page of each."""
    from kuangan.foundation.integrity.histories import offer

    for name in ("mine", "enterprise", "authority", "contractor"):
        offer(f"registry.{name}", "registry.read", f"registry:{name}")
    for name in ("agency", "person", "licence"):
        offer(f"registry.{name}", "registry.read")
