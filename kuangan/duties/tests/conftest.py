"""One mine with one package to deliver, and everybody who has to do with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from kuangan.duties.actions.derive import derive
from kuangan.duties.actions.submit import submit
from kuangan.duties.actions.supply import add_file, save_form, sign
from kuangan.duties.models import Assignment, Submission
from kuangan.duties.tests.campaign import ISSUED, SYSTEM, at, authorities, put_in_force
from kuangan.duties.tests.ledger_plan import scene_of
from kuangan.duties.tests.web_stage import Scene
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import StoredFile
from kuangan.plan.models import Plan
from kuangan.registry.models import Mine
from tests.cast import people, places

DAY = date(2023, 4, 20)


def stored(text: str) -> StoredFile:
    """A stored file with invented content."""
    digest = text.encode().hex().ljust(64, "0")[:64]
    return StoredFile.objects.get_or_create(
        sha256=digest, defaults={"size": len(text) or 1, "media_type": "application/pdf"}
    )[0]


@dataclass
class Stage:
    """The scene of a test: one mine of Kaiping, its package, and the people around it."""

    plan: Plan
    mine: Mine
    principal: Actor
    safety_officer: Actor
    reviewer: Actor
    leader: Actor
    other_county: Actor
    city: Actor

    def assignment(self, slug: str = "package") -> Assignment:
        """The assignment of a once-only duty as it stands in the database."""
        return self.assignment_of(slug, "once")

    def assignment_of(self, slug: str, period: str) -> Assignment:
        """The assignment of a period as it stands in the database."""
        rows = Assignment.rows.select_related("duty__version", "plan")
        return rows.get(mine=self.mine, duty_slug=slug, period_key=period)

    def prepare(self) -> Assignment:
        """Supply everything that the package asks for, signature last."""
        row = self.assignment()
        add_file(self.safety_officer, row, "report", stored(f"报告{row.round}"), name="自查自改报告.pdf")
        answer = row.answers.filter(round=row.round, requirement="facts").first()
        save_form(self.safety_officer, row, "facts", {"found": "３"}, revision=answer.revision if answer else 0)
        sign(self.principal, row, "promise", proven=True)
        return row

    def delivered(self) -> Submission:
        """The package prepared and submitted."""
        return submit(self.safety_officer, self.prepare())


@pytest.fixture
def stage(db: Any, tmp_path: Any) -> Stage:
    authorities()
    with at(ISSUED):
        plan = put_in_force(tmp_path).plan
        mine = places.mine(code=places.KAIPING)
        derive(SYSTEM, plan, cause="test")
    county, city = Scope.of_region(places.KAIPING), Scope.of_region(places.JIANGMEN)
    return Stage(
        plan,
        mine,
        principal=people.actor(Role.MINE_PRINCIPAL, Scope.of_mine(mine.pk), "李老板"),
        safety_officer=people.actor(Role.MINE_SAFETY_OFFICER, Scope.of_mine(mine.pk), "吴安全员"),
        reviewer=people.actor(Role.COUNTY_REVIEWER, county, "陈主任"),
        leader=people.actor(Role.COUNTY_LEADER, county, "梁局长"),
        other_county=people.actor(Role.COUNTY_REVIEWER, Scope.of_region(places.ENPING), "邻县"),
        city=people.actor(Role.CITY_OFFICE, city, "黄科长"),
    )


@pytest.fixture
def scene(db: Any, tmp_path: Any) -> Iterator[Scene]:
    """The same mine with accounts and browsers; the clock stands at 20 April 2023."""
    authorities()
    with at(ISSUED):
        put_in_force(tmp_path)
        mine = places.mine(code=places.KAIPING)
    users = {
        "principal": people.principal(mine),
        "officer": people.safety_officer(mine),
        "reviewer": people.county_reviewer(places.KAIPING),
        "leader": people.county_leader(places.KAIPING),
        "neighbour": people.county_reviewer(places.ENPING),
        "city": people.city_office(),
        "province": people.province_supervisor(),
        "auditor": people.auditor(),
        "government": people.government_office(places.KAIPING),
        "admin": people.system_admin(),
    }
    with at(DAY):
        derive(SYSTEM, Plan.objects.get(), cause="test")
        yield Scene(mine, users)


@pytest.fixture
def told(db: Any, tmp_path: Any) -> Iterator[SimpleNamespace]:
    """A mine of 开平 under a plan that asks the ledgers; the clock stands at 20 April 2023."""
    yield from scene_of(tmp_path)
