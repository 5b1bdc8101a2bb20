"""Application registration of the inspections room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """Registers the inspections room, its policy, audit kinds, menu item and panel."""

    name = "kuangan.inspections"
    label = "inspections"

    def ready(self) -> None:
        from kuangan.foundation.integrity.histories import offer
        from kuangan.foundation.integrity.picture_uses import offer as offer_pictures
        from kuangan.inspections import kinds, policy  # noqa: F401
        from kuangan.inspections.queries.picture_uses import check_uses
        from kuangan.inspections.web import menu, panels

        offer("inspections.monthlycheck", "inspections.read", "inspections:check")
        offer_pictures("inspections", check_uses)
        menu.register()
        panels.register()
        _follow_merges()


def _follow_merges() -> None:
    """Monthly checks follow a mine that is merged into another: both of a month stay on record."""
    from kuangan.inspections.models import MonthlyCheck
    from kuangan.registry.actions.merges import Mover, plug_in

    plug_in(Mover(MonthlyCheck, _("Monthly checks")))
