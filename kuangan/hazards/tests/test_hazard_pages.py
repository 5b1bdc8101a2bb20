"""The page of one hazard: how it stands, what is proven, what each side can do next, few statements."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard
from kuangan.hazards.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db
MOST = 24
"""Statements that the page of a hazard with everything on it takes, those of the frame around it included."""


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def boss(mine):
    return cast.principal(mine)


@pytest.fixture
def officer(mine):
    return cast.safety_officer(mine)


@pytest.fixture
def county():
    return cast.county_reviewer()


@pytest.fixture
def city():
    return cast.city_office()


@pytest.fixture
def full(mine, boss, county, city):
    """A listed major hazard under rectification with every part that a hazard can have."""
    hand, office = cast.as_actor(boss), cast.as_actor(county)
    row = stage.determined(office, stage.found(hand, mine))
    row = stage.in_rectification(hand, row)
    actions.put_in_place(hand, row, **stage.five(funds_yuan=Decimal(640000), deadline_at=row.deadline_at))
    stage.listed(cast.as_actor(city), row)
    actions.add_progress(hand, row, text="新台阶完成约四成", percent=40, spent_yuan=Decimal(220000))
    actions.evacuate(office, row, area="北帮坡下20米", extent="area", people_inside=6, people_out=5)
    actions.ask_extension(
        hand, row, until=clock.today() + timedelta(days=60), reason="连日暴雨", interim_measures="拉警戒线专人值守"
    )
    stage.explained(hand, row)
    other = stage.determined(office, stage.found(hand, mine, description="排土场坡脚鼓起", place="排土场"))
    actions.link(hand, row, other)
    actions.add_photo(hand, row, actions.Picture(stored=stage.picture(), name="方案.txt", stage="paper"))
    return stage.fresh(row)


def page(user, row):
    answer = cast.client(user).get(f"/hazards/{row.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def named(user, row, group):
    answer = cast.client(user).get(f"/hazards/{row.pk}/")
    return {one.key: one for one in answer.context[group]}


def test_the_principal_signs_again_first_and_reads_why_acceptance_has_to_wait(boss, full):
    nearest = named(boss, full, "next_acts")
    assert next(iter(nearest)) == "sign" and nearest["sign"].allowed
    assert not nearest["apply"].allowed and "重新签字" in nearest["apply"].reason
    words = page(boss, full)
    assert "待重签" in words and "原为" in words and "暂不可办" in words and f"/hazards/{full.pk}/five/sign/" in words


def test_the_safety_officer_reads_that_the_principal_signs(officer, full):
    sign = named(officer, full, "next_acts")["sign"]
    assert not sign.allowed and "主要负责人" in sign.reason


def test_each_side_is_offered_its_own_acts_and_not_those_of_the_other(boss, county, city, full):
    told = {name: named(who, full, "next_acts") | named(who, full, "other_acts")
            for name, who in (("mine", boss), ("county", county), ("city", city))}  # fmt: skip
    assert {"progress", "apply", "extend", "five", "supervisor"} <= told["mine"].keys()
    assert not {"progress", "apply", "extend", "five"} & told["county"].keys()
    assert "decide_extension" not in told["mine"] and "determine" in told["county"]
    assert "add_photo" in named(boss, full, "next_acts") and "add_photo" not in named(city, full, "next_acts")
    assert "close" not in told["mine"] and not told["city"]["close"].allowed


def test_three_clocks_the_five_and_the_course_stand_on_the_page(county, full):
    words = page(county, full)
    for part in (
        "整改",
        "报告",
        "核实",
        "五落实",
        "整改前后对照",
        "停产撤人",
        "根源分析",
        "判定",
        "办理记录",
        "挂牌督办",
    ):
        assert part in words
    assert "5" in words and "6人中已撤出5人" in words and "新台阶完成约四成" in words


def test_whoever_only_reads_is_told_whom_the_matter_waits_for(full):
    answer = cast.client(cast.province_supervisor()).get(f"/hazards/{full.pk}/")
    assert answer.context["next_acts"] == [] and "矿山正在整改" in answer.content.decode()


def test_an_overdue_hazard_says_so_in_its_state_and_on_its_clock(boss, full):
    Hazard.rows.filter(pk=full.pk).update(deadline_at=clock.now() - timedelta(days=3))
    assert "逾期3天" in page(boss, full)


def test_an_evacuation_is_two_taps_away(officer, mine):
    row = stage.found(cast.as_actor(officer), mine)
    words = page(officer, row)
    assert f'href="/hazards/{row.pk}/evacuate/"' in words
    form = cast.client(officer).get(f"/hazards/{row.pk}/evacuate/").content.decode()
    assert 'name="people_inside"' in form and "hz-figure" in form and 'form="act"' in form


@pytest.mark.parametrize("who", ["boss", "officer", "county", "city"])
def test_the_page_takes_few_statements_however_much_there_is(who, full, request, django_assert_max_num_queries):
    client = cast.client(request.getfixturevalue(who))
    client.get(f"/hazards/{full.pk}/")
    with django_assert_max_num_queries(MOST):
        assert client.get(f"/hazards/{full.pk}/").status_code == 200


@pytest.mark.parametrize("act", ["five", "determine", "apply", "progress", "evacuate", "link"])
def test_a_page_of_an_act_takes_few_statements(act, boss, full, django_assert_max_num_queries):
    client = cast.client(boss)
    client.get(f"/hazards/{full.pk}/{act}/")
    with django_assert_max_num_queries(22):
        client.get(f"/hazards/{full.pk}/{act}/")


def test_a_picture_after_rectification_stands_in_its_place_without_one_before(mine, boss):
    hand = cast.as_actor(boss)
    row = stage.in_rectification(hand, stage.found(hand, mine))
    shown = actions.Picture(stored=stage.photograph(), name="整改后.jpg", stage="after")
    actions.add_photo(hand, row, shown)
    page = cast.client(boss).get(f"/hazards/{row.pk}/").content.decode()
    assert "整改后照片未上传" not in page and "没有整改前照片" in page
