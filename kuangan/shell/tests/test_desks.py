"""One desk per role: leaders see who needs them, inspectors what to see on site, an agency who waits for it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuangan.foundation.kernel import clock
from kuangan.governance.tests import stage as helping
from kuangan.hazards.tests.bureaus import Scene
from tests import cast

pytestmark = pytest.mark.django_db


def page(account):
    return cast.client(account).get("/").content.decode()


def figures(html):
    """Label and number of each figure."""
    found = re.findall(r"<b class=\"[^\"]*\">(\d+)</b>\s*<span>([^<]+)</span>", html)
    return {label: int(number) for number, label in found}


@pytest.fixture
def scene():
    made = Scene()
    made.major()
    made.general()
    return made


def test_a_leader_sees_six_figures_and_the_mines_that_need_them_before_any_list(scene):
    html = page(cast.county_leader())
    assert len(figures(html)) == 6
    assert (figures(html)["未销号隐患"], figures(html)["重大隐患未销号"]) == (2, 1)
    assert html.index("shl-figs") < html.index("最需要关注的矿山") < html.index("等您审定")


def test_a_mine_is_named_to_the_leader_as_soon_as_a_hazard_of_it_is_overdue(scene):
    assert "隐患逾期" not in page(cast.county_leader(name="前"))
    scene.working()
    with clock.at(clock.now() + timedelta(days=200)):
        html = page(cast.county_leader(name="后"))
    assert scene.mine.name in html and "重大隐患逾期" in html


def test_an_inspector_finds_what_is_to_be_seen_on_site_first(scene):
    html = page(cast.county_inspector())
    assert html.index("待现场核查") < html.index("先去哪几座矿")
    assert html.count("ka-c--review") >= 2
    assert figures(html)["本月未排查的矿山"] == 1


def test_an_agency_finds_the_mine_that_waits_for_it():
    mine = cast.mine()
    agency = helping.sound_agency()
    row = helping.asked(cast.as_actor(cast.principal(mine)), mine)
    helping.consulted(cast.as_actor(cast.county_reviewer()), row, agency)
    html = page(cast.agency_staff(agency))
    assert reverse("governance:request", args=[row.pk]) in html and helping.WORDS[:20] in html
    assert "没有矿山等本机构帮扶" in page(cast.agency_staff(cast.agency("丁评价有限公司"), name="别人"))


def test_a_government_is_told_that_nothing_is_open_instead_of_the_clerks_list():
    html = page(cast.government_office())
    assert "县政府要办的" in html and "目前都已报送" in html


@pytest.mark.parametrize("account", [cast.province_supervisor, cast.auditor])
def test_who_only_reads_sees_figures_and_the_way_to_the_counties(scene, account):
    html = page(account())
    assert figures(html)["重大隐患未销号"] == 1 and "/counties" in html


def test_the_people_of_a_mine_and_the_clerks_keep_the_list_of_their_duties(scene):
    for account in (cast.principal(scene.mine), cast.county_reviewer()):
        assert "shl-figs" not in page(account)


@pytest.mark.parametrize("account", [cast.city_leader, cast.county_inspector, cast.government_office, cast.auditor])
def test_a_desk_costs_the_same_number_of_statements_however_much_there_is(account):
    browser = cast.client(account())
    counts = []
    for _round in range(2):
        Scene().major()
        browser.get("/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/")
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1 and counts[0] <= 30, counts
