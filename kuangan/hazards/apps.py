"""Application registration of the hazards room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HazardsConfig(AppConfig):
    """Registers the hazards room, its policy and audit kinds."""

    name = "kuangan.hazards"
    label = "hazards"

    def ready(self) -> None:
        from kuangan.foundation.exchange import exporters, importers
        from kuangan.foundation.integrity.histories import offer
        from kuangan.foundation.integrity.picture_uses import offer as offer_pictures
        from kuangan.hazards import kinds, policy  # noqa: F401
        from kuangan.hazards.actions.importing import LedgerImporter
        from kuangan.hazards.queries.picture_marks import hazard_uses
        from kuangan.hazards.web import menu, panels
        from kuangan.hazards.web.views.exporting import LedgerExporter
        from kuangan.hazards.web.views.papers import LedgerPaperExporter

        offer("hazards.hazard", "hazards.read", "hazards:hazard")
        offer("hazards.risk", "hazards.read", "hazards:risk")
        offer_pictures("hazards", hazard_uses)
        importers.plug_in(LedgerImporter())
        exporters.plug_in(LedgerExporter())
        exporters.plug_in(LedgerPaperExporter())
        menu.register()
        panels.register()
        _follow_merges()


def _follow_merges() -> None:
    """Hazards and risks, with all that hangs on them, follow a mine that is merged into another."""
    from kuangan.hazards.models import Hazard, Risk
    from kuangan.registry.actions.merges import Mover, plug_in

    plug_in(Mover(Hazard, _("Hazards")))
    plug_in(Mover(Risk, _("Risks")))
