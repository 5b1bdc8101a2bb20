"""The scene of the matrix: 开平 (inside), its other mine, 恩平, another city; an account in each of fifteen roles."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.test import Client

from kuangan.access.actions import Place, create_account, grant, invite
from kuangan.access.models import User
from kuangan.duties.actions.derive import derive
from kuangan.duties.tests.campaign import SYSTEM, at
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.plan.actions import acknowledge, distribute
from kuangan.plan.models import Receipt
from kuangan.registry.models import Region
from kuangan.registry.states import Level
from kuangan.standards.actions import load_checklist
from kuangan.standards.models import Checklist
from kuangan.standards.tests.samples import load_everything, sample
from tests.cast import people, places
from tests.permissions import campaigns, sides
from tests.permissions.checks import checks_of
from tests.permissions.decisions import decisions_of
from tests.permissions.sides import Side
from tests.permissions.table import FAR, INSIDE, NEIGHBOUR, NEXT_DOOR

MAOMING, GAOZHOU = "440900", "440981"
ISSUED, TODAY = date(2023, 3, 23), date(2023, 4, 20)


@dataclass
class World:
    """Everything the matrix stands on."""

    sides: dict[str, Side]
    users: dict[Role, User]
    actors: dict[Role, Actor]
    sessions: dict[Role, str]
    checklist: Checklist
    folder: Path
    bystander: User

    def secrets_from(self, actor: Actor) -> dict[str, str]:
        """Words that this actor must never read, each with the side it betrays."""
        outside = [side for side in self.sides.values() if not actor.scope.covers(side.mine)]
        return {word: side.key for side in outside for word in side.secrets}


@contextmanager
def of_the_day() -> Iterator[None]:
    """The clock on the day of the scene."""
    with at(TODAY):
        yield


def build(folder: Path) -> World:
    """Build the scene: the plans of two cities, four mines, duties in every state, accounts signed in."""
    _regions()
    bodies = {code: (places.bureau(code), places.government(code)) for code in (places.KAIPING, places.ENPING, GAOZHOU)}
    for code in (places.JIANGMEN, MAOMING, places.GUANGDONG):
        places.bureau(code)
    with at(ISSUED):
        near = campaigns.in_force(folder, places.JIANGMEN, "near"), campaigns.draft(folder, places.JIANGMEN, "near")
        far = campaigns.in_force(folder, MAOMING, "far"), campaigns.draft(folder, MAOMING, "far")
        made = {
            INSIDE: sides.registry_of(INSIDE, places.KAIPING, "本矿青山", near, bodies[places.KAIPING]),
            NEIGHBOUR: sides.registry_of(NEIGHBOUR, places.ENPING, "邻县黄岩", near, bodies[places.ENPING]),
            FAR: sides.registry_of(FAR, GAOZHOU, "外市赤岭", far, bodies[GAOZHOU]),
        }
        owner = made[INSIDE].enterprise
        made[NEXT_DOOR] = sides.registry_of(NEXT_DOOR, places.KAIPING, "隔壁白云", near, bodies[places.KAIPING], owner)
        for version in (near[0], far[0]):
            derive(SYSTEM, version.plan, cause="test")
    with of_the_day():
        _hand_out(made)
        for side in made.values():
            sides.uploads_of(side)
            sides.duties_of(side)
            sides.papers_of(side)
            sides.hazards_of(side)
            side.decisions = decisions_of(side)
            sides.help_of(side)
            checks_of(side)
        return _populate(made, folder)


def _regions() -> None:
    places.region()
    for code, name, short, level in (
        (MAOMING, "茂名市", "茂名", Level.CITY),
        (GAOZHOU, "高州市", "高州", Level.COUNTY),
    ):
        Region.objects.get_or_create(code=code, defaults={"name": name, "short_name": short, "level": level})


def _hand_out(made: dict[str, Side]) -> None:
    """Every county but one bureau acknowledged and handed the plan to its mines."""
    for side in made.values():
        if side.key == NEXT_DOOR:
            continue
        receipt = Receipt.rows.get(version=side.version, authority=side.bureau)
        acknowledge(SYSTEM, receipt)
        distribute(SYSTEM, side.version, side.bureau)
        Receipt.rows.filter(pk=receipt.pk).update(acknowledged_at=None, acknowledged_by="")


def _populate(made: dict[str, Side], folder: Path) -> World:
    users = _users(made[INSIDE])
    for side in made.values():
        _accounts_of(side)
    bystander, _temporary = create_account(SYSTEM, username="bystander", name="旁人")
    load_everything()
    checklist = load_checklist(SYSTEM, sample())
    for side in made.values():
        side.folder, side.checklist = folder, checklist
    return World(
        sides=made,
        users=users,
        actors={role: people.as_actor(user) for role, user in users.items()},
        sessions={role: sign_in(user) for role, user in users.items()},
        checklist=checklist,
        folder=folder,
        bystander=bystander,
    )


def _users(side: Side) -> dict[Role, User]:
    county = {"code": side.code}
    return {
        Role.MINE_PRINCIPAL: people.principal(side.mine),
        Role.MINE_SAFETY_OFFICER: people.safety_officer(side.mine),
        Role.COUNTY_REVIEWER: people.county_reviewer(**county),
        Role.COUNTY_LEADER: people.county_leader(**county),
        Role.COUNTY_INSPECTOR: people.county_inspector(**county),
        Role.CITY_OFFICE: people.city_office(),
        Role.CITY_LEADER: people.city_leader(),
        Role.CITY_INSPECTOR: people.city_inspector(),
        Role.GOVERNMENT_OFFICE: people.government_office(**county),
        Role.PROVINCE_SUPERVISOR: people.province_supervisor(),
        Role.AUDITOR: people.auditor(),
        Role.AGENCY_STAFF: people.agency_staff(places.agency()),
        Role.SYSTEM_ADMIN: people.system_admin(),
        Role.SECURITY_ADMIN: people.security_admin(),
        Role.AUDIT_ADMIN: people.audit_admin(),
    }


def _accounts_of(side: Side) -> None:
    place = Place(region_code=side.code)
    account = people.user("办事员")
    found = grant(SYSTEM, account, role=Role.COUNTY_INSPECTOR, place=place)
    invitation, _token = invite(SYSTEM, name="受邀人", role=Role.COUNTY_INSPECTOR, place=place)
    newcomer = people.user(f"新管理员{side.key}")
    side.accounts = {"user": account, "grant": found, "invitation": invitation, "newcomer": newcomer}


def sign_in(user: User) -> str:
    """A session that has seen its first page already, so that later requests write nothing of their own."""
    browser: Client = people.client(user)
    browser.get("/help")
    return browser.cookies["sessionid"].value
