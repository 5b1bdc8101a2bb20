"""One search over all rooms, within the reader's jurisdiction and in few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuangan.foundation.authority.scopes import Scope
from kuangan.shell.queries.searching import search, suggestions
from tests import cast
from tests.cast import people

pytestmark = pytest.mark.django_db
SQL = 9


@pytest.fixture
def mines():
    here = cast.mine("翠坪石场", cast.ENPING, owner=cast.enterprise("恩平翠坪石业有限公司"))
    there = cast.mine("翠坪东石场", cast.KAIPING, owner=cast.enterprise("开平翠坪石业有限公司", cast.KAIPING))
    return here, there


def names(scope, text, sort="mine"):
    return [row.name for row in search(scope, text).rows.get(sort, [])]


def test_a_county_finds_its_own_mines_only(mines):
    assert names(Scope.of_region(cast.ENPING), "翠坪") == ["翠坪石场"]
    assert names(Scope.of_region(cast.KAIPING), "翠坪") == ["翠坪东石场"]
    assert set(names(Scope.of_region(cast.JIANGMEN), "翠坪")) == {"翠坪石场", "翠坪东石场"}


def test_a_mine_finds_itself_and_no_neighbour(mines):
    assert names(Scope.of_mine(mines[1].pk), "翠坪") == ["翠坪东石场"]
    assert search(Scope.nothing(), "翠坪").total == 0


def test_pinyin_initials_and_codes_are_enough(mines):
    scope = Scope.of_region(cast.JIANGMEN)
    assert "翠坪石场" in names(scope, "cpsc")
    assert names(scope, mines[0].code) == ["翠坪石场"]
    assert "恩平翠坪石业有限公司" in names(scope, "epcp", "enterprise")


def test_an_empty_search_asks_nothing():
    with CaptureQueriesContext(connection) as asked:
        assert search(Scope.everywhere(), "   ").total == 0
    assert len(asked) == 0


@pytest.mark.parametrize("text", ["翠坪", "演练", "2023"])
def test_a_search_costs_at_most_nine_statements(mines, text):
    for scope in (Scope.of_region(cast.JIANGMEN), Scope.of_mine(mines[0].pk), Scope.everywhere()):
        with CaptureQueriesContext(connection) as asked:
            search(scope, text)
        assert len(asked) <= SQL, [query["sql"][:90] for query in asked]


def test_the_page_links_what_it_found_and_escapes_what_was_asked(mines):
    browser = cast.client(cast.county_reviewer())
    page = browser.get("/search", {"q": "翠坪"}).content.decode()
    assert "翠坪石场" in page and "翠坪东石场" not in page
    page = browser.get("/search", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_administrators_do_not_search_the_campaign():
    assert cast.client(cast.security_admin()).get("/search?q=x").status_code == 403


def test_what_may_be_meant_is_offered_while_typing_within_the_jurisdiction_and_in_few_statements(mines):
    with CaptureQueriesContext(connection) as asked:
        rows = suggestions(Scope.of_region(cast.ENPING), "翠坪")
    assert [(row.sort, row.name) for row in rows] == [("mine", "翠坪石场"), ("enterprise", "恩平翠坪石业有限公司")]
    assert len(asked) <= 5
    assert suggestions(Scope.of_mine(mines[1].pk), "翠坪石场") == []


def test_the_field_gets_the_sort_the_name_and_the_page(mines):
    answer = people.client(people.county_reviewer(cast.ENPING)).get("/search/suggest", {"q": "cpsc"})
    assert answer.json()["rows"][0] == {
        "sort": "矿山", "name": "翠坪石场", "note": "恩平翠坪石业有限公司", "url": f"/registry/mines/{mines[0].pk}/",
    }  # fmt: skip
