"""Application registration of the duties room."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Registers the duties room."""

    name = "kuangan.duties"
    label = "duties"

    def ready(self) -> None:
        from kuangan.duties import kinds, listeners, policy  # noqa: F401
        from kuangan.duties.queries import trail
        from kuangan.duties.queries.effects import foresee
        from kuangan.duties.queries.import_effects import of_hazards, of_roster
        from kuangan.duties.queries.progress import by_duty
        from kuangan.duties.web import menu
        from kuangan.duties.web.import_panel import import_effects
        from kuangan.duties.web.panels import derivation, mine_duties, open_years
        from kuangan.foundation.exchange.importers import foresee_by
        from kuangan.foundation.ui import panels
        from kuangan.foundation.ui.importing import PAGE
        from kuangan.plan.queries import provide_effects, provide_progress

        listeners.connect()
        trail.declare()
        provide_progress(by_duty)
        provide_effects(foresee)
        menu.register()
        _follow_merges()
        panels.add("registry.mine", "duties", mine_duties, order=10)
        panels.add(PAGE, "duties", import_effects, order=10)
        foresee_by("registry.roster", of_roster)
        foresee_by("hazards.ledger", of_hazards)
        panels.add("registry.calendar", "open_years", open_years, order=10)
        panels.add("plan.outline", "derivation", derivation, order=10, is_aside=True)


def _follow_merges() -> None:
    """Assignments follow a mine that is merged into another."""
    from kuangan.duties.actions.merges import ASSIGNMENTS
    from kuangan.registry.actions.merges import plug_in

    plug_in(ASSIGNMENTS)
