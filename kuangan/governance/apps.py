"""Application registration of the governance room."""

from django.apps import AppConfig


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
