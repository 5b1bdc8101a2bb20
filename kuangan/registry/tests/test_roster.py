"""The mine roster comes in: recognised by its keys, doubted where a person must decide, written once."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.exchange.importers import ApplyRow, importer
from kuangan.foundation.exchange.objections import CleanRow
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.registry import queries
from kuangan.registry.models import Enterprise, Licence, Mine, Person
from kuangan.registry.queries.roster import roster
from tests.cast import places

pytestmark = pytest.mark.django_db
EVERYWHERE = Scope.everywhere()


@pytest.fixture(autouse=True)
def summer():
    with clock.at(datetime(2023, 7, 20, 1, tzinfo=UTC)):
        places.region()
        yield


def office(*codes: str) -> Actor:
    scope = Scope.of_region(*(codes or (places.JIANGMEN,)))
    return Actor(user_id=1, name="市局", grants=(Grant(Role.CITY_OFFICE, scope),))


def line(number: int = 4, **told) -> CleanRow:
    values = {
        "enterprise_name": "恩平市丹砾石业有限公司",
        "mine_name": "丹砾石场",
        "kind": "open_pit",
        "county": "恩平市",
        "status": "producing",
        **told,
    }
    return CleanRow(number, values, {})


def judged(*rows: CleanRow, actor: Actor | None = None):
    return importer("registry.roster").match(actor or office(), rows)


def brought_in(*rows: CleanRow, keys: dict[int, str] | None = None, actor: Actor | None = None):
    told = [ApplyRow(row.number, (keys or {}).get(row.number, ""), row.values) for row in rows]
    return importer("registry.roster").apply(actor or office(), told)


FULL = {
    "credit_code": "91110000600037341L",
    "town": "大田镇",
    "mineral": "建筑用花岗岩",
    "mining_licence_no": "C4407002019067130148291",
    "mining_licence_to": date(2029, 6, 1),
    "safety_licence_no": "粤FM安许证字2021第1号",
    "safety_licence_to": date(2023, 9, 1),
    "status": "long_stopped",
    "status_since": date(2021, 5, 4),
    "people_working": False,
    "slope_height_m": Decimal("85.5"),
    "longitude": Decimal("112.3"),
    "latitude": Decimal("22.21"),
    "principal_name": "甲某",
    "principal_phone": "13800000001",
    "safety_officer_name": ("乙某",),
    "contractors": ("丙爆破公司", "丁运输公司"),
}


def test_a_new_row_becomes_a_mine_with_everything_that_belongs_to_it():
    (verdict,) = judged(line(**FULL))
    assert verdict.verdict == "new"
    assert brought_in(line(**FULL)).created == 1
    mine = Mine.objects.unscoped("test").get()
    assert (mine.enterprise.credit_code_state, mine.code) == ("valid", "440785-0001")
    assert queries.state_on(EVERYWHERE, mine, date(2021, 5, 4)).status == "long_stopped"
    present = queries.state_on(EVERYWHERE, mine, date(2023, 7, 20))
    assert (present.people_working, present.slope_height_m, present.has_contractors) == (False, Decimal("85.5"), True)
    assert Licence.objects.unscoped("test").filter(mine=mine).count() == 2
    assert {a.person.name for a in queries.people_of_mine(EVERYWHERE, mine)} == {"甲某", "乙某"}
    assert queries.engagements(EVERYWHERE).count() == 2
    assert AuditEvent.objects.unscoped("test").filter(kind="registry.mine_registered").count() == 1


def test_what_was_brought_in_reads_back_the_same():
    brought_in(line(**FULL))
    (entry,) = roster(EVERYWHERE)
    given = line(**FULL).values
    assert {key: entry.values[key] for key in given} == given
    assert [m.verdict for m in judged(line(**FULL))] == ["same"]


def test_coming_again_with_changes_updates_and_does_not_double():
    brought_in(line(**FULL))
    again = line(**{**FULL, "status": "resuming", "status_since": None, "principal_name": "戊某", "town": "那吉镇"})
    (verdict,) = judged(again)
    assert (verdict.verdict, verdict.key) == ("update", "440785-0001")
    assert set(verdict.changes) == {"status", "principal_name", "town"}
    counts = brought_in(again, keys={4: verdict.key})
    assert (counts.created, counts.updated) == (0, 1)
    mine = Mine.objects.unscoped("test").get()
    assert (mine.town, mine.current.status, mine.current.valid_from) == ("那吉镇", "resuming", date(2023, 7, 20))
    assert [m.verdict for m in judged(again)] == ["same"]
    assert Person.objects.unscoped("test").count() == 3


def test_an_empty_cell_leaves_what_is_known():
    brought_in(line(**FULL))
    assert [m.verdict for m in judged(line(credit_code=None, town=None, status="long_stopped"))] == ["same"]


def test_the_system_number_recognises_a_renamed_mine():
    mine = places.mine()
    (verdict,) = judged(line(code=mine.code, mine_name="新名石场", enterprise_name=mine.enterprise.name, status=None))
    assert (verdict.verdict, verdict.key) == ("update", mine.code)


def test_the_same_licence_under_another_name_waits_for_a_person():
    brought_in(line(**FULL))
    other = line(mine_name="碧砾石场", enterprise_name="别家矿业公司", mining_licence_no=FULL["mining_licence_no"])
    (verdict,) = judged(other)
    assert verdict.verdict == "suspect"
    assert [one.key for one in verdict.candidates] == ["440785-0001"]


def test_the_same_credit_code_under_another_name_waits_for_a_person():
    brought_in(line(**FULL))
    (verdict,) = judged(line(enterprise_name="别家矿业公司", mine_name="碧砾石场", credit_code=FULL["credit_code"]))
    assert verdict.verdict == "suspect"


def test_an_almost_equal_name_in_the_same_county_waits_for_a_person():
    brought_in(line(**FULL))
    (verdict,) = judged(line(enterprise_name="恩平市丹砾石业公司", mine_name="丹砾石場"))
    assert verdict.verdict == "suspect"
    (elsewhere,) = judged(line(enterprise_name="恩平市丹砾石业公司", mine_name="丹砾石場", county="开平"))
    assert elsewhere.verdict == "new"


def test_two_rows_of_one_file_with_one_licence_are_told_apart_by_a_person():
    first = line(4, mining_licence_no="C1")
    second = line(5, mine_name="另一石场", enterprise_name="另一公司", mining_licence_no="C1")
    verdicts = judged(first, second)
    assert [v.verdict for v in verdicts] == ["new", "suspect"]
    assert [issue.params.get("row") for issue in verdicts[1].issues if issue.code == "registry.twice_licence"] == [4]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"county": "朝阳区"}, "registry.county_unknown"),
        ({"county": "江门市"}, "registry.county_unknown"),
        ({"status": None}, "registry.status_missing"),
        ({"status_since": date(2023, 7, 21)}, "registry.future_day"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(told, code):
    (verdict,) = judged(line(**told))
    assert verdict.verdict == "bad"
    assert [issue.code for issue in verdict.issues] == [code]
    assert all(issue.message and issue.mend for issue in verdict.issues)


def test_counties_are_read_as_people_write_them():
    for text in ("恩平", "恩平市", "440785", "江门市恩平市", "广东省江门市恩平市"):
        assert judged(line(county=text))[0].verdict == "new", text


def test_a_county_officer_neither_sees_nor_takes_what_lies_in_another_county():
    brought_in(line(**FULL))
    kaiping = office(places.KAIPING)
    assert judged(line(), actor=kaiping)[0].verdict == "bad"
    stolen = line(county="开平市", mining_licence_no=FULL["mining_licence_no"], mine_name="碧石场")
    (verdict,) = judged(stolen, actor=kaiping)
    assert (verdict.verdict, verdict.issues[0].code) == ("bad", "registry.licence_elsewhere")
    with pytest.raises(Refused):
        brought_in(line(), actor=kaiping)
    assert Mine.objects.unscoped("test").count() == 1


def test_two_mines_of_one_new_enterprise_share_it():
    counts = brought_in(line(4), line(5, mine_name="二号石场"))
    assert counts.created == 2
    assert Enterprise.objects.unscoped("test").count() == 1


def test_a_thousand_rows_are_written_in_batches_and_not_one_by_one(django_assert_max_num_queries):
    rows = [
        line(n, enterprise_name=f"第{n}企业", mine_name=f"{n}矿", mining_licence_no=f"C{n}", slope_height_m=Decimal(n))
        for n in range(4, 1004)
    ]
    with django_assert_max_num_queries(20):
        assert {m.verdict for m in judged(*rows)} <= {"new", "suspect"}
    with django_assert_max_num_queries(250):
        assert brought_in(*rows).created == 1000


def test_what_a_row_was_compared_with_does_not_depend_on_the_order_of_its_columns():
    """PostgreSQL gives the values of a staged row back in an order of its own."""
    brought_in(line())
    told, back = line(town="那吉镇"), line(town="那吉镇")
    back.values = dict(reversed(back.values.items()))
    (first,), (second,) = judged(told), judged(back)
    assert first.seen
    assert first.seen == second.seen
