"""Units of a mine: work areas, project departments of builders, dressing plants, with who answers for them."""

from datetime import date

import pytest

from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from kuangan.registry import actions
from kuangan.registry.models import MineUnit
from tests.cast import people, places

pytestmark = pytest.mark.django_db
DAY = date(2023, 4, 3)


@pytest.fixture
def mine():
    return places.mine("青石岭石场")


def entered(mine, who=None, **told):
    told = {"kind": "work_area", "name": "一采区", "started_on": DAY, "head": "林区长", **told}
    return actions.add_unit(people.as_actor(who or people.county_reviewer()), mine, **told)


def test_the_mine_page_shows_each_unit_with_who_answers_for_it_and_who_runs_it(mine) -> None:
    entered(mine)
    entered(mine, kind="project_department", name="井建项目部", operator="丙矿建集团", head="周经理")
    entered(mine, kind="dressing_plant", name="选矿一厂", capacity="30万吨/年", head="")
    page = people.client(people.county_reviewer()).get(f"/registry/mines/{mine.pk}/").content.decode()
    for words in ("一采区", "林区长", "本矿", "施工项目部", "丙矿建集团", "选矿厂", "30万吨/年"):
        assert words in page, words


def test_a_name_is_taken_once_while_the_unit_works(mine) -> None:
    unit = entered(mine)
    with pytest.raises(Refused):
        entered(mine, name=" 一采区\u200b ")
    actions.end_unit(people.as_actor(people.county_reviewer()), unit, on=DAY, reason="采完")
    assert entered(mine).pk != unit.pk and MineUnit.rows.count() == 2


def test_a_unit_ends_once_with_a_reason_and_not_before_it_began(mine) -> None:
    officer, unit = people.as_actor(people.county_reviewer()), entered(mine)
    for told in ({"on": DAY, "reason": " "}, {"on": date(2023, 4, 2), "reason": "采完"}):
        with pytest.raises(Refused):
            actions.end_unit(officer, unit, **told)
    actions.end_unit(officer, unit, on=DAY, reason="采完")
    with pytest.raises(Refused):
        actions.end_unit(officer, unit, on=DAY, reason="采完")


def test_another_county_and_readers_change_nothing(mine) -> None:
    with pytest.raises((OutOfScope, Forbidden)):
        entered(mine, people.county_reviewer(places.KAIPING))
    with pytest.raises((OutOfScope, Forbidden)):
        entered(mine, people.auditor())


def test_units_follow_a_mine_that_is_merged(mine) -> None:
    other = places.mine("青石岭石场东区", owner=mine.enterprise, apart_because="待核实")
    entered(other, name="东采区")
    actions.merge_mines(people.as_actor(people.county_reviewer()), mine, other, reason="同一采矿证")
    assert [unit.mine for unit in MineUnit.rows.all()] == [mine]
