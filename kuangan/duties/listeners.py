"""What the duties room listens to, and what it takes from the registry; the nightly job recomputes all of it."""

from kuangan.duties.models import Assignment
from kuangan.duties.queries import (
    campaign_measures,
    check_measures,
    duty_events,
    events,
    hazard_events,
    hazard_measures,
    help_measures,
    measures,
    registry_events,
    registry_measures,
)
from kuangan.duties.tasks import derive_mines, derive_plan, follow_delivery, follow_ledger, settle_receipt
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel.events import subscribe
from kuangan.governance.states import HelpKind
from kuangan.hazards.states import Grade
from kuangan.plan.models import PlanVersion
from kuangan.plan.queries import package_of, plans_in_force, published_version
from kuangan.plan.rules import supplies
from kuangan.registry.states import GROUP_POSTS, MineStatus, Post

_ARGUMENTS = {"leading_group_named": {"posts": frozenset(map(str, GROUP_POSTS)), "offices": None}}
"""What plans may pass to a measure of the registry."""
_APPOINTMENTS = ("contact_person_named", "leading_group_named", "leaders_in_charge_assigned")
"""What an appointment proves by itself."""


def _facts_changed(mine_id: int, **_more: object) -> None:
    derive_mines([mine_id])


def _many_changed(mine_ids: list[int], **_more: object) -> None:
    derive_mines(mine_ids)


def _plan_changed(plan_id: int, **_more: object) -> None:
    derive_plan.enqueue(plan_id)


def _plan_published(version_id: int, **_more: object) -> None:
    derive_plan.enqueue(PlanVersion.objects.get(pk=version_id).plan_id, "plan published")


def _calendar_changed(**_more: object) -> None:
    """Deadlines in working days may have moved, under every plan."""
    for plan in plans_in_force(Scope.everywhere()):
        derive_plan.enqueue(plan.pk, "working days announced")


def _receipt_confirmed(receipt_id: int, **_more: object) -> None:
    settle_receipt(receipt_id)


def _duty_delivered(assignment_id: int, **_more: object) -> None:
    """Most deliveries give rise to nothing, so that they cost no more than a look at the package."""
    rows = Assignment.objects.unscoped("the system's own work").select_related("plan")
    row = rows.get(pk=assignment_id)
    version = published_version(row.plan)
    if version is not None and duty_events.listeners(package_of(version), row.duty_slug):
        follow_delivery.enqueue(row.plan_id, row.mine_id, row.region_code)


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
    subscribe("registry.calendar_changed", _calendar_changed)
    subscribe("plan.published", _plan_published)
    subscribe("plan.received", _receipt_confirmed)
    subscribe("plan.parameter_changed", _plan_changed)
    subscribe("hazards.changed", _hazard_changed)
    subscribe("duties.delivered", _duty_delivered)
    for name in ("inspections.changed", "governance.changed"):
        subscribe(name, _ledger_changed)
    statuses = {"to": MineStatus.values, "from": MineStatus.values}
    events.supply("status_changed", registry_events.status_changes, statuses)
    events.supply("appointed", registry_events.appointments, {"post": Post.values}, _APPOINTMENTS)
    events.supply("contractor_engaged", registry_events.engagements)
    events.supply("contractor_cleared", registry_events.clearings, proves=["contractors_cleared"])
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
        measures.supply(measure.__name__, measure, _ARGUMENTS.get(measure.__name__))
    _connect_ledgers()
    _provide_names()


def _connect_ledgers() -> None:
    events.supply("hazard_found", hazard_events.hazards_found, {"grade": [Grade.MAJOR]}, ["hazards.major_registered"])
    events.supply("major_hazard_missed", hazard_events.majors_missed)
    events.supply("slope_danger_found", hazard_events.slope_dangers_found)
    events.supply("people_withdrawn", hazard_events.people_withdrawn, proves=["hazards.evacuated"])
    events.supply("help_requested", help_measures.helps_requested, {"kind": HelpKind.values})
    for room in (campaign_measures, hazard_measures, check_measures, help_measures):
        for name, answer in room.MEASURES.items():
            measures.supply(name, answer)


def _provide_names() -> None:
    """Tell the plan room which names are answered, so that its checks can say what is not."""
    supplies.provide(supplies.EVENT, events.supplied_events)
    supplies.provide(supplies.MEASURE, measures.supplied_measures)
    supplies.provide(supplies.LIST, measures.supplied_lists)
    supplies.provide(supplies.CHECKLIST, measures.supplied_checklists)
