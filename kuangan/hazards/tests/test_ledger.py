"""The ledger of hazards: filters in the address, counts, order, scope, few statements."""

from datetime import date, timedelta

import pytest

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock, tallying
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.listing import Narrowing, hazards, in_state, serial_of
from kuangan.hazards.queries.waiting import waiting
from kuangan.hazards.states import FocusArea, Grade, HazardState
from kuangan.hazards.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def officer(mine):
    return cast.as_actor(cast.safety_officer(mine))


@pytest.fixture
def county():
    return cast.client(cast.county_reviewer())


def words(client, address):
    return client.get(address).content.decode()


def late(hazard, days=3):
    Hazard.rows.filter(pk=hazard.pk).update(deadline_at=clock.now() - timedelta(days=days))
    return hazard


def test_open_hazards_come_first_and_the_most_urgent_on_top(mine, officer, county):
    calm = stage.found(officer, mine, description="警示标识褪色看不清")
    late(stage.found(officer, mine, description="护栏缺失未设警示"))
    page = words(county, "/hazards/")
    assert page.index("护栏缺失未设警示") < page.index("警示标识褪色看不清")
    assert "逾期 1" in page and "未销号 2" in page and "已销号 0" in page
    assert calm.number in page


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", {"甲", "乙"}), ("grade=suspected", {"乙"}), ("grade=general", {"甲"}), ("state=overdue", {"甲"}),
        ("overdue=1", {"甲"}), ("state=closed", set()), ("source=expert", {"乙"}), ("disaster=slide", {"甲"}),
        ("focus=major_risks", {"乙"}), ("q=排土场", {"乙"}), ("q=北帮%20甲", {"甲"}), ("listed=yes", set()),
        ("listed=no", {"甲", "乙"}), ("county=440785", {"甲", "乙"}), ("county=440783", set()),
        ("from=2100-01-01", set()),
        ("to=2100-01-01", {"甲", "乙"}), ("state=nonsense&grade=x&mine=y&from=z&county=1&sort=q", {"甲", "乙"}),
        ("from=0001-01-01&to=9999-12-31", {"甲", "乙"}), ("mine=99999999999&criterion=1", set()),
    ],
)  # fmt: skip
def test_every_filter_of_the_address_narrows_the_list(query, seen, mine, officer, county):
    late(stage.found(officer, mine, description="甲处台阶坡面浮石", place="北帮", disaster="slide"))
    stage.found(
        officer, mine, description="乙处挡土墙开裂", place="排土场", grade=Grade.SUSPECTED, source="expert",
        focus_area=FocusArea.MAJOR_RISKS,
    )  # fmt: skip
    answer = county.get(f"/hazards/?{query}")
    assert answer.status_code == 200
    assert {line.row.description[0] for line in answer.context["lines"]} == seen


def test_a_hazard_is_found_by_its_number(mine, officer, county):
    row = stage.found(officer, mine)
    stage.found(officer, mine, description="另一处完全不同的问题")
    assert [line.row.pk for line in county.get(f"/hazards/?q={row.number}").context["lines"]] == [row.pk]
    assert row.description in words(county, f"/search?q={row.number}")
    assert serial_of("2023-07-20") is None and serial_of("2023-000012") == 12


def test_major_and_general_hazards_have_addresses_of_their_own(mine, officer, county):
    stage.found(officer, mine, description="一般的问题一处")
    grave = stage.found(officer, mine, description="严重的问题一处")
    stage.determined(cast.as_actor(cast.county_reviewer()), grave)
    assert "严重的问题" in words(county, "/hazards/major/") and "一般的问题" not in words(county, "/hazards/major/")
    assert "一般的问题" in words(county, "/hazards/general/?grade=major")


def test_nobody_sees_hazards_outside_their_jurisdiction(mine, officer):
    row = stage.found(officer, mine)
    for stranger in (cast.county_reviewer(cast.KAIPING), cast.safety_officer(cast.mine("白云石场"))):
        page = words(cast.client(stranger), "/hazards/?state=all")
        assert row.description not in page and "全部 0" in page
    assert cast.client(cast.security_admin()).get("/hazards/").status_code == 403


def test_withdrawn_hazards_stand_only_among_the_withdrawn(mine, officer):
    row = stage.found(officer, mine)
    Hazard.rows.filter(pk=row.pk).update(
        state=HazardState.WITHDRAWN, withdrawn_at=clock.now(), withdrawal_reason="重复登记"
    )
    assert not hazards(Scope.of_mine(mine.pk)).exists()
    assert hazards(Scope.of_mine(mine.pk), Narrowing(state=HazardState.WITHDRAWN)).count() == 1


def test_chips_count_the_same_beyond_the_limit_of_counting(mine, officer, monkeypatch):
    for number in range(4):
        late(stage.found(officer, mine, description=f"第{number}处浮石未清理"))
    stage.found(officer, mine, description="一处不相干的电缆破损")
    wanted = {name: in_state(name) for name in ("open", "overdue", "closed", "all")}
    rows = hazards(Scope.of_region(cast.ENPING), every_state=True)
    plain = tallying.tallies(rows, wanted)
    monkeypatch.setattr(tallying, "MOST_COUNTED", 2)
    assert plain == {"open": 5, "overdue": 4, "closed": 0, "all": 5}
    assert tallying.tallies(rows, wanted) == {"open": 3, "overdue": 3, "closed": 0, "all": 3}
    assert tallying.number_words(3) == "2+" and set(tallying.tallies(hazards(Scope.nothing()), wanted).values()) == {0}


def test_words_are_found_in_one_look_with_the_same_counts(mine, officer, county, monkeypatch):
    for number in range(3):
        late(stage.found(officer, mine, description=f"第{number}处浮石未清理"))
    other = stage.found(officer, mine, description="一处不相干的电缆破损")
    wanted = {name: in_state(name) for name in ("open", "overdue", "closed", "all")}
    rows = hazards(Scope.of_region(cast.ENPING), Narrowing(text="浮石"), every_state=True)
    found, keys = tallying.tallies_and_keys(rows, wanted)
    assert found == tallying.tallies(rows, wanted) == {"open": 3, "overdue": 3, "closed": 0, "all": 3}
    assert sorted(keys) == sorted(Hazard.rows.exclude(pk=other.pk).values_list("pk", flat=True))
    assert tallying.tallies_and_keys(hazards(Scope.nothing()), wanted) == (dict.fromkeys(wanted, 0), [])
    own = hazards(Scope.of_mine(mine.pk), Narrowing(text="电缆"), every_state=True)
    assert tallying.tallies_and_keys(own, wanted)[1] == [other.pk]
    monkeypatch.setattr(tallying, "MOST_COUNTED", 2)
    assert tallying.tallies_and_keys(rows, wanted) == ({"open": 3, "overdue": 3, "closed": 0, "all": 3}, None)
    assert len(county.get("/hazards/?q=浮石&state=all").context["lines"]) == 2, "nobody leafs further than is counted"


def test_words_outside_a_jurisdiction_are_not_found(mine, officer):
    stage.found(officer, mine, description="坡面浮石未清理")
    for stranger in (cast.county_reviewer(cast.KAIPING), cast.safety_officer(cast.mine("白云石场"))):
        answer = cast.client(stranger).get("/hazards/?q=浮石&state=all")
        assert answer.context["lines"] == []
        assert {count for _key, _word, count in answer.context["chips"]} == {"0"}


def test_the_list_takes_nine_statements_however_long_it_is(mine, officer, django_assert_max_num_queries):
    for number in range(12):
        stage.found(officer, mine, description=f"第{number}处台阶超高")
    for user in (cast.city_office(), cast.county_reviewer(), cast.safety_officer(mine, "郑安全员")):
        client = cast.client(user)
        client.get("/hazards/")
        with django_assert_max_num_queries(9):
            assert len(client.get("/hazards/?grade=general").context["lines"]) == 12
        with django_assert_max_num_queries(9):
            assert len(client.get("/hazards/?q=台阶").context["lines"]) == 12


def test_an_address_comes_back_from_what_it_was_read_as():
    told = {"state": "overdue", "grade": "major", "county": "440785", "mine": "7", "source": "tip", "disaster": "slide",
            "focus": "major_risks", "criterion": "9", "q": "北帮", "from": "2023-04-01", "to": "2023-07-20",
            "overdue": "1", "listed": "no", "sort": "newest"}  # fmt: skip
    assert Narrowing.read(told).address() == told
    assert Narrowing.read(told).found_to == date(2023, 7, 20)


@pytest.mark.parametrize("typed", ["２０２３－０４－０１", "2023年4月1日", "2023.4.1", "20230401"])
def test_a_filter_takes_a_day_however_it_is_typed(mine, typed):
    answer = cast.client(cast.safety_officer(mine)).get("/hazards/", {"from": typed, "county": "４４０７８５"})
    assert 'value="2023-04-01"' in answer.content.decode()
    assert answer.wsgi_request.GET["county"] == "440785"


def test_the_desk_says_what_waits_and_the_mine_page_what_is_open(mine, officer):
    grave = stage.determined(cast.as_actor(cast.county_reviewer()), stage.found(officer, mine))
    late(stage.found(officer, mine, description="护栏缺失未设警示"))
    waits = {str(one.label): one.count for one in waiting(Scope.of_region(cast.JIANGMEN), for_city=True)}
    assert waits == {"整改逾期": 1, "待判定": 0, "待验收": 0, "重大事故隐患未挂牌": 1, "已验收，待市局销号": 0}
    page = words(cast.client(cast.county_reviewer(name="陈二")), f"/registry/mines/{mine.pk}/")
    assert "护栏缺失未设警示" in page and grave.place in page


def test_menu_leads_mines_to_reporting_and_supervisors_only_to_the_ledger(mine):
    page = words(cast.client(cast.principal(mine)), "/hazards/")
    assert 'href="/hazards/new/"' in page and "报隐患" in page
    page = words(cast.client(cast.province_supervisor()), "/hazards/")
    assert "隐患台账" in page and 'href="/hazards/new/"' not in page
