"""Two plans in force over the same mines: one choice for all pages, remembered, with the way back."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.queries.in_force import in_force
from kuangan.duties.tests import campaign
from kuangan.duties.tests.campaign import DUTIES, ISSUED, SYSTEM, at, authorities
from kuangan.foundation.authority.scopes import Scope
from kuangan.plan.actions import load, publish
from kuangan.plan.models import Plan
from tests.cast import people, places

pytestmark = pytest.mark.django_db
DAY = date(2023, 4, 20)
MEASURE = "inspections.major_hazard_checks"
PHASES = """
phases:
  - {id: one, title: 自查, starts: 2023-03-23, ends: 2023-04-30, clause: 二}
  - {id: two, title: 检查, starts: 2023-04-01, ends: 2023-12-31, clause: 二}
scope:
"""


def _second(tmp_path: Any) -> Plan:
    head = campaign.HEAD.format(version="1.0.0")
    head = (
        head.replace("plan:test:2023", "plan:test:second").replace("试验整治", "防汛行动").replace("\nscope:\n", PHASES)
    )
    path = tmp_path / "second.yaml"
    path.write_text(head + DUTIES.replace("每月排查", "汛期巡查"), encoding="utf-8")
    return publish(SYSTEM, load(SYSTEM, path)).plan


@pytest.fixture
def plans(tmp_path: Any) -> tuple[Plan, Plan]:
    authorities()
    with at(ISSUED):
        first = campaign.put_in_force(tmp_path).plan
        second = _second(tmp_path)
        places.mine(name="两案石场", code=places.KAIPING)
        for plan in (first, second):
            derive(SYSTEM, plan, cause="test")
    return first, second


def test_a_plan_chosen_once_is_shown_by_board_list_map_and_frame_until_another_is_chosen(
    plans: tuple[Plan, Plan], client: Any
) -> None:
    first, second = plans
    pages = [reverse(name) for name in ("duties:board", "duties:list", "shell:counties", "duties:missing_facts")]
    client.force_login(people.city_office())
    with at(DAY):
        for chosen, other in ((first, second), (second, first)):
            assert client.get(pages[0], {"plan": chosen.pk}).status_code == 200
            for page in pages:
                response = client.get(page)
                html = response.content.decode()
                assert f'<option value="{chosen.pk}" selected' in html or f"plan={chosen.pk}" in html
                assert f'<option value="{other.pk}" selected' not in html
                assert f'title="选择方案">{chosen}</a>' in html
        board = client.get(pages[0]).content.decode()
        assert "汛期巡查" in board


def test_the_desk_shows_all_plans_and_narrows_to_the_chosen_one(plans: tuple[Plan, Plan], client: Any) -> None:
    first, second = plans
    client.force_login(people.county_reviewer(places.KAIPING))
    with at(date(2023, 5, 4)):
        both = client.get(reverse("shell:home"), {"plan": "all"})
        assert {line.row.plan_id for block in both.context["blocks"] for line in block.lines} == {first.pk, second.pk}
        assert "全部方案（2个）" in both.content.decode()
        one = client.get(reverse("shell:home"), {"plan": second.pk})
        assert {line.row.plan_id for block in one.context["blocks"] for line in block.lines} == {second.pk}


def test_a_choice_belongs_to_its_person_and_a_plan_out_of_reach_counts_as_none(
    plans: tuple[Plan, Plan], client: Any
) -> None:
    first, _second = plans
    with at(DAY):
        client.force_login(people.city_office())
        client.get(reverse("duties:list"), {"plan": first.pk})
        client.force_login(people.county_reviewer(places.KAIPING))
        assert client.get(reverse("duties:list")).context["wanted"].narrow.plan is None
        assert client.get(reverse("duties:list"), {"plan": 999_999}).context["wanted"].narrow.plan is None


def test_every_running_stage_is_named(plans: tuple[Plan, Plan], client: Any) -> None:
    _first, second = plans
    item = next(one for one in in_force(Scope.everywhere()) if one.plan == second)
    assert [phase.title for phase in item.phases(DAY)] == ["自查", "检查"]
    client.force_login(people.county_reviewer(places.KAIPING))
    with at(DAY):
        desk = client.get(reverse("shell:home")).content.decode()
    assert "自查" in desk and "检查" in desk


def test_a_fact_that_serves_two_plans_says_so_on_the_duty_of_each(tmp_path: Any, client: Any) -> None:
    authorities()
    measured = DUTIES.replace(
        "{key: record, kind: file, label: 排查记录, accepts: [document]}",
        "{key: record, kind: ledger, label: 排查记录, measure: MEASURE, comparison: at_least, value: 1, "
        "until_ledger: [{key: file, kind: file, label: 记录, accepts: [document]}]}".replace("MEASURE", MEASURE),
    )
    with at(ISSUED):
        first = campaign.put_in_force(tmp_path, measured).plan
        head = campaign.HEAD.format(version="1.0.0").replace("plan:test:2023", "plan:test:second")
        path = tmp_path / "second.yaml"
        path.write_text(head.replace("试验整治", "防汛行动") + measured, encoding="utf-8")
        second = publish(SYSTEM, load(SYSTEM, path)).plan
        mine = places.mine(code=places.KAIPING)
        for plan in (first, second):
            derive(SYSTEM, plan, cause="test")
        row = Assignment.rows.get(plan=first, mine=mine, duty_slug="monthly", period_key="2023-03")
        client.force_login(people.county_reviewer(places.KAIPING))
        page = client.get(reverse("duties:duty", args=[row.pk])).content.decode()
        package = Assignment.rows.get(plan=first, mine=mine, duty_slug="package")
        assert "防汛行动 3月排查" in page and "同一台账事实还用于" in page
        assert "同一台账事实还用于" not in client.get(reverse("duties:duty", args=[package.pk])).content.decode()
