"""Measures that the campaign itself and the registry answer for the figures of a form: mines, people, a fact of a mine.

None where nothing is on record: then the figure is typed, for nobody is locked to a number that nobody entered.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.duties.models import Assignment
from kuangan.duties.queries.measures import Measure, Measured
from kuangan.duties.states import AssignmentState
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.plan.queries import mines_in_scope, package_of, speaking_version
from kuangan.registry.models import Appointment
from kuangan.registry.queries import measures as registry

_SYSTEM = Scope.everywhere()
SELF_CHECK, INSPECTION = "self-check", "inspection"
"""Phases of a plan, as plans name them."""


def mines_covered(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured | None:
    """How many mines of the region are in the full scope of the plan today (列入整治)."""
    version = speaking_version(assignment.plan)
    if version is None:
        return None
    reached = mines_in_scope(_SYSTEM, version, prefix_of(assignment.region_code), clock.today())
    number = sum(1 for _mine, outcome in reached if outcome.code == "full")
    return Measured(float(number), _("%(count)d mines in the full scope of the plan") % {"count": number})


def _settled(phase: str, wanted: Callable[[Any], bool], states: tuple[str, ...], words: Any) -> Measure:
    """Mines of the region that owe duties of a phase and have none of them left."""

    def measure(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured | None:
        duties = [duty for duty in package_of(assignment.duty.version).duties if duty.phase == phase and wanted(duty)]
        if not duties:
            return None
        rows = Assignment.objects.within(_SYSTEM).filter(
            plan=assignment.plan, duty_slug__in=[duty.id for duty in duties], mine__isnull=False,
            mine__region_code__startswith=prefix_of(assignment.region_code),
        )  # fmt: skip
        rows = rows.exclude(state=AssignmentState.VOIDED).order_by()
        done = set(rows.filter(state__in=states).values_list("mine_id", flat=True))
        left = set(rows.filter(~Q(state__in=states)).values_list("mine_id", flat=True))
        number = len(done - left)
        url = f"{reverse('duties:list')}?{urlencode({'county': assignment.region_code, 'state': 'accepted'})}"
        return Measured(float(number), str(words) % {"count": number, "all": len(done | left)}, url)

    return measure


def inspectors(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured | None:
    """How many enforcement officers are on record with the authority; None while nobody is."""
    rows = Appointment.objects.within(_SYSTEM).filter(
        authority=assignment.authority_id, post="inspector", ended_on__isnull=True
    )
    number = rows.values("person").distinct().count() if assignment.authority_id else 0
    return Measured(float(number), _("%(count)d on record") % {"count": number}) if number else None


def _of_contact_person(tell: Callable[[Appointment], str]) -> Measure:
    def measure(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured | None:
        found = registry.contact_person_named(_SYSTEM, assignment.authority) if assignment.authority else None
        text = tell(found) if found is not None else ""
        return Measured(1, _("named on the authority's page"), text=text) if text else None

    return measure


def slope_angle(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured | None:
    """The slope angle of the mine as the registry has it, in degrees."""
    state = assignment.mine.current if assignment.mine else None
    if state is None or state.slope_angle_deg is None:
        return None
    words = _("the registry has %(angle)s degrees") % {"angle": f"{state.slope_angle_deg:g}"}
    return Measured(float(state.slope_angle_deg), words, reverse("registry:mine", args=[assignment.mine_id]))


MEASURES: dict[str, Measure] = {
    "registry.mines_in_scope": mines_covered,
    "duties.self_checked": _settled(
        SELF_CHECK, lambda duty: duty.bearer.kind == "mine" and duty.force == "must", (AssignmentState.ACCEPTED,),
        gettext_lazy("%(count)d of %(all)d mines have everything of their self-check accepted"),
    ),
    "inspections.mines_inspected": _settled(
        INSPECTION, lambda duty: duty.bearer.for_each == "mine" and duty.id.startswith("inspection"),
        (AssignmentState.SUBMITTED, AssignmentState.ACCEPTED),
        gettext_lazy("%(count)d of %(all)d mines have their inspection delivered"),
    ),
    "registry.inspectors": inspectors,
    "registry.slope_angle_deg": slope_angle,
    "contact_person.name": _of_contact_person(lambda row: row.person.name),
    "contact_person.post": _of_contact_person(lambda row: row.person.title),
    "contact_person.phone": _of_contact_person(lambda row: row.person.phone),
}  # fmt: skip
"""By the name that plans use."""
