"""The pages as each role finds them: what opens, what does not exist, what is refused, and at which cost."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from kuangan.duties.models import Assignment
from kuangan.duties.tests.web_stage import Scene, words
from kuangan.registry.models import Mine
from tests.cast import places

BUDGETS = {"/": 13, "/duties/": 8, "/duties/?whose=review": 8, "/duties/board/": 12}
"""The desk asks twelve times for duties and their frame, once for all the hazards that wait."""


def cost(client: Any, url: str) -> int:
    """SQL statements of a page, once the packages are in memory."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("name", ["reviewer", "city", "province", "auditor", "government", "leader"])
def test_every_office_has_a_desk_a_list_and_a_board(scene: Scene, name: str) -> None:
    for url in ("/", "/duties/", "/duties/board/", "/duties/export/", "/duties/board/export/"):
        assert scene.as_(name).get(url).status_code == 200, url


def test_a_mine_has_a_desk_and_a_list_and_no_board(scene: Scene) -> None:
    assert "自查自改材料" in words(scene.as_("principal").get("/"))
    assert "自查自改材料" in words(scene.as_("officer").get("/duties/"))
    assert scene.as_("principal").get("/duties/board/").status_code == 403
    assert "作战图" not in words(scene.as_("principal").get("/duties/"))


def test_a_desk_without_a_campaign_says_so(db: Any) -> None:
    from tests.cast import people

    page = people.client(people.county_reviewer(places.ENPING)).get("/")
    assert page.status_code == 200 and "目前没有正在实施的整治方案" in words(page)


def test_an_administrator_sees_no_duties(scene: Scene) -> None:
    assert scene.as_("admin").get("/duties/").status_code == 403
    assert scene.as_("admin").get(scene.url()).status_code == 403


@pytest.mark.parametrize(
    "tail",
    ["", "history/", "redo/", "urge/", "evidence/report/", "files/1/", "files/1/preview/"],
)
def test_a_neighbouring_county_does_not_find_what_is_there(scene: Scene, tail: str) -> None:
    scene.supply()
    assert scene.row().files.exists()
    assert scene.as_("neighbour").get(scene.url(tail)).status_code == 404


def test_a_neighbouring_county_finds_neither_receipt_nor_file(scene: Scene) -> None:
    live = scene.deliver()
    file = scene.row().files.get()
    for url in (f"/duties/submissions/{live.pk}/", f"/duties/submissions/{live.pk}/receipt/",
                scene.url(f"files/{file.pk}/")):  # fmt: skip
        assert scene.as_("neighbour").get(url).status_code == 404, url
        assert scene.as_("city").get(url).status_code == 200, url


def test_inside_without_the_right_the_reason_is_told(scene: Scene) -> None:
    page = scene.as_("reviewer").post(scene.url("submit/"))
    assert page.status_code == 403 and "只有责任单位" in words(page)
    assert scene.as_("officer").get(scene.url("evidence/promise/")).status_code == 403
    assert "由主要负责人登录后签字" in words(scene.as_("officer").get(scene.url()))
    assert scene.as_("province").get(scene.url("redo/")).status_code == 403


def test_a_refused_act_stays_visible_with_its_reason(scene: Scene) -> None:
    page = words(scene.as_("officer").get(scene.url()))
    assert "还缺：自查自改报告、基本情况、承诺书" in page and "暂不可办" in page
    page = words(scene.as_("reviewer").get(scene.url()))
    assert "责任单位没有申请延期" in page and "本轮尚未报送" in page


def test_the_page_says_why_and_what_would_end_it(scene: Scene) -> None:
    page = words(scene.as_("officer").get(scene.url()))
    assert "列入整治范围" in page and "方案二规定" in page and 'class="is-end"' in page


def test_a_cell_without_a_duty_says_why_not(scene: Scene) -> None:
    board = words(scene.as_("city").get("/duties/board/"))
    found = re.search(r'href="(why/[^"]+contractors/)">免', board)
    assert found
    page = scene.as_("city").get(f"/duties/board/{found[1]}")
    assert page.status_code == 200 and "为什么免办" in words(page)
    assert scene.as_("neighbour").get(f"/duties/board/{found[1]}").status_code == 404


def test_a_cell_opens_its_duty_beside_the_board(scene: Scene) -> None:
    part = words(scene.as_("city").get(scene.url(), headers={"HX-Request": "true", "HX-Target": "peek"}))
    assert "<html" not in part and "自查自改材料" in part and "流转" in part


def test_the_board_filters_by_what_is_loud(scene: Scene) -> None:
    with_one = words(scene.as_("city").get("/duties/board/?only=submitted"))
    assert "没有符合条件的事项" in with_one
    scene.deliver()
    assert 'class="is-review"' in words(scene.as_("city").get("/duties/board/?only=submitted"))


def test_a_filter_in_the_address_narrows_the_list(scene: Scene) -> None:
    city = scene.as_("city")
    assert "每月排查" not in words(city.get("/duties/?duty=package&state=all")).split("<table")[1]
    assert "没有符合条件的事项" in words(city.get(f"/duties/?county={places.ENPING}"))
    assert "没有符合条件的事项" in words(city.get("/duties/?clause=九"))
    assert city.get("/duties/?mine=abc&page=99&kind=x&state=y&plan=z").status_code == 200


def test_an_export_opens_and_holds_what_the_list_shows(scene: Scene, tmp_path: Any) -> None:
    answer = scene.as_("city").get("/duties/export/?state=all")
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(answer.content)
    rows = [[cell.value for cell in row] for row in load_workbook(file).worksheets[0].iter_rows(min_row=4)]
    titles = [row[4] for row in rows if isinstance(row[0], int)]
    assert len(titles) == Assignment.rows.exclude(state="voided").count() and "自查自改材料" in titles


def test_the_board_as_a_workbook_has_its_colours(scene: Scene, tmp_path: Any) -> None:
    scene.deliver()
    file = tmp_path / "board.xlsx"
    file.write_bytes(scene.as_("city").get("/duties/board/export/").content)
    sheet = load_workbook(file).worksheets[0]
    cells = {cell.value: cell.fill.start_color.rgb for row in sheet.iter_rows(min_row=5) for cell in row if cell.value}
    assert cells["审"] == "FFDFEBF8" and cells["免"] == "FFEEF1F4"


def test_pages_carry_no_style_and_no_script_of_their_own(scene: Scene) -> None:
    live = scene.deliver()
    pages = ["/", "/duties/", "/duties/board/", scene.url(), scene.url("redo/"), f"/duties/submissions/{live.pk}/",
             f"/duties/submissions/{live.pk}/receipt/", "/duties/?whose=review",
             f"/duties/accept/?id={scene.row().pk}"]  # fmt: skip
    for url in pages:
        page = words(scene.as_("reviewer").get(url))
        assert " style=" not in page and "onclick" not in page and not re.search(r"<script(?![^>]*src=)", page), url


@pytest.mark.parametrize("url", BUDGETS)
def test_the_cost_of_a_page_stays_within_its_budget(scene: Scene, url: str) -> None:
    scene.deliver()
    for name in ("city", "reviewer"):
        assert cost(scene.as_(name), url) <= BUDGETS[url], name


def test_the_cost_of_a_list_does_not_grow_with_its_rows(scene: Scene) -> None:
    before = {url: cost(scene.as_("city"), url) for url in BUDGETS}
    from kuangan.duties.tasks import derive_everything

    for _number in range(4):
        places.mine(code=places.KAIPING)
    derive_everything.call()
    assert Mine.rows.count() == 5
    assert {url: cost(scene.as_("city"), url) for url in BUDGETS} == before


def test_a_duty_page_costs_a_known_number_of_statements(scene: Scene) -> None:
    scene.deliver()
    # The period before and files used before stand beside; what is frozen is compared with the trail.
    assert cost(scene.as_("reviewer"), scene.url()) <= 26


def test_the_mine_page_lists_what_the_mine_owes(scene: Scene) -> None:
    page = words(scene.as_("reviewer").get(f"/registry/mines/{scene.mine.pk}/"))
    assert "自查自改材料" in page and f"/duties/?mine={scene.mine.pk}" in page


def test_the_cost_of_an_export_does_not_grow_with_its_rows(scene: Scene) -> None:
    assert Assignment.rows.count() > 2
    assert cost(scene.as_("city"), "/duties/export/?state=all") <= 7
