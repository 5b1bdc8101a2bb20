"""A quarry with its people and the two bureaus that decide on its hazards."""

from typing import Any

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard, ListedSupervision, SiteCheck
from kuangan.hazards.tests import stage
from tests import cast

SEEN = "现场复测台阶高度14.8米，浮石已清"


class Scene:
    """Actors of the mine, the county and the city; hazards brought to where a bureau decides."""

    def __init__(self) -> None:
        self.mine = cast.mine()
        self.here = Scope.of_mine(self.mine.pk)
        self.county, self.whole = Scope.of_region(self.mine.region_code), Scope.of_region(cast.JIANGMEN)
        self.principal = cast.actor(Role.MINE_PRINCIPAL, self.here, "李老板")
        self.officer = cast.actor(Role.MINE_SAFETY_OFFICER, self.here, "吴安全员")
        self.reviewer = cast.actor(Role.COUNTY_REVIEWER, self.county, "陈主任", "恩平市应急管理局")
        self.inspector = cast.actor(Role.COUNTY_INSPECTOR, self.county, "何队长", "恩平市应急管理局")
        self.leader = cast.actor(Role.COUNTY_LEADER, self.county, "梁局长", "恩平市应急管理局")
        self.city = cast.actor(Role.CITY_OFFICE, self.whole, "黄科长", "江门市应急管理局")

    def general(self, by: Actor | None = None) -> Hazard:
        """A general hazard with an application."""
        found = stage.found(self.principal, self.mine)
        return stage.applied(by or self.principal, stage.in_rectification(self.officer, found))

    def working(self, **told: Any) -> Hazard:
        """A major hazard under rectification."""
        found = stage.determined(self.principal, stage.found(self.principal, self.mine))
        return stage.in_rectification(self.principal, found, **told)

    def major(self) -> Hazard:
        """A major hazard with an application."""
        return stage.applied(self.principal, self.working())

    def listed(self, days: int = 40, **told: Any) -> ListedSupervision:
        """A major hazard under rectification, listed by the city."""
        row = stage.listed(self.city, self.working(**told), days)
        return row.listings.select_related("hazard").get()

    def check(self, hazard: Hazard, by: Actor | None = None, **told: Any) -> SiteCheck:
        """The check with its first signature."""
        told = {"result": "passed", "opinion": SEEN, "happened_at": clock.now(), "proven": True, **told}
        return actions.open_check(by or self.reviewer, hazard, **told)
