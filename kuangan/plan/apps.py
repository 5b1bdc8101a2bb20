"""Application registration of the plan room."""

from functools import lru_cache
from urllib.parse import urlencode

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    """Registers the plan room: verbs, audit kinds, the menu entry, where a clause tag leads."""

    name = "kuangan.plan"
    label = "plan"

    def ready(self) -> None:
        from kuangan.foundation.integrity import histories
        from kuangan.foundation.ui import frame, menu
        from kuangan.plan import kinds, policy  # noqa: F401
        from kuangan.plan.queries.mines import supplied_facts
        from kuangan.plan.rules.supplies import FACT, provide

        provide(FACT, supplied_facts)
        histories.offer("plan.planversion", "plan.read", "plan:version")
        histories.offer("plan.receipt", "plan.read", "plan:receipt")
        menu.add(menu.MenuItem("plan", _("Plan"), "plan:index", "list-tree", "plan.read", group=20, order=40))
        frame.provide(frame.CLAUSE_ADDRESS, clause_address)
        _follow_merges()


@lru_cache(maxsize=2048)
def clause_address(reference: str) -> str:
    """Where a clause tag leads; the page behind it finds the plan, so that a tag costs no query."""
    from kuangan.foundation.ui.context import address

    page = address("plan:clause")
    return f"{page}?{urlencode({'ref': reference})}" if page else ""


def _follow_merges() -> None:
    """Receipts of plans follow a mine that is merged into another."""
    from kuangan.plan.models import Receipt
    from kuangan.registry.actions.merges import Mover, plug_in

    plug_in(Mover(Receipt, _("Receipts of the plan"), once=("version_id",)))
