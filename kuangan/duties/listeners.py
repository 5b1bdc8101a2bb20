"""What the duties room listens to, and what it takes from the registry; the nightly job recomputes all of it."""

from kuangan.duties.queries import (
    check_measures,
    events,
    hazard_events,
    hazard_measures,
    help_measures,
    measures,
    registry_events,
    registry_measures,
)
from kuangan.duties.tasks import derive_mines, derive_plan, follow_ledger, settle_receipt
from kuangan.foundation.kernel.events import subscribe
from kuangan.plan.models import PlanVersion


def _facts_changed(mine_id: int, **_more: object) -> None:
    derive_mines([mine_id])


def _many_changed(mine_ids: list[int], **_more: object) -> None:
    derive_mines(mine_ids)


def _plan_changed(plan_id: int, **_more: object) -> None:
    derive_plan.enqueue(plan_id)


def _plan_published(version_id: int, **_more: object) -> None:
    derive_plan.enqueue(PlanVersion.objects.get(pk=version_id).plan_id, "plan published")


def _receipt_confirmed(receipt_id: int, **_more: object) -> None:
    settle_receipt(receipt_id)


def _hazard_changed(mine_id: int, is_grave: bool = True, **_more: object) -> None:
    """Nothing is owed for a general hazard, so that entering one costs no more than its own writing."""
    if is_grave:
        follow_ledger.enqueue(mine_id)


def _ledger_changed(mine_id: int, **_more: object) -> None:
    follow_ledger.enqueue(mine_id)


def connect() -> None:
    """Subscribe to announcements and connect the sources; called once when the application starts."""
    for name in ("registry.mine_facts_changed", "registry.contractor_engaged", "registry.contractor_cleared"):
        subscribe(name, _facts_changed)
    subscribe("registry.mines_facts_changed", _many_changed)
    subscribe("plan.published", _plan_published)
    subscribe("plan.received", _receipt_confirmed)
    subscribe("plan.parameter_changed", _plan_changed)
    subscribe("hazards.changed", _hazard_changed)
    for name in ("inspections.changed", "governance.changed"):
        subscribe(name, _ledger_changed)
    events.supply("status_changed", registry_events.status_changes)
    events.supply("appointed", registry_events.appointments)
    events.supply("contractor_engaged", registry_events.engagements)
    events.supply("contractor_cleared", registry_events.clearings)
    events.supply("plan_published", lambda _mine_ids: ())
    for measure in (
        registry_measures.contact_person_named,
        registry_measures.leading_group_named,
        registry_measures.contractors_cleared,
        registry_measures.leaders_in_charge_assigned,
        registry_measures.plan_acknowledged,
        registry_measures.plan_received,
        registry_measures.plan_received_by_all_mines,
        registry_measures.child_plan_published,
    ):
        measures.supply(measure.__name__, measure)
    _connect_ledgers()


def _connect_ledgers() -> None:
    events.supply("hazard_found", hazard_events.hazards_found)
    events.supply("slope_danger_found", hazard_events.slope_dangers_found)
    events.supply("help_requested", help_measures.helps_requested)
    for room in (hazard_measures, check_measures, help_measures):
        for name, answer in room.MEASURES.items():
            measures.supply(name, answer)
