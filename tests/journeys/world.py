"""The small world of the journeys: 江门, 恩平 with two quarries at work and one stopped, 开平 with one quarry."""

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from django.conf import settings

from kuangan.access.models import User
from kuangan.duties.actions import derive as deriving
from kuangan.duties.models import Assignment
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.plan import actions as plans
from kuangan.plan.models import PlanVersion
from kuangan.registry.models import Authority, Mine
from tests.cast import people, places

SYSTEM = Actor.system("journey")
PLAN = Path(settings.BASE_DIR) / "content" / "plans" / "jiangmen-2023"
ISSUED = date(2023, 3, 27)


@dataclass
class World:
    """Everybody and everything that a journey meets."""

    version: PlanVersion
    bureaus: dict[str, Authority]
    governments: dict[str, Authority]
    daling: Mine
    nanmen: Mine
    laohu: Mine
    """Stopped for long, nobody working."""
    baiyun: Mine
    """The only one in 开平."""
    users: dict[str, User]

    @property
    def mines(self) -> list[Mine]:
        """All mines."""
        return [self.daling, self.nanmen, self.laohu, self.baiyun]


def build() -> World:
    """Registry, accounts, and the plan loaded as a draft."""
    counties = (places.ENPING, places.KAIPING)
    for code in (places.GUANGDONG, places.JIANGMEN):
        places.bureau(code)
    bureaus = {code: places.bureau(code) for code in counties}
    governments = {code: places.government(code) for code in counties}
    daling = places.mine("大岭石场", short_name="大岭石场", town="沙湖镇", mineral="建筑用花岗岩")
    nanmen = places.mine("南门石场", short_name="南门石场", town="君堂镇", mineral="建筑用花岗岩")
    laohu = places.mine(
        "老虎坑石场", short_name="老虎坑石场", town="那吉镇", mineral="石灰岩", status="long_stopped",
        people_working=False,
    )  # fmt: skip
    baiyun = places.mine("白云石场", places.KAIPING, short_name="白云石场", town="马冈镇", mineral="建筑用花岗岩")
    version = plans.load(SYSTEM, PLAN)
    return World(version, bureaus, governments, daling, nanmen, laohu, baiyun, _users(daling, laohu, baiyun))


def _users(daling: Mine, laohu: Mine, baiyun: Mine) -> dict[str, User]:
    kaiping = {"code": places.KAIPING}
    return {
        "city": people.city_office(),
        "city leader": people.city_leader(),
        "city inspector": people.city_inspector(),
        "county": people.county_reviewer(),
        "county leader": people.county_leader(),
        "county inspector": people.county_inspector(),
        "government": people.government_office(),
        "principal": people.principal(daling),
        "officer": people.safety_officer(daling),
        "stopped": people.principal(laohu, "何矿长"),
        "other county": people.county_reviewer(**kaiping, name="谢主任"),
        "other principal": people.principal(baiyun, "司徒矿长"),
        "province": people.province_supervisor(),
        "auditor": people.auditor(),
        "agency": people.agency_staff(places.agency()),
        "system": people.system_admin(),
        "security": people.security_admin(),
        "audit": people.audit_admin(),
    }


def publish(world: World) -> None:
    """Put the plan in force as of the day after it was issued, so that no duty arrives late."""
    with clock.at(clock.moment(ISSUED, time(9))):
        world.version = plans.publish(SYSTEM, world.version)
        derive(world)


def derive(world: World) -> None:
    """Bring all duties up to the present day, as the nightly job does."""
    deriving.derive(SYSTEM, world.version.plan, cause="nightly")


def duties(**wanted: Any) -> list[Assignment]:
    """Assignments as the database has them."""
    return list(Assignment.objects.within(Scope.everywhere()).filter(**wanted).order_by("id"))


def duty_of(mine: Mine, slug: str, **wanted: Any) -> Assignment:
    """The one assignment of a mine for a duty of the plan."""
    found = duties(owing_mine=mine, duty_slug=slug, **wanted)
    assert len(found) == 1, f"{mine.name} {slug}: {len(found)}"
    return found[0]
