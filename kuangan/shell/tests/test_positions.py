"""The position plan: mines where their coordinates say, coloured by state; those without are counted and named."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuangan.foundation.kernel import clock
from kuangan.hazards.tests.bureaus import Scene
from tests import cast

pytestmark = pytest.mark.django_db


def page(account, address="/positions"):
    answer = cast.client(account).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def points(html):
    """Tone, address and words of each point, in the order drawn."""
    drawn = re.findall(r'class="ka-plan__point is-(\w+)"(?: href="([^"]+)")? transform[^>]*><title>([^<]+)', html)
    return {words: (tone, url) for tone, url, words in drawn}


@pytest.fixture
def scene():
    made = Scene()
    made.major()
    cast.mine("静山石场", longitude=Decimal("112.5"), latitude=Decimal("22.4"))
    cast.mine("无名岭石场", longitude=None, latitude=None)
    cast.mine("开平石场", cast.KAIPING, longitude=Decimal("112.7"), latitude=Decimal("22.4"))
    return made


def test_each_mine_is_a_point_with_its_state_and_leads_to_its_page(scene):
    found = points(page(cast.county_leader()))
    assert found["静山石场（恩平）：正常"][0] == "closed"
    assert found[f"{scene.mine.name}（恩平）：有重大隐患未销号"] == ("found", f"/registry/mines/{scene.mine.pk}/")
    assert not any("开平" in words for words in found), "another county's mines are not drawn"


def test_what_is_overdue_comes_before_a_major_hazard(scene):
    scene.working()
    with clock.at(clock.now() + timedelta(days=400)):
        found = points(page(cast.county_leader()))
    assert found[f"{scene.mine.name}（恩平）：有逾期事项"][0] == "over"


def test_mines_without_coordinates_are_counted_and_lead_to_where_they_are_mended(scene):
    html = page(cast.county_leader())
    assert "有 1 座矿山未登记经纬度" in html and "无名岭石场" in html
    assert "/registry/to-complete/?gap=coordinates" in html
    assert not any("无名岭" in words for words in points(html))


def test_the_table_says_what_the_drawing_says(scene):
    html = page(cast.county_leader())
    table = html[html.index("<tbody>") :]
    assert "静山石场" in table and "112.5" in table and "有重大隐患未销号" in table


def test_a_city_chooses_a_county(scene):
    whole, one = (
        points(page(cast.city_office())),
        points(page(cast.city_office("440700", "另一位"), "/positions?county=440783")),
    )
    assert len(whole) == 3 and list(one) == ["开平石场（开平）：正常"]


def test_a_mine_sees_no_plan_of_others(scene):
    assert cast.client(cast.principal(scene.mine)).get("/positions").status_code == 403


def test_more_mines_take_no_more_statements(scene):
    browser = cast.client(cast.county_leader())
    browser.get("/positions")
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get("/positions")
    for number in range(5):
        cast.mine(f"第{number}石场", longitude=Decimal("112.1"), latitude=Decimal(f"22.{number}"))
    with CaptureQueriesContext(connection) as many:
        browser.get("/positions")
    assert len(many) == len(few)
