"""Application registration of the inspections room."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Registers the inspections room, its policy, audit kinds, menu item and panel."""

    name = "kuangan.inspections"
    label = "inspections"

    def ready(self) -> None:
        from kuangan.foundation.integrity.histories import offer
        from kuangan.inspections import kinds, policy  # noqa: F401
        from kuangan.inspections.web import menu, panels

        offer("inspections.monthlycheck", "inspections.read", "inspections:check")
        menu.register()
        panels.register()
