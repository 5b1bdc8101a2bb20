"""Who is told: everybody whose post acts for the bearer or for the authority that decides, many at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from kuangan.access.queries.addressing import officials, staff_of
from kuangan.duties.models import Assignment
from kuangan.duties.policy import LEADER_ROLES, REVIEWER_ROLES, staff_roles
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import MINE_ROLES, Role
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.registry.models import Authority

_COUNTY = frozenset({Role.COUNTY_REVIEWER, Role.COUNTY_LEADER})
_CITY = frozenset({Role.CITY_OFFICE, Role.CITY_LEADER})
_GOVERNMENT = frozenset({Role.GOVERNMENT_OFFICE})
_PROVINCE = frozenset({Role.PROVINCE_SUPERVISOR})
_TARGETS = {
    "county_bureau": (_COUNTY, (6,)),
    "city_bureau": (_CITY, (4,)),
    "county_government": (_GOVERNMENT, (6,)),
    "city_government": (_GOVERNMENT, (4,)),
    "province": (_PROVINCE, (4, 2)),
}
"""Whom a plan may escalate to: the posts, and how many digits of the region's code their jurisdiction has."""


class Directory:
    """Posts and their holders of today: officials read once, people of mines as they are looked up."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._officials: dict[tuple[str, str], set[int]] = defaultdict(set)
        every = frozenset(Role) - MINE_ROLES - {Role.AGENCY_STAFF}
        for holder in officials(actor, every):
            self._officials[holder.role, holder.prefix].add(holder.user_id)
        self._staff: dict[tuple[str, int], set[int]] = {}
        self._principals: dict[tuple[str, int], set[int]] = {}

    def look_up(
        self, mines: Collection[int] = (), enterprises: Collection[int] = (), agencies: Collection[int] = ()
    ) -> None:
        """Read the people of these mines, enterprises and agencies, in one statement; forgets those before."""
        self._staff, self._principals = defaultdict(set), defaultdict(set)
        roles = MINE_ROLES | {Role.AGENCY_STAFF}
        for one in staff_of(self._actor, roles, mines=mines, enterprises=enterprises, agencies=agencies):
            for kind, number in (("mine", one.mine_id), ("enterprise", one.enterprise_id), ("agency", one.agency_id)):
                if number is None or (one.role == Role.AGENCY_STAFF) != (kind == "agency"):
                    continue
                self._staff[kind, number].add(one.user_id)
                if one.role == Role.MINE_PRINCIPAL:
                    self._principals[kind, number].add(one.user_id)

    def look_up_bearers(self, rows: Iterable[Assignment]) -> None:
        """Read the people of everybody who owes one of these."""
        kept = list(rows)
        self.look_up(
            {row.owing_mine_id for row in kept if row.owing_mine_id},
            {row.enterprise_id for row in kept if row.enterprise_id},
            {row.agency_id for row in kept if row.agency_id},
        )

    def in_posts(self, roles: Iterable[Role], prefix: str) -> set[int]:
        """Officials in these roles whose jurisdiction is exactly this one."""
        return set().union(*(self._officials.get((role, prefix), set()) for role in roles))

    def of_authority(self, authority: Authority | None, roles: frozenset[Role] | None = None) -> set[int]:
        """The staff of an authority, optionally in these roles only."""
        if authority is None:
            return set()
        staff = staff_roles(authority.kind, authority.level)
        return self.in_posts(staff if roles is None else staff & roles, prefix_of(authority.region_code))

    def reviewers(self, authority: Authority | None) -> set[int]:
        """Who decides for an authority."""
        return self.of_authority(authority, REVIEWER_ROLES)

    def bearers(
        self, *, mine: int | None, enterprise: int | None, agency: int | None, authority: Authority | None
    ) -> set[int]:
        """Everybody who works for whoever owes it."""
        if authority is not None:
            return self.of_authority(authority)
        if agency is not None and mine is None and enterprise is None:
            return set(self._staff.get(("agency", agency), ()))
        own = self._staff.get(("mine", mine), set()) if mine else set()
        return own | (self._staff.get(("enterprise", enterprise), set()) if enterprise else set())

    def bearers_of(self, row: Assignment) -> set[int]:
        """Everybody who works for the bearer of an assignment."""
        return self.bearers(
            mine=row.owing_mine_id, enterprise=row.enterprise_id, agency=row.agency_id, authority=row.authority
        )

    def superiors(self, row: Assignment) -> set[int]:
        """Who decides about more time: the county bureau about mines, the city bureau about a county."""
        return self.escalated("city_bureau" if row.authority_id else "county_bureau", row.region_code)

    def escalated(self, to: str, region_code: str) -> set[int]:
        """Whom a plan escalates to, for a region."""
        roles, lengths = _TARGETS[to]
        return set().union(*(self.in_posts(roles, prefix_of(region_code[:length])) for length in lengths))

    def leaders(
        self, *, mine: int | None, enterprise: int | None, agency: int | None, authority: Authority | None
    ) -> set[int]:
        """The leader of the bearer: principal of the mine, leader of the authority."""
        if authority is not None:
            return self.of_authority(authority, LEADER_ROLES)
        own = self._principals.get(("mine", mine), set()) if mine else set()
        return own | (self._principals.get(("enterprise", enterprise), set()) if enterprise else set())
