"""The work desk: what is overdue, what waits for me, what is due within the week, what was returned."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window

from kuangan.duties.models import Assignment, Extension
from kuangan.duties.queries.listing import RELATED, overdue
from kuangan.duties.states import EDITABLE, AssignmentState, ExtensionState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import CITY_ROLES, COUNTY_ROLES, MINE_ROLES, Role
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan
from kuangan.registry.models import Authority
from kuangan.registry.states import AuthorityKind, Level

ROWS_SHOWN = 20
OWN_READ = 200
"""How many own rows are read at once; beyond that the totals are counted by the database."""
DECIDERS = frozenset({Role.COUNTY_REVIEWER, Role.COUNTY_LEADER, Role.CITY_OFFICE, Role.CITY_LEADER})


@dataclass(slots=True)
class Section:
    """One block of the desk: a few rows and how many there are in all."""

    key: str
    rows: list[Assignment] = field(default_factory=list)
    total: int = 0


@dataclass(slots=True)
class Desk:
    """The whole desk of one person. `delivered` is what the actor's own side has submitted and waits for."""

    mine_overdue: Section
    to_review: Section
    due_soon: Section
    returned: Section
    others_overdue: Section
    delivered: Section
    extensions: list[Extension] = field(default_factory=list)
    extensions_total: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        sections = (self.mine_overdue, self.to_review, self.due_soon, self.returned, self.others_overdue)
        return not any(section.total for section in sections) and not self.extensions_total


def own_authorities(actor: Actor) -> QuerySet[Authority]:
    """The authorities in which the actor holds a post; used as a subquery wherever it can be."""
    condition = Q(pk__in=[])
    pairs = (
        (COUNTY_ROLES, AuthorityKind.EMERGENCY_BUREAU, Level.COUNTY),
        (CITY_ROLES, AuthorityKind.EMERGENCY_BUREAU, Level.CITY),
        (frozenset({Role.GOVERNMENT_OFFICE}), AuthorityKind.GOVERNMENT, None),
    )
    for roles, kind, level in pairs:
        scope = actor.scope_as(*roles)
        codes = [prefix.ljust(6, "0") for prefix in scope.regions]
        place = Q(region_code__in=codes) | Q(pk__in=scope.authorities)
        condition |= place & Q(kind=kind) & (Q(level=level) if level else Q())
    return Authority.objects.filter(condition).order_by()


def owed_by(actor: Actor) -> Q:
    """The condition for what the actor's own mine, enterprise, authority or agency owes."""
    scope = actor.scope_as(*MINE_ROLES)
    condition = Q(owing_mine_id__in=scope.mines) | Q(enterprise_id__in=scope.enterprises)
    if scope.enterprises:
        condition |= Q(owing_mine__enterprise_id__in=scope.enterprises)
    if actor.roles & (COUNTY_ROLES | CITY_ROLES | {Role.GOVERNMENT_OFFICE}):
        condition |= Q(authority__in=own_authorities(actor).values("pk"))
    return condition | Q(agency_id__in=actor.scope_as(Role.AGENCY_STAFF).agencies)


def waiting_for_me(actor: Actor) -> QuerySet[Assignment]:
    """What waits for a decision of the actor's own authority, the most urgent first: the review queue."""
    found = Assignment.objects.within(actor.scope)
    if not actor.roles & DECIDERS:
        return found.filter(pk__in=[])
    queue = found.filter(state=AssignmentState.SUBMITTED, waiting_for__in=own_authorities(actor).values("pk"))
    return queue.order_by(F("review_due_at").asc(nulls_last=True), "id")


def own_overdue_count(actor: Actor) -> int:
    """How much of the actor's own is overdue: the badge of the menu."""
    return Assignment.objects.within(actor.scope).filter(owed_by(actor), overdue()).count()


def desk(actor: Actor, days: int = 7, plan: Plan | None = None) -> Desk:
    """The desk of `actor`: own duties first, then what waits for a decision, then what is late in the jurisdiction.

    Four statements, whatever the size of the jurisdiction. `days`: how far ahead "due soon" looks. `plan`: only what is
    owed under it.
    """
    decides, below = bool(actor.roles & DECIDERS), _below(actor)
    under = Q(plan=plan) if plan else Q()
    late, soon, returned, delivered = _own(actor, clock.now(), days, under)
    pending = _pending(actor, Q(assignment__plan=plan) if plan else Q()) if decides else []
    extensions: list[Any] = list(pending)
    return Desk(
        mine_overdue=late,
        to_review=_section("review", waiting_for_me(actor).filter(under)) if decides else Section("review"),
        due_soon=soon,
        returned=returned,
        others_overdue=_section("others", _others(actor, below).filter(under)) if below else Section("others"),
        delivered=delivered,
        extensions=extensions,
        extensions_total=extensions[0].in_all if extensions else 0,
    )


def _own(actor: Actor, moment: datetime, days: int, under: Q) -> tuple[Section, Section, Section, Section]:
    """Own rows in one statement, sorted into overdue, due soon, returned, delivered; one belongs to one section."""
    until = moment + timedelta(days=days)
    wanted = Q(state__in=list(EDITABLE), due_at__lte=until) | Q(
        state__in=[AssignmentState.RETURNED, AssignmentState.SUBMITTED]
    )
    rows = Assignment.objects.within(actor.scope).filter(owed_by(actor)).filter(wanted, under)
    rows = rows.select_related(*RELATED)
    found = list(rows.order_by(F("due_at").asc(nulls_last=True), "id")[: OWN_READ + 1])
    sorts: dict[str, Callable[[Assignment], bool]] = {
        "overdue": lambda row: row.is_overdue(moment),
        "delivered": lambda row: row.state == AssignmentState.SUBMITTED,
        "returned": lambda row: row.state == AssignmentState.RETURNED,
        "soon": lambda row: True,
    }
    sections = {key: Section(key) for key in sorts}
    for row in found:
        sections[next(key for key, fits in sorts.items() if fits(row))].rows.append(row)
    totals = {key: len(section.rows) for key, section in sections.items()}
    if len(found) > OWN_READ:
        totals = _own_totals(rows.order_by())
    for key, section in sections.items():
        section.rows, section.total = section.rows[:ROWS_SHOWN], totals[key]
    return sections["overdue"], sections["soon"], sections["returned"], sections["delivered"]


def _own_totals(rows: QuerySet[Assignment]) -> dict[str, int]:
    returned = Q(state=AssignmentState.RETURNED)
    return rows.aggregate(
        overdue=Count("pk", filter=overdue()),
        delivered=Count("pk", filter=Q(state=AssignmentState.SUBMITTED)),
        returned=Count("pk", filter=returned & ~overdue()),
        soon=Count("pk", filter=Q(state=AssignmentState.OPEN) & ~overdue()),
    )


def _others(actor: Actor, below: list[str]) -> QuerySet[Assignment]:
    rows = Assignment.objects.within(actor.scope).filter(overdue(), bearer_kind__in=below)
    if actor.roles & (COUNTY_ROLES | CITY_ROLES):
        rows = rows.exclude(
            pk__in=Assignment.objects.within(actor.scope).filter(owed_by(actor), overdue()).values("pk")
        )
    return rows.order_by("due_at", "id")


def _below(actor: Actor) -> list[str]:
    """Whose lateness the actor is to chase: a county its mines, the city mines and counties."""
    if actor.roles & CITY_ROLES or actor.roles & {Role.PROVINCE_SUPERVISOR, Role.AUDITOR}:
        return ["mine", "enterprise", "county_bureau", "county_government"]
    return ["mine", "enterprise"] if actor.roles & COUNTY_ROLES else []


def _section(key: str, rows: QuerySet[Assignment]) -> Section:
    """A few rows and the total of all, in one statement."""
    shown: list[Any] = list(rows.select_related(*RELATED).annotate(in_all=Window(Count("*")))[:ROWS_SHOWN])
    return Section(key, shown, shown[0].in_all if shown else 0)


def _pending(actor: Actor, under: Q) -> QuerySet[Extension]:
    """Requests for more time that the actor decides on: the county those of mines, the city those of counties.

    What has been delivered meanwhile needs no more time, and its request no decision until it comes back.
    """
    below = ["mine", "enterprise"] if actor.roles & COUNTY_ROLES else ["county_bureau", "county_government"]
    found = Extension.objects.within(actor.scope).filter(
        under, state=ExtensionState.PENDING, assignment__bearer_kind__in=below, assignment__state__in=list(EDITABLE)
    )
    related = ("assignment__duty", "assignment__owing_mine", "assignment__authority", "assignment__enterprise")
    return found.select_related(*related).annotate(in_all=Window(Count("*"))).order_by("id")[:ROWS_SHOWN]
