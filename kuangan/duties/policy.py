"""Who may do what to an assignment.

Two sides: whoever acts for the bearer supplies and submits; whoever acts for the authority that the chain waits for
decides. Nobody decides on what they submitted themselves.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.duties.models import Assignment, CoBearer, Extension
from kuangan.duties.states import AssignmentState
from kuangan.foundation.api.areas import declare
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import (
    CAMPAIGN_READERS,
    CITY_ROLES,
    COUNTY_ROLES,
    MINE_ROLES,
    Role,
)
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.registry.models import Agency, Authority, Enterprise, Mine
from kuangan.registry.states import AuthorityKind, Level

_STAFF = {
    (AuthorityKind.EMERGENCY_BUREAU, Level.COUNTY): COUNTY_ROLES,
    (AuthorityKind.EMERGENCY_BUREAU, Level.CITY): CITY_ROLES,
    (AuthorityKind.GOVERNMENT, Level.COUNTY): frozenset({Role.GOVERNMENT_OFFICE}),
    (AuthorityKind.GOVERNMENT, Level.CITY): frozenset({Role.GOVERNMENT_OFFICE}),
}
BEARER_ROLES = MINE_ROLES | COUNTY_ROLES | CITY_ROLES | {Role.GOVERNMENT_OFFICE, Role.AGENCY_STAFF}
REVIEWER_ROLES = frozenset({Role.COUNTY_REVIEWER, Role.COUNTY_LEADER, Role.CITY_OFFICE, Role.CITY_LEADER})
LEADER_ROLES = frozenset({Role.MINE_PRINCIPAL, Role.COUNTY_LEADER, Role.CITY_LEADER, Role.GOVERNMENT_OFFICE})


def staff_roles(kind: str, level: str) -> frozenset[Role]:
    """The roles that work in an authority of this kind and level; none where the plan gives it nothing to do."""
    return _STAFF.get((AuthorityKind(kind), Level(level)), frozenset())


def acts_for_authority(actor: Actor, authority: Authority | None, roles: frozenset[Role] | None = None) -> bool:
    """Whether the actor holds a post in this very authority, optionally in one of these roles."""
    if actor.is_system:
        return True
    if authority is None:
        return False
    staff = _STAFF.get((AuthorityKind(authority.kind), Level(authority.level)), frozenset())
    wanted = staff if roles is None else staff & roles
    prefix = prefix_of(authority.region_code)
    return any(
        grant.role in wanted and (prefix in grant.scope.regions or authority.pk in grant.scope.authorities)
        for grant in actor.grants
    )


def acts_for_bearer(actor: Actor, row: Assignment, roles: frozenset[Role] = frozenset(Role)) -> bool:
    """Whether the actor works for whoever owes the assignment, optionally in one of these roles."""
    if actor.is_system:
        return True
    if row.authority_id:
        return acts_for_authority(actor, row.authority, roles)
    bearer = row.owing_mine or row.enterprise or row.agency
    staff = roles & ({Role.AGENCY_STAFF} if row.agency_id else MINE_ROLES)
    return bearer is not None and any(grant.role in staff and _names(grant.scope, bearer) for grant in actor.grants)


def _names(scope: Scope, bearer: Mine | Enterprise | Agency) -> bool:
    """Whether a grant is for this very mine (or its enterprise), enterprise or agency, not for a region around it."""
    if isinstance(bearer, Mine):
        return bearer.pk in scope.mines or bearer.enterprise_id in scope.enterprises
    return bearer.pk in (scope.enterprises if isinstance(bearer, Enterprise) else scope.agencies)


def _bearer_only(actor: Actor, row: Assignment) -> Any:
    if not acts_for_bearer(actor, row):
        return _("Only %(bearer)s, who owes this, can do that.") % {"bearer": row.bearer}
    return None


def _signer_only(actor: Actor, row: Assignment) -> Any:
    if reason := _bearer_only(actor, row):
        return reason
    if not acts_for_bearer(actor, row, LEADER_ROLES):
        return _("Only the principal signs. Prepare everything and let the principal sign in.")
    return None


def _reviewer_only(actor: Actor, row: Assignment) -> Any:
    if row.state != AssignmentState.SUBMITTED:
        return _("Nothing has been submitted that could be decided on.")
    if not acts_for_authority(actor, row.waiting_for, REVIEWER_ROLES):
        return _("This waits for %(authority)s.") % {"authority": row.waiting_for}
    return None


def _superior_only(actor: Actor, row: Assignment) -> Any:
    """Acts of supervision belong to the bureaus in charge, never to the bearer itself."""
    if acts_for_bearer(actor, row) and not actor.is_system:
        return _("Nobody decides on their own duty. Ask the authority above.")
    if row.authority and row.authority.level == Level.COUNTY and not actor.holds(CITY_ROLES, row):
        return _("Only the city bureau decides on a duty of a county.")
    if row.authority and row.authority.level != Level.COUNTY and not actor.is_system:
        return _("No authority above this one works here.")
    return None


def _extension_decider(actor: Actor, row: Extension) -> Any:
    return _superior_only(actor, row.assignment)


def _co_bearer_only(actor: Actor, row: CoBearer) -> Any:
    if not acts_for_authority(actor, row.authority):
        return _("Only %(bearer)s can confirm its share.") % {"bearer": row.name}
    return None


allow("duties.derive", {Role.CITY_OFFICE})
allow("duties.see_derivation", CITY_ROLES | {Role.PROVINCE_SUPERVISOR, Role.AUDITOR})
allow("duties.stop_derivation", {Role.CITY_OFFICE, Role.CITY_LEADER})
allow("duties.read", CAMPAIGN_READERS)
allow("duties.export", CAMPAIGN_READERS)
allow("duties.board", CAMPAIGN_READERS - MINE_ROLES - {Role.AGENCY_STAFF})
allow("duties.supply", BEARER_ROLES, _bearer_only)
allow("duties.submit", BEARER_ROLES, _bearer_only)
allow("duties.withdraw", BEARER_ROLES, _bearer_only)
allow("duties.sign", LEADER_ROLES, _signer_only)
allow("duties.ask_extension", BEARER_ROLES, _bearer_only)
allow("duties.confirm_share", BEARER_ROLES, _co_bearer_only)
allow("duties.review", REVIEWER_ROLES, _reviewer_only)
allow("duties.decide_extension", REVIEWER_ROLES, _extension_decider)
allow("duties.order_redo", REVIEWER_ROLES, _superior_only)
allow("duties.urge", REVIEWER_ROLES | COUNTY_ROLES | CITY_ROLES, _superior_only)

declare("duties:read", gettext_lazy("Duties: read"), {"duties.read"})
declare(
    "duties:write",
    gettext_lazy("Duties: read, supply evidence, submit"),
    {
        *("duties.read", "duties.supply", "duties.submit", "duties.withdraw"),
        *("duties.ask_extension", "duties.confirm_share"),
    },
)
declare(
    "reviews:write",
    gettext_lazy("Duties: read, review, decide, urge"),
    {"duties.read", "duties.review", "duties.decide_extension", "duties.order_redo", "duties.urge"},
)
