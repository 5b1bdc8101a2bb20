"""Application registration of the governance room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """Registers the governance room, its policy, audit kinds, menu and panels."""

    name = "kuangan.governance"
    label = "governance"

    def ready(self) -> None:
        from kuangan.foundation.integrity.histories import offer
        from kuangan.governance import kinds, policy  # noqa: F401
        from kuangan.governance.web import menu, panels

        offer("governance.helprequest", "governance.read", "governance:request")
        menu.register()
        panels.register()
        _follow_merges()


def _follow_merges() -> None:
    """Requests for help follow a mine that is merged into another."""
    from kuangan.governance.models import HelpRequest
    from kuangan.registry.actions.merges import Mover, plug_in

    plug_in(Mover(HelpRequest, _("Requests for help")))
