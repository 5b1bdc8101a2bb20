"""What the governance room tells people: who, when, once, and never a mine or bureau that it does not concern."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from types import SimpleNamespace

import pytest

from kuangan.access.models import User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.models import Cause, Notice
from kuangan.foundation.notices.wording import body_of, title_of
from kuangan.governance import actions
from kuangan.governance.actions.telling import tell_acts, tell_deadlines
from kuangan.governance.models import HelpMeasure
from kuangan.governance.states import MineView
from kuangan.governance.tests import stage
from tests import cast

SYSTEM = Actor.system("test")
MINE, COUNTY = sorted(["李老板", "吴安全员"]), sorted(["陈主任", "梁局长"])


@pytest.fixture
def scene(db) -> Iterator[SimpleNamespace]:
    """A mine of Enping, its bureau and an agency; a neighbour of each who is to hear nothing."""
    mine, agency = cast.mine("青山石场"), stage.sound_agency()
    cast.principal(cast.mine("白云石场"), "别家老板")
    cast.agency_staff(stage.sound_agency("别家评价公司", qualification_no="APJ-（粤）-102"), "别家评价师")
    cast.county_reviewer("440783", "邻县主任")
    cast.county_leader()
    cast.agency_staff(agency)
    users = {
        "principal": cast.principal(mine), "safety": cast.safety_officer(mine), "county": cast.county_reviewer(),
    }  # fmt: skip
    yield SimpleNamespace(mine=mine, agency=agency, **{name: cast.as_actor(user) for name, user in users.items()})


def told() -> dict[str, list[str]]:
    """What was told since the last question, and to whom: names by kind."""
    tell_acts(SYSTEM)
    names = dict(User.objects.values_list("pk", "name"))
    found = {
        cause.kind.removeprefix("governance."): sorted(
            names[pk] for pk in cause.notices.values_list("recipient_id", flat=True)
        )
        for cause in Cause.rows.exclude(pk__in=_seen)
    }
    _seen.extend(Cause.rows.values_list("pk", flat=True))
    return found


_seen: list[int] = []


@pytest.fixture(autouse=True)
def nothing_seen():
    _seen.clear()


def cause(kind: str) -> Cause:
    return Cause.rows.get(kind=f"governance.{kind}")


def without(names: list[str], name: str) -> list[str]:
    return [one for one in names if one != name]


def test_the_county_hears_what_is_asked_for_once_and_with_a_link(scene):
    row = stage.asked(scene.principal, scene.mine)
    assert told() == {"told_asked": COUNTY}
    assert told() == {} and Notice.objects.count() == 2
    asked = cause("told_asked")
    assert asked.url == f"/governance/help/{row.pk}/" and title_of(asked).startswith(
        "申请帮扶，待答复：青山石场：北帮边坡"
    )
    assert "没有边坡监测" in body_of(asked)


def test_what_was_answered_meanwhile_waits_no_longer_for_the_county(scene):
    stage.declined(scene.county, stage.asked(scene.principal, scene.mine))
    assert told() == {"told_declined": MINE}
    assert "请先补充近三个月位移记录" in body_of(cause("told_declined"))


def test_a_mine_hears_that_its_bureau_asked_for_it_and_takes_it_back(scene):
    row = stage.asked(scene.county, scene.mine)
    assert told() == {"told_raised": MINE}
    actions.take_back(scene.county, row, reason="矿山已自行解决")
    assert told() == {"told_taken_back": MINE}


def test_the_way_from_the_agency_to_the_confirmation_is_told_step_by_step(scene):
    row = stage.consulted(scene.county, stage.asked(scene.principal, scene.mine), scene.agency)
    assert told() == {"told_assigned": MINE, "told_named": ["评价师邓"]}
    assert scene.agency.name in body_of(cause("told_assigned")) and stage.TASK in body_of(cause("told_assigned"))
    row = stage.visited(scene.county, row)
    assert told() == {"told_visited": MINE}
    today = clock.today()
    assert f"{today.month}月{today.day}日上门指导" in title_of(cause("told_visited"))
    assert "位移观测点" in body_of(cause("told_visited"))
    row = stage.reported(scene.county, row)
    assert told() == {"told_reported": MINE, "told_to_close": ["梁局长"]}
    assert "建议措施1项" in body_of(cause("told_to_close"))
    row = stage.closed(scene.county, row)
    assert told() == {"told_closed": MINE}
    assert "结果：已解决" in body_of(cause("told_closed"))
    actions.respond(scene.principal, row, view=MineView.OBJECTED, words="位移仍在继续")
    assert told() == {"told_objected": COUNTY}
    assert "位移仍在继续" in body_of(cause("told_objected"))


def test_a_confirmation_is_told_to_nobody(scene):
    row = stage.visited(scene.county, stage.guided(scene.county, stage.asked(scene.principal, scene.mine)))
    row = stage.closed(scene.county, stage.reported(scene.county, row))
    assert set(told()) == {"told_assigned", "told_visited", "told_reported", "told_closed"}
    actions.respond(scene.principal, row, view=MineView.CONFIRMED)
    assert told() == {}


def test_another_helper_is_told_with_the_reason_and_only_the_present_agency(scene):
    row = stage.guided(scene.county, stage.asked(scene.principal, scene.mine))
    told()
    stage.consulted(scene.county, row, scene.agency, reason="原专家出差，改由机构会诊")
    assert told() == {"told_replaced": MINE, "told_named": ["评价师邓"]}
    assert "改由机构会诊" in body_of(cause("told_replaced"))


def test_what_is_taken_back_is_told_to_the_county_and_to_the_agency_that_was_to_help(scene):
    row = stage.consulted(scene.county, stage.asked(scene.safety, scene.mine), scene.agency)
    told()
    actions.take_back(scene.principal, row, reason="已自行请到专家")
    assert told() == {"told_taken_back": sorted([*COUNTY, "评价师邓"])}


def test_a_round_in_which_nothing_happened_costs_few_statements(scene, django_assert_max_num_queries):
    stage.asked(scene.principal, scene.mine)
    told()
    tell_deadlines(SYSTEM)
    with django_assert_max_num_queries(9):  # the mark, the page, what was told, and the mark again
        tell_acts(SYSTEM)
    with django_assert_max_num_queries(1):
        assert tell_deadlines(SYSTEM) == 0


def test_many_acts_cost_few_statements(scene, django_assert_max_num_queries):
    for _each in range(12):
        stage.declined(scene.county, stage.asked(scene.principal, scene.mine))
    with django_assert_max_num_queries(20):
        tell_acts(SYSTEM)
    assert Cause.rows.filter(kind="governance.told_declined").count() == 12


def reminded(day) -> list[str]:
    """Titles of what was told of measures on a day."""
    before = set(Cause.rows.values_list("pk", flat=True))
    with clock.at(datetime.combine(day, time(9), clock.SHANGHAI)):
        tell_deadlines(SYSTEM)
        tell_deadlines(SYSTEM)
    return [title_of(one) for one in Cause.rows.exclude(pk__in=before)]


def test_measures_of_a_report_are_told_before_and_after_their_day_until_carried_out(scene):
    row = stage.visited(scene.county, stage.guided(scene.county, stage.asked(scene.principal, scene.mine)))
    stage.reported(scene.county, row, measures=[stage.measure(), stage.measure(words="疏通坡顶截水沟")])
    due = HelpMeasure.rows.first().due_on
    assert reminded(due - timedelta(days=8)) == []
    [title] = reminded(due - timedelta(days=7))
    assert "青山石场：2项帮扶建议措施" in title and f"{due.month}月{due.day}日到期" in title
    reminder = Cause.rows.get()
    assert "疏通坡顶截水沟" in body_of(reminder) and reminder.url == f"/governance/help/{row.pk}/"
    names = dict(User.objects.values_list("pk", "name"))
    assert sorted(names[pk] for pk in reminder.notices.values_list("recipient_id", flat=True)) == MINE
    for one in HelpMeasure.rows.all()[:1]:
        actions.finish_measure(scene.principal, one, done_on=clock.today(), note="十二个观测点已布设")
    assert reminded(due - timedelta(days=6)) == []
    [title] = reminded(due + timedelta(days=1))
    assert "1项" in title


def test_measures_of_a_report_that_was_replaced_are_told_to_nobody(scene):
    row = stage.visited(scene.county, stage.guided(scene.county, stage.asked(scene.principal, scene.mine)))
    row = stage.reported(scene.county, row)
    later = stage.measure(due_on=clock.today() + timedelta(days=60))
    stage.reported(scene.county, row, measures=[later])
    assert reminded(clock.today() + timedelta(days=13)) == []
    assert len(reminded(clock.today() + timedelta(days=53))) == 1
