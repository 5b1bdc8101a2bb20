"""What is not known is neither owed nor denied in silence: the mine's page, the county's list, the reasons."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.queries.explaining import gone_words, why_not
from kuangan.duties.queries.in_force import in_force
from kuangan.duties.queries.missing_facts import missing_facts
from kuangan.duties.tests.campaign import DUTIES, ISSUED, SYSTEM, at, authorities, change, put_in_force, states
from kuangan.foundation.authority.scopes import Scope
from kuangan.plan.models import Plan
from kuangan.plan.queries import package_of, published_version, sparse_facts
from tests.cast import people, places

pytestmark = pytest.mark.django_db
LOW = """
  - id: low
    title: 边坡监测
    short: 边坡监测
    group: 企业
    summary: 边坡不高的矿山定期监测。
    clauses: [二]
    bearer: mine
    applies: {all: [{scope: full}, {not: {fact: slope_height_m, at_least: 60}}]}
    cadence: once
    due: {on: 2023-06-30}
    evidence: [{key: record, kind: file, label: 记录, accepts: [document]}]
"""
APRIL = date(2023, 4, 10)


@pytest.fixture
def plan(tmp_path: Any) -> Plan:
    authorities()
    with at(ISSUED):
        return put_in_force(tmp_path, DUTIES + LOW).plan


def test_a_negation_over_a_fact_nobody_entered_derives_nothing_and_says_what_is_missing(plan: Plan) -> None:
    with at(APRIL):
        mine = places.mine()
        derive(SYSTEM, plan, cause="test")
        assert ("low", "once") not in states(plan, mine)
        version = published_version(plan)
        assert version is not None
        said = why_not(version, package_of(version).duty("low"), mine).gone
        assert said == ["未登记：边坡高度"]
        (item,) = in_force(Scope.everywhere())
        (holder,) = missing_facts(Scope.of_mine(mine.pk), item).mines
        assert [duty.id for duty in holder.missing.duties] == ["contractors", "low"]
        change(mine, APRIL, slope_height_m=20, has_contractors=False)
        assert states(plan, mine)["low", "once"] == "open"
        assert missing_facts(Scope.of_mine(mine.pk), item).mines == []


def test_a_fact_that_is_taken_back_voids_with_the_word_not_known(plan: Plan) -> None:
    with at(APRIL):
        mine = places.mine(slope_height_m=20)
        derive(SYSTEM, plan, cause="test")
        change(mine, APRIL, slope_height_m=None)
        row = Assignment.rows.select_related("duty__version").get(mine=mine, duty_slug="low")
    assert row.state == "voided" and gone_words(row, row.duty.version) == ["未登记：边坡高度"]


def test_county_and_mine_see_what_would_be_owed_and_another_county_does_not(plan: Plan, client: Any) -> None:
    with at(APRIL):
        mine = places.mine(name="无数据石场", code=places.KAIPING)
        derive(SYSTEM, plan, cause="test")
        client.force_login(people.county_reviewer(places.KAIPING))
        page = client.get(reverse("duties:missing_facts")).content.decode()
        assert "无数据石场" in page and "边坡高度" in page and "边坡监测" in page
        assert "补齐后可能承担的责任" in client.get(reverse("registry:mine", args=[mine.pk])).content.decode()
        client.force_login(people.county_reviewer(places.ENPING))
        assert "无数据石场" not in client.get(reverse("duties:missing_facts")).content.decode()


def test_whoever_publishes_hears_which_facts_are_mostly_empty(plan: Plan) -> None:
    with at(APRIL):
        places.mine(slope_height_m=20, has_contractors=True)
        places.mine(has_contractors=True)
        places.mine(has_contractors=True)
        version = published_version(plan)
        assert version is not None
        found = {fact.name: (fact.known, fact.mines) for fact in sparse_facts(version)}
    assert found["slope_height_m"] == (1, 3) and "has_contractors" not in found and "status" not in found
