"""The accounts of the play: one per role and county, two per enterprise; the actors that they are."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from kuangan.access import actions as access
from kuangan.access import kinds
from kuangan.access.actions import Place
from kuangan.access.models import User
from kuangan.access.queries import build_actor
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Agency, Mine, Person
from kuangan.registry.states import Post
from kuangan.shell.rules import DEMO_PASSWORD
from kuangan.shell.simulation.names import COUNTIES, County, person_name, phone
from kuangan.shell.simulation.world import Holding

CITY = "440700"
CITY_BUREAU = "江门市应急管理局"


@dataclass
class Bureau:
    """The people of one county: its bureau and its government office."""

    reviewer: Actor
    leader: Actor
    government: Actor
    inspector: Actor


@dataclass
class Cast:
    """Everybody who acts. `principals` and `officers` by the mine's code."""

    security: Actor
    city: Actor
    city_leader: Actor
    agency: Agency | None = None
    counties: dict[str, Bureau] = field(default_factory=dict)
    principals: dict[str, Actor] = field(default_factory=dict)
    officers: dict[str, Actor] = field(default_factory=dict)


class Casting:
    """Makes accounts; all share one password, which is hashed once, because hashing is slow on purpose."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(f"{seed}:cast")  # noqa: S311 -- a play, no secret  # nosec B311
        self._hash = make_password(DEMO_PASSWORD)
        self._giver = Actor.system("demo")

    def officials(self) -> Cast:
        """The three administrators, the city, the counties, the readers."""
        region = self._region
        region("sysadmin", "系统管理员", Role.SYSTEM_ADMIN, CITY, CITY_BUREAU)
        security = region("secadmin", "安全管理员", Role.SECURITY_ADMIN, CITY, CITY_BUREAU)
        region("audadmin", "审计管理员", Role.AUDIT_ADMIN, CITY, CITY_BUREAU)
        self._giver = security
        cast = Cast(
            security,
            region("city", "黄科长", Role.CITY_OFFICE, CITY, CITY_BUREAU),
            region("city.leader", "谭局长", Role.CITY_LEADER, CITY, CITY_BUREAU),
        )
        region("city.inspector", "余队长", Role.CITY_INSPECTOR, CITY, CITY_BUREAU)
        region("province", "区处长", Role.PROVINCE_SUPERVISOR, CITY, "广东省应急管理厅")
        region("auditor", "容审计", Role.AUDITOR, CITY, "江门市审计局")
        # The county of the tour comes first, because the sign-in page lists the first of a role.
        for county in sorted(COUNTIES, key=lambda one: (one.login != "taishan", one.code)):
            cast.counties[county.code] = self._bureau(county)
        return cast

    def _bureau(self, county: County) -> Bureau:
        suffix = "区" if county.code in ("440703", "440704", "440705") else "市"
        office = f"{county.short}{suffix}应急管理局"
        names = [person_name(self._chance) for _one in range(4)]
        inspector = self._region(f"{county.login}.inspector", names[3], Role.COUNTY_INSPECTOR, county.code, office)
        return Bureau(
            self._region(county.login, names[0], Role.COUNTY_REVIEWER, county.code, office),
            self._region(f"{county.login}.leader", names[1], Role.COUNTY_LEADER, county.code, office),
            self._region(
                f"gov.{county.login}", names[2], Role.GOVERNMENT_OFFICE, county.code, f"{county.short}{suffix}人民政府"
            ),
            inspector,
        )

    def mine(self, cast: Cast, holding: Holding, host: Mine | None) -> None:
        """Accounts of principal and safety officer; a dump is served by the people of its host."""
        mine, people, login = holding.mine, holding.people, f"mine{holding.sketch.number}"
        where = Place(mine=mine, organisation=mine.enterprise.name)
        for post, role, acting, name in (
            (Post.PRINCIPAL, Role.MINE_PRINCIPAL, cast.principals, login),
            (Post.SAFETY_OFFICER, Role.MINE_SAFETY_OFFICER, cast.officers, f"{login}.safety"),
        ):
            if host is None:
                acting[mine.code] = self._account(name, people[post], role, where)
            else:
                user = User.objects.get(pk=acting[host.code].user_id or 0)
                acting[mine.code] = acting[host.code] = self._grant(user, role, where)

    def agency(self, agency: Agency) -> None:
        """An account of the technical-service agency."""
        self._account("agency", person_name(self._chance), Role.AGENCY_STAFF, Place(agency=agency))

    def _region(self, login: str, name: str, role: Role, code: str, organisation: str) -> Actor:
        return self._account(login, name, role, Place(region_code=code, organisation=organisation))

    def _account(self, login: str, who: str | Person, role: Role, place: Place) -> Actor:
        person = who if isinstance(who, Person) else None
        user = User.objects.create(
            username=login, name=str(who), phone=person.phone if person else phone(self._chance), person=person,
            password=self._hash, is_demo=True,
        )  # fmt: skip
        record(self._giver, kinds.ACCOUNT_CREATED, user)
        return self._grant(user, role, place)

    def _grant(self, user: User, role: Role, place: Place) -> Actor:
        access.grant(
            self._giver, user, role=role, place=place, valid_from=clock.today() - timedelta(days=30),
            reason="整治工作开通",
        )  # fmt: skip
        return build_actor(user)
