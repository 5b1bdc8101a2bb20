"""Application registration of the standards room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    """Registers the standards room, its policy, audit kinds and menu entry."""

    name = "kuangan.standards"
    label = "standards"

    def ready(self) -> None:
        from kuangan.foundation.integrity.histories import offer
        from kuangan.foundation.ui import menu
        from kuangan.standards import kinds, policy  # noqa: F401

        offer("standards.checklist", "standards.read", "standards:checklist")
        offer("standards.criterionset", "standards.read", "standards:criterion_set")
        offer("standards.law", "standards.read", "standards:law")
        menu.add(
            menu.MenuItem(
                "standards", _("Standards"), "standards:home", "list-check", "standards.read", group=40, order=30
            )
        )
