"""Measures that the registry and the plan room answer already."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment
from kuangan.duties.queries.measures import Measured
from kuangan.foundation.authority.scopes import Scope
from kuangan.plan import queries as plan_queries
from kuangan.registry.queries import measures as registry

_SYSTEM = Scope.everywhere()


def contact_person_named(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured:
    """Whether the county has named its contact person (联系人)."""
    if assignment.authority is None:
        return Measured(0)
    found = registry.contact_person_named(_SYSTEM, assignment.authority)
    if found is None:
        return Measured(0, _("No contact person on record"))
    return Measured(1, _("%(name)s, since %(day)s") % {"name": found.person, "day": found.appointed_on})


def leading_group_named(assignment: Assignment, arguments: Mapping[str, Any]) -> Measured:
    """Whether the authority's leading group or working group has a head and members.

    A plan may ask for particular `posts`, and for members from particular `offices`.
    """
    if assignment.authority is not None and (arguments.get("posts") or arguments.get("offices")):
        asked = arguments.get("posts", ()), arguments.get("offices", ())
        if lacking := registry.leading_group_gaps(_SYSTEM, assignment.authority, *asked):
            return Measured(0, _("Not on record yet: %(names)s") % {"names": "、".join(lacking)})
    named = assignment.authority is not None and registry.leading_group_named(_SYSTEM, assignment.authority)
    return Measured(float(named), _("On record") if named else _("No leading group on record"))


def contractors_cleared(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured:
    """Whether no unfit contractor works in the mine any more."""
    if assignment.mine is None:
        return Measured(0)
    unfit = registry.unfit_engagements(_SYSTEM, assignment.mine)
    if not unfit:
        return Measured(1, _("No unfit contractor is working here"))
    return Measured(0, _("Still working: %(names)s") % {"names": "、".join(str(row.contractor) for row in unfit)})


def leaders_in_charge_assigned(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured:
    """Whether every mine of the region has a leader in charge (联系包保)."""
    assigned, total = registry.leaders_assigned(_SYSTEM, assignment.region_code)
    words = _("%(done)d of %(total)d mines have a leader in charge") % {"done": assigned, "total": total}
    return Measured(float(total > 0 and assigned >= total), words)


def plan_acknowledged(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured:
    """Whether the bureau has acknowledged the plan (row 1)."""
    held = assignment.authority is not None and plan_queries.plan_acknowledged(assignment.authority, assignment.plan)
    return _receipt(held, assignment)


def plan_received(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured:
    """Whether the mine has confirmed receipt of the plan (row 108)."""
    held = assignment.mine is not None and plan_queries.plan_received(assignment.mine, assignment.plan)
    return _receipt(held, assignment)


def _receipt(held: bool, assignment: Assignment) -> Measured:
    words = _("Receipt confirmed on the plan's page") if held else _("Not confirmed on the plan's page yet")
    return Measured(float(held), words, reverse("plan:receipts", args=[assignment.plan_id]))


def plan_received_by_all_mines(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured:
    """Whether every mine of the county has confirmed that the plan reached it (row 108)."""
    if assignment.authority is None:
        return Measured(0)
    return Measured(float(plan_queries.plan_received_by_all_mines(assignment.authority, assignment.plan)))


def child_plan_published(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured:
    """Whether the county has a plan of its own derived from this one (六(一))."""
    if assignment.authority is None:
        return Measured(0)
    return Measured(float(plan_queries.child_plan_published(assignment.authority, assignment.plan)))
