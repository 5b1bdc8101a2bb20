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
        from kuangan.foundation.kernel import working_days
        from kuangan.registry import kinds, policy  # noqa: F401
        from kuangan.registry.actions.roster import RosterImporter
        from kuangan.registry.queries import announced_days, trail
        from kuangan.registry.web.large_exports import RosterExporter

        working_days.provide(announced_days)
        plug_in(RosterImporter())
        exporters.plug_in(RosterExporter())
        _add_to_menu()
        _offer_histories()
        trail.declare()
        _follow_merges()


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
    add(MenuItem("registry.calendar", _("Working days"), "registry:calendar", verb=read, parent="registry", order=20))


def _offer_histories() -> None:
    """Records whose history is shown, with the page of each."""
    from kuangan.foundation.integrity.histories import offer

    for name in ("mine", "enterprise", "authority", "contractor"):
        offer(f"registry.{name}", "registry.read", f"registry:{name}")
    for name in ("agency", "person", "licence"):
        offer(f"registry.{name}", "registry.read")


def _follow_merges() -> None:
    """What of this room follows a mine that is merged into another."""
    from django.db.models import Q

    from kuangan.registry.actions.merges import Mover, plug_in
    from kuangan.registry.models import Appointment, Engagement, FactRecord, LeaderContact, Licence, Mine, MineUnit
    from kuangan.registry.states import Post

    present = Q(ended_on__isnull=True)
    plug_in(Mover(FactRecord, _("Facts that only the other record states"), once=["name"]))
    plug_in(Mover(Licence, _("Licences"), follow=lambda _row, mine: {"enterprise_id": mine.enterprise_id}))
    one_of_a_kind = present & Q(post=Post.PRINCIPAL)
    plug_in(Mover(Appointment, _("Posts"), once=["post"], once_if=one_of_a_kind))
    plug_in(Mover(Engagement, _("Contractors"), once=["contractor_id"], once_if=present))
    plug_in(Mover(MineUnit, _("Units"), once=["kind", "name"], once_if=present))
    plug_in(Mover(LeaderContact, _("Leaders in charge"), once=(), once_if=present))
    plug_in(Mover(Mine, _("Dump sites"), column="attached_to"))
