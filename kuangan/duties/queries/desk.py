"""The work desk: what is overdue, what waits for me, what is due within the week, what was returned."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window

from kuangan.duties.models import Assignment, Extension
from kuangan.duties.queries.listing import RELATED, overdue
from kuangan.duties.states import EDITABLE, AssignmentState, ExtensionState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import CITY_ROLES, COUNTY_ROLES, MINE_ROLES, Role
from kuangan.foundation.kernel import clock
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


def desk(actor: Actor, days: int = 7) -> Desk:
    """The desk of `actor`: own duties first, then what waits for a decision, then what is late in the jurisdiction.

    Four statements, whatever the size of the jurisdiction. `days`: how far ahead "due soon" looks.
    """
    late, soon, returned, delivered = _own(actor, clock.now(), days)
    others = Assignment.objects.within(actor.scope).filter(~Q(_own=True), overdue(), bearer_kind__in=_below(actor))
    below = _below(actor)
    extensions = list(_pending(actor)) if actor.roles & DECIDERS else []
    return Desk(
        mine_overdue=late,
        to_review=_section("review", waiting_for_me(actor)) if actor.roles & DECIDERS else Section("review"),
        due_soon=soon,
        returned=returned,
        others_overdue=_section("others", _others(actor, below)) if below else Section("others"),
        delivered=delivered,
        extensions=extensions,
        extensions_total=extensions[0].in_all if extensions else 0,
    )
