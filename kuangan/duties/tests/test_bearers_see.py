"""Whoever owes something can see it and act on it: the whole plan of the city over its bodies and a mine."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.policy import acts_for_bearer
from kuangan.duties.tests.campaign import SYSTEM, at
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.plan.actions import load, publish
from kuangan.plan.queries import package_of
from kuangan.registry import actions as registry
from tests.cast import people, places


@pytest.fixture
def played(db: Any) -> list[Assignment]:
    """The plan of Jiangmen in force over the city, a county and two mines, one of them stopped and the city's own."""
    for code in (places.GUANGDONG, places.JIANGMEN, places.KAIPING):
        places.bureau(code)
        places.government(code)
    with at(date(2023, 4, 3)):
        version = publish(SYSTEM, load(SYSTEM, settings.BASE_DIR / "content/plans/jiangmen-2023"))
        places.mine(code=places.KAIPING)
        stopped = places.mine(code=places.KAIPING)
        facts = {"status": "long_stopped", "people_working": False, "daily_supervisor": "city_bureau"}
        registry.change_facts(SYSTEM, stopped, facts, effective_on=date(2023, 3, 1), basis="市局直管")
        derive(SYSTEM, version.plan, cause="test")
    assert {duty.bearer.kind for duty in package_of(version).duties} >= {"city_government", "county_government"}
    return list(Assignment.rows.select_related("authority", "owing_mine", "mine", "plan"))


def cast_of(row: Assignment) -> list[Actor]:
    """Everybody who works here, in the place they hold."""
    city, county = Scope.of_region(places.JIANGMEN), Scope.of_region(places.KAIPING)
    actors = [
        people.actor(Role.CITY_OFFICE, city),
        people.actor(Role.COUNTY_REVIEWER, county),
        people.actor(Role.GOVERNMENT_OFFICE, city),
        people.actor(Role.GOVERNMENT_OFFICE, county),
    ]
    if row.owing_mine_id:
        actors.append(people.actor(Role.MINE_PRINCIPAL, Scope.of_mine(row.owing_mine_id)))
    return actors


def test_every_bearer_sees_what_it_owes_and_can_act_on_it(played: list[Assignment]) -> None:
    assert len(played) > 50
    for row in played:
        with at(date(2023, 4, 3)):
            able = [actor for actor in cast_of(row) if acts_for_bearer(actor, row)]
        assert any(Assignment.objects.within(actor.scope).filter(pk=row.pk).exists() for actor in able), row.duty_slug


def test_the_watch_is_owed_by_whoever_supervises_daily(played: list[Assignment]) -> None:
    bearers = {
        row.authority.region_code for row in played if row.duty_slug in ("watch", "watch-city") and row.authority
    }
    assert bearers == {places.JIANGMEN}


def test_nothing_is_laid_upon_a_body_above_the_city(played: list[Assignment]) -> None:
    assert not [row for row in played if row.authority and row.authority.level == "province"]
