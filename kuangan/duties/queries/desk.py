"""The work desk: what is overdue, what waits for me, what is due within the week, what was returned."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q, QuerySet

from kuangan.duties.models import Assignment, Extension
from kuangan.duties.queries.listing import RELATED, overdue
from kuangan.duties.states import EDITABLE, AssignmentState, ExtensionState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import CITY_ROLES, COUNTY_ROLES, MINE_ROLES, Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Authority
from kuangan.registry.states import AuthorityKind, Level

ROWS_SHOWN = 20


@dataclass(slots=True)
class Section:
    """One block of the desk: a few rows and how many there are in all."""

    key: str
    rows: list[Assignment]
    total: int


@dataclass(slots=True)
class Desk:
    """The whole desk of one person."""

    mine_overdue: Section
    to_review: Section
    due_soon: Section
    returned: Section
    others_overdue: Section
    extensions: list[Extension] = field(default_factory=list)
    extensions_total: int = 0


def own_authorities(actor: Actor) -> list[Authority]:
    """The authorities in which the actor holds a post."""
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
    return list(Authority.objects.filter(condition))


def owed_by(actor: Actor) -> Q:
    """The condition for what the actor's own mine, enterprise, authority or agency owes."""
    scope = actor.scope_as(*MINE_ROLES)
    condition = Q(owing_mine_id__in=scope.mines) | Q(enterprise_id__in=scope.enterprises)
    if scope.enterprises:
        condition |= Q(owing_mine__enterprise_id__in=scope.enterprises)
    condition |= Q(authority__in=[body.pk for body in own_authorities(actor)])
    return condition | Q(agency_id__in=actor.scope_as(Role.AGENCY_STAFF).agencies)


def desk(actor: Actor, days: int = 7) -> Desk:
    """The desk of `actor`: own duties first, then what waits for a decision, then what is late in the jurisdiction."""
    own = owed_by(actor)
    posts = [body.pk for body in own_authorities(actor)]
    soon = Q(state__in=list(EDITABLE), due_at__gte=clock.now(), due_at__lte=clock.now() + timedelta(days=days))
    rows = Assignment.objects.within(actor.scope).select_related(*RELATED)
    extensions = _pending(actor.scope, actor)
    return Desk(
        mine_overdue=_section("overdue", rows.filter(own & overdue()), "due_at"),
        to_review=_section(
            "review", rows.filter(state=AssignmentState.SUBMITTED, waiting_for__in=posts), "review_due_at"
        ),
        due_soon=_section("soon", rows.filter(own & soon), "due_at"),
        returned=_section("returned", rows.filter(own, state=AssignmentState.RETURNED), "due_at"),
        others_overdue=_section("others", rows.filter(~own & overdue(), bearer_kind__in=_below(actor)), "due_at"),
        extensions=list(extensions[:ROWS_SHOWN]),
        extensions_total=extensions.count() if posts else 0,
    )


def _below(actor: Actor) -> list[str]:
    """Whose lateness the actor is to chase: a county its mines, the city mines and counties."""
    if actor.roles & CITY_ROLES or actor.roles & {Role.PROVINCE_SUPERVISOR, Role.AUDITOR}:
        return ["mine", "enterprise", "county_bureau", "county_government"]
    return ["mine", "enterprise"] if actor.roles & COUNTY_ROLES else []


def _section(key: str, rows: QuerySet[Assignment], order: str) -> Section:
    shown = list(rows.order_by(order, "id")[: ROWS_SHOWN + 1])
    total = len(shown) if len(shown) <= ROWS_SHOWN else rows.count()
    return Section(key, shown[:ROWS_SHOWN], total)


def _pending(scope: Scope, actor: Actor) -> QuerySet[Extension]:
    """Requests for more time that the actor decides on: the county those of mines, the city those of counties."""
    below = ["mine", "enterprise"] if actor.roles & COUNTY_ROLES else ["county_bureau", "county_government"]
    found = Extension.objects.within(scope).filter(state=ExtensionState.PENDING, assignment__bearer_kind__in=below)
    return found.select_related("assignment__duty", "assignment__owing_mine", "assignment__authority").order_by("id")
