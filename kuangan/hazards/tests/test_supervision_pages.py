"""Pages of the listed supervision and of the close-out, without JavaScript."""

from datetime import timedelta

import pytest

from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.states import HazardState
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.bureaus import Scene
from tests import cast

pytestmark = pytest.mark.django_db
NUMBER = "江应急督〔2023〕12号"
TOLD = "已督促矿山削坡三百方，县局现场复核一次"
WORDS = "最终边坡台阶超高，已挂牌督办，请周边群众勿靠近"


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def city():
    return cast.reader(cast.city_office())


@pytest.fixture
def county(scene):
    return cast.reader(cast.county_reviewer(scene.mine.region_code))


def words(answer):
    return answer.content.decode()


def day(days):
    """The day so many days from today, as it is typed."""
    return (clock.today() + timedelta(days=days)).isoformat()


def test_every_major_hazard_waits_on_top_until_the_city_lists_it(scene, city, county):
    hazard = scene.working()
    page = city.get("/hazards/supervision/")
    assert f"/hazards/{hazard.pk}/list/" in words(page) and "今日判定" in words(page)
    assert f"/hazards/{hazard.pk}/list/" not in words(county.get("/hazards/supervision/"))
    form = city.get(f"/hazards/{hazard.pk}/list/").context["form"]
    assert form["deadline"].value() == clock.today() + timedelta(days=40)
    sent = {"requirements": "按治理方案削坡，每周报告进展", "deadline": day(40), "happened_at": day(0)}
    refused = city.post(f"/hazards/{hazard.pk}/list/", {**sent, "is_public": "on", "public_words": "由林技术整改"})
    assert refused.status_code == 422 and "public_words" in refused.context["form"].errors
    assert "按治理方案削坡" in words(refused)
    city.post(f"/hazards/{hazard.pk}/list/", {**sent, "is_public": "on", "public_words": WORDS})
    page = words(city.get("/hazards/supervision/"))
    assert WORDS in page and "编号待补" in page and f"/hazards/{hazard.pk}/list/" not in page


def test_the_number_is_entered_once_the_notice_was_issued(scene, city):
    held = scene.listed()
    address = f"/hazards/{held.hazard_id}/listings/{held.pk}/number/"
    assert address in words(city.get("/hazards/supervision/"))
    assert city.post(address, {"document_number": ""}).status_code == 422
    city.post(address, {"document_number": NUMBER})
    assert NUMBER in words(city.get("/hazards/supervision/"))
    assert NUMBER in words(city.get(f"/hazards/{held.hazard_id}/notice/"))


def test_the_notice_is_read_by_the_mine_and_keeps_its_deadline(scene):
    held = scene.listed(30)
    cast.bureau(cast.JIANGMEN), cast.bureau(cast.ENPING)
    page = words(cast.reader(cast.principal(scene.mine)).get(f"/hazards/{held.hazard_id}/notice/"))
    assert "江门市应急管理局" in page and "恩平市应急管理局" in page and scene.mine.enterprise.name in page
    assert "按治理方案削坡，每周报告进展" in page and "草稿" in page
    assert cast.reader(cast.principal(cast.mine())).get(f"/hazards/{held.hazard_id}/notice/").status_code == 404


def test_the_county_returns_progress_and_a_late_one_is_marked(scene, city, county):
    held = scene.listed()
    address = f"/hazards/{held.hazard_id}/listings/{held.pk}/return/"
    with clock.at(clock.now() + timedelta(days=9)):
        ledger = words(county.get("/hazards/supervision/?state=due"))
        assert address in ledger and "欠报1次" in ledger
        assert county.post(address, {"text": "好", "happened_at": day(0)}).status_code == 422
        county.post(address, {"text": TOLD, "happened_at": day(0)})
        assert "迟报" in words(county.get(address))
        ledger = words(city.get("/hazards/supervision/"))
        assert "已报1次" in ledger and "其中迟报1次" in ledger and "欠报" not in ledger
    assert city.post(address, {"text": TOLD, "happened_at": day(0)}).status_code == 403


def test_the_ledger_keeps_the_three_clocks_apart(scene, city):
    held = scene.listed(10)
    with clock.at(clock.now() + timedelta(days=11)):
        line = city.get("/hazards/supervision/?state=overdue").context["lines"][0]
        assert (line.rectified.tone, line.verified.tone, line.returned.tone) == ("over", "none", "over")
    stage.applied(scene.principal, stage.fresh(held.hazard))
    line = city.get("/hazards/supervision/").context["lines"][0]
    assert (line.rectified.tone, line.verified.tone) == ("done", "waits")
    stage.checked(scene.reviewer, scene.inspector, stage.fresh(held.hazard))
    line = city.get("/hazards/supervision/").context["lines"][0]
    assert (line.verified.tone, line.act_url) == ("done", f"/hazards/{held.hazard_id}/close/")


def test_filters_stand_in_the_address(scene, city):
    held = scene.listed()
    row = held.hazard
    for query, there in (
        ("county=440785", True), ("county=440783", False), (f"q={row.number}", True), ("q=查无此处", False),
        ("state=overdue", False), ("state=all", True), ("state=made-up", True), ("q=北帮", True),
    ):  # fmt: skip
        found = city.get(f"/hazards/supervision/?{query}").context["lines"]
        assert [one.listing.pk for one in found] == ([held.pk] if there else []), query


def test_an_extension_is_shown_with_its_reason_in_the_ledger(scene, city):
    held = scene.listed(30)
    asked = actions.ask_extension(
        scene.principal, held.hazard, until=clock.today() + timedelta(days=60), reason="雨季停工二十天",
        interim_measures="坡下警戒，专人值守",
    )  # fmt: skip
    assert f"/extensions/{asked.pk}/decide/" in words(city.get("/hazards/supervision/"))
    actions.decide_extension(scene.city, asked, grant=True, opinion="雨季属实，同意延期")
    assert "雨季停工二十天" in words(city.get("/hazards/supervision/"))


def test_it_is_delisted_on_a_page_of_its_own_and_the_reason_is_in_the_ledger(scene, city):
    held = scene.listed()
    address = f"/hazards/{held.hazard_id}/listings/{held.pk}/delist/"
    assert city.post(address, {"reason": "无"}).status_code == 422
    city.post(address, {"reason": "复测未超设计高度", "document_number": ""})
    assert "复测未超设计高度" in words(city.get("/hazards/supervision/?state=delisted"))


def test_what_a_close_out_lacks_is_said_with_links(scene, city):
    hazard = scene.major()
    page = words(city.get(f"/hazards/{hazard.pk}/close/"))
    assert "两人现场核查" in page and f"/hazards/{hazard.pk}/cause/" in page and f"/hazards/{hazard.pk}/list/" in page
    stage.checked(scene.reviewer, scene.inspector, hazard)
    stage.explained(scene.principal, hazard)
    empty = city.post(f"/hazards/{hazard.pk}/close/", {"unlisted_reason": ""})
    assert empty.status_code == 422 and "unlisted_reason" in empty.context["form"].errors
    city.post(f"/hazards/{hazard.pk}/close/", {"unlisted_reason": "判定当日即整改完成，未及挂牌"})
    assert stage.fresh(hazard).state == HazardState.CLOSED
    assert "判定当日即整改完成" in words(city.get(f"/hazards/{hazard.pk}/"))


def test_the_city_sends_an_accepted_hazard_back(scene, city):
    hazard = scene.major()
    stage.checked(scene.reviewer, scene.inspector, hazard)
    city.post(f"/hazards/{hazard.pk}/send-back/", {"opinion": "缺少第三方边坡稳定性复核"})
    assert stage.fresh(hazard).state == HazardState.RECTIFYING


def test_a_mine_has_no_ledger_of_supervisions(scene):
    assert cast.reader(cast.principal(scene.mine)).get("/hazards/supervision/").status_code == 403


def test_a_listing_of_another_hazard_is_not_found(scene, city):
    held, other = scene.listed(), stage.found(scene.principal, scene.mine, place="南帮+60米平台")
    for verb in ("number", "delist"):
        assert city.get(f"/hazards/{other.pk}/listings/{held.pk}/{verb}/").status_code == 404
    assert city.get(f"/hazards/{other.pk}/notice/").status_code == 404


def test_the_ledger_costs_the_same_however_long_it_is(scene, city, django_assert_max_num_queries):
    scene.listed()
    city.get("/hazards/supervision/")
    for number in range(3):
        found = stage.found(scene.principal, scene.mine, place=f"西帮{number}号台阶", description=f"裂缝{number}处贯通")
        stage.listed(scene.city, stage.determined(scene.principal, found))
        found = stage.found(scene.principal, scene.mine, place=f"东帮{number}号台阶", description=f"浮石{number}处未清")
        stage.determined(scene.principal, found)
    with django_assert_max_num_queries(15):
        page = city.get("/hazards/supervision/")
    assert len(page.context["lines"]) == 4 and len(page.context["unlisted"]) == 3
