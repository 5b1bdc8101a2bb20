"""Application registration of the hazards room."""

from django.apps import AppConfig


class HazardsConfig(AppConfig):
    """Registers the hazards room, its policy and audit kinds."""

    name = "kuangan.hazards"
    label = "hazards"

    def ready(self) -> None:
        from kuangan.foundation.integrity.histories import offer
        from kuangan.hazards import kinds, policy  # noqa: F401
        from kuangan.hazards.web import menu, panels

        offer("hazards.hazard", "hazards.read", "hazards:hazard")
        offer("hazards.risk", "hazards.read", "hazards:risk")
        menu.register()
        panels.register()
