"""Who is told about hazards: the people of a mine, of its county bureau and of the city bureau, many at a time."""

from collections import defaultdict
from collections.abc import Collection

from kuangan.access.queries.addressing import officials, staff_of
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import CITY_ROLES, COUNTY_ROLES, MINE_ROLES, Role
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.hazards.queries.settings import values
from kuangan.hazards.states import Closer

_COUNTY = frozenset({Role.COUNTY_REVIEWER, Role.COUNTY_LEADER})
_CITY = frozenset({Role.CITY_OFFICE, Role.CITY_LEADER})


class People:
    """Posts and their holders of today: officials read once, people of mines as they are looked up."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._officials: dict[tuple[str, str], set[int]] = defaultdict(set)
        for holder in officials(actor, COUNTY_ROLES | CITY_ROLES):
            self._officials[holder.role, holder.prefix].add(holder.user_id)
        self._staff: dict[tuple[str, int], set[int]] = {}
        self._principals: dict[tuple[str, int], set[int]] = {}
        self._closers: dict[str, str] = {}

    def look_up(self, mines: Collection[int], enterprises: Collection[int]) -> None:
        """Read the people of these mines and enterprises, in one statement; forgets those before."""
        self._staff, self._principals = defaultdict(set), defaultdict(set)
        for one in staff_of(self._actor, MINE_ROLES, mines=mines, enterprises=enterprises):
            for kind, number in (("mine", one.mine_id), ("enterprise", one.enterprise_id)):
                if number is None:
                    continue
                self._staff[kind, number].add(one.user_id)
                if one.role == Role.MINE_PRINCIPAL:
                    self._principals[kind, number].add(one.user_id)

    def of_mine(self, mine_id: int, enterprise_id: int) -> set[int]:
        """Everybody who works for a mine that was looked up."""
        return self._staff.get(("mine", mine_id), set()) | self._staff.get(("enterprise", enterprise_id), set())

    def principals(self, mine_id: int, enterprise_id: int) -> set[int]:
        """The principals of a mine that was looked up."""
        return self._principals.get(("mine", mine_id), set()) | self._principals.get(
            ("enterprise", enterprise_id), set()
        )

    def accepting(self, mine_id: int, enterprise_id: int, region_code: str) -> set[int]:
        """Whoever accepts a general hazard by the region's setting: the mine's own people, or the county bureau."""
        if region_code not in self._closers:
            self._closers[region_code] = values(region_code)["general_closer"]
        if self._closers[region_code] == Closer.MINE:
            return self.of_mine(mine_id, enterprise_id)
        return self.of_county(region_code)

    def of_county(self, region_code: str, roles: frozenset[Role] = _COUNTY) -> set[int]:
        """Officers and leaders of the county bureau, or whoever of it holds these roles."""
        return self._in_posts(roles, prefix_of(region_code[:6]))

    def county_leaders(self, region_code: str) -> set[int]:
        """The leaders of the county bureau."""
        return self.of_county(region_code, frozenset({Role.COUNTY_LEADER}))

    def county_checkers(self, region_code: str) -> set[int]:
        """Everybody of the county bureau who may check on site."""
        return self.of_county(region_code, COUNTY_ROLES)

    def of_city(self, region_code: str) -> set[int]:
        """The section of the city bureau and its leaders."""
        return self._in_posts(_CITY, prefix_of(region_code[:4]))

    def _in_posts(self, roles: frozenset[Role], prefix: str) -> set[int]:
        return set().union(*(self._officials.get((role, prefix), set()) for role in roles))
