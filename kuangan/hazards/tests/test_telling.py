"""What the hazards room tells people: who, when, once, and never somebody of another county."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from kuangan.access.models import User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.models import Cause, Notice
from kuangan.foundation.notices.wording import body_of, title_of
from kuangan.hazards import actions
from kuangan.hazards.actions.telling import tell_acts, tell_deadlines
from kuangan.hazards.models import Hazard
from kuangan.hazards.rules.reminding import DEADLINE, Stage, reached
from kuangan.hazards.states import Grade
from kuangan.hazards.tests import stage
from tests.cast import people, places

SYSTEM = Actor.system("test")
TODAY = date(2023, 4, 20)


def at(day: date, hour: int = 9):
    return clock.at(datetime.combine(day, time(hour), clock.SHANGHAI))


@pytest.fixture
def scene(db) -> Iterator[SimpleNamespace]:
    """A mine of 开平 with accounts around it; the clock stands at 20 April 2023 and everything before was told."""
    for code in (places.JIANGMEN, places.KAIPING, places.ENPING):
        places.bureau(code)
    mine = places.mine(code=places.KAIPING)
    users = {
        "principal": people.principal(mine),
        "safety": people.safety_officer(mine),
        "reviewer": people.county_reviewer(places.KAIPING),
        "leader": people.county_leader(places.KAIPING),
        "inspector": people.county_inspector(places.KAIPING),
        "neighbour": people.county_reviewer(places.ENPING),
        "city": people.city_office(),
    }
    with at(TODAY):
        tell_acts(SYSTEM)
        yield SimpleNamespace(mine=mine, users=users, **{name: people.as_actor(user) for name, user in users.items()})


def told(kind: str) -> list[str]:
    """Names of those who were told of a kind, sorted, over all its causes."""
    names = dict(User.objects.values_list("pk", "name"))
    found = Notice.objects.filter(cause__kind=f"hazards.{kind}").values_list("recipient_id", flat=True)
    return sorted(names[pk] for pk in found)


def only(kind: str) -> Cause:
    return Cause.rows.get(kind=f"hazards.{kind}")


def major(scene, **words):
    return stage.determined(scene.principal, stage.found(scene.principal, scene.mine, **words))


def test_a_general_hazard_of_the_mine_itself_is_told_to_nobody(scene):
    stage.found(scene.principal, scene.mine)
    tell_acts(SYSTEM)
    assert not Cause.rows.exists()


def test_what_the_bureau_found_is_told_to_the_mine(scene):
    stage.found(scene.reviewer, scene.mine, source="inspection")
    tell_acts(SYSTEM)
    assert told("told_found") == sorted(["李老板", "吴安全员"])


def test_a_suspected_hazard_waits_for_the_principal_and_the_county(scene):
    stage.found(scene.safety, scene.mine, grade=Grade.SUSPECTED)
    tell_acts(SYSTEM)
    assert told("told_suspected") == sorted(["李老板", "陈主任", "梁局长"])
    assert not Notice.objects.filter(recipient_id=scene.users["neighbour"].pk).exists()


def test_a_major_hazard_is_told_to_both_bureaus_at_once_and_its_report_to_the_principal(scene):
    hazard = stage.determined(scene.safety, stage.found(scene.safety, scene.mine))
    for _again in range(3):
        tell_acts(SYSTEM)
    assert told("told_major") == sorted(["李老板", "陈主任", "梁局长", "黄科长"])
    assert told("told_report") == ["李老板"]
    cause = only("told_major")
    assert cause.url == f"/hazards/{hazard.pk}/" and scene.mine.short_name in title_of(cause)
    assert "18.6米" in body_of(cause) and "4月21日" in title_of(only("told_report"))
    assert set(Notice.objects.values_list("pace", flat=True)) == {"at_once"}


def test_the_five_wait_for_the_principal_until_they_are_signed(scene):
    hazard = major(scene)
    actions.put_in_place(scene.safety, hazard, **stage.five())
    tell_acts(SYSTEM)
    assert told("told_to_sign") == ["李老板"]
    other = major(scene, place="南帮", description="运输道路没有挡车墙")
    stage.in_rectification(scene.principal, other, measures="沿运输道路外侧砌筑挡车墙，高度不低于车轮直径一半")
    tell_acts(SYSTEM)
    assert told("told_to_sign") == ["李老板"]


def test_the_way_to_the_close_out_is_told_step_by_step(scene):
    hazard = stage.applied(scene.safety, stage.in_rectification(scene.principal, major(scene)))
    tell_acts(SYSTEM)
    assert told("told_applied") == sorted(["陈主任", "梁局长", "何队长"])
    check = actions.open_check(
        scene.reviewer, hazard, result="passed", opinion="现场复测台阶高度14.8米", happened_at=clock.now(), proven=True
    )
    tell_acts(SYSTEM)
    assert told("told_second_signature") == sorted(["梁局长", "何队长"])
    actions.sign_check(scene.inspector, check, proven=True)
    tell_acts(SYSTEM)
    assert told("told_to_close") == sorted(["李老板", "吴安全员", "黄科长"])
    stage.explained(scene.principal, hazard)
    actions.close(scene.city, stage.fresh(hazard), unlisted_reason="整改及时，来不及挂牌")
    tell_acts(SYSTEM)
    assert told("told_closed") == sorted(["李老板", "吴安全员", "陈主任", "梁局长"])


def test_a_refusal_is_urgent_for_the_mine_and_says_what_is_still_to_be_done(scene):
    hazard = stage.in_rectification(scene.principal, stage.found(scene.principal, scene.mine))
    actions.refuse(scene.reviewer, stage.applied(scene.principal, hazard), opinion="浮石没有清完，请继续")
    tell_acts(SYSTEM)
    assert told("told_refused") == sorted(["李老板", "吴安全员"])
    assert "浮石没有清完" in body_of(only("told_refused"))


def test_what_was_decided_meanwhile_waits_no_longer(scene):
    hazard = stage.in_rectification(scene.principal, stage.found(scene.principal, scene.mine))
    actions.accept(scene.reviewer, stage.applied(scene.principal, hazard), opinion="现场看过，已整改到位")
    tell_acts(SYSTEM)
    assert told("told_applied") == [] and told("told_closed") == sorted(["李老板", "吴安全员"])


def test_an_evacuation_breaks_the_quiet_hours_and_its_end_is_told(scene):
    hazard = stage.found(scene.safety, scene.mine)
    made = actions.evacuate(scene.safety, hazard, area="北帮坡下", extent="area", people_inside=3, people_out=3)
    actions.lift(scene.principal, made, grounds="监测三天没有位移")
    tell_acts(SYSTEM)
    assert told("told_evacuated") == sorted(["李老板", "陈主任", "梁局长", "黄科长"])
    assert set(only("told_evacuated").notices.values_list("pace", flat=True)) == {"danger"}
    assert "北帮坡下" in title_of(only("told_evacuated")) and "3人" in body_of(only("told_evacuated"))
    assert told("told_lifted") == sorted(["吴安全员", "陈主任", "梁局长", "黄科长"])


def test_more_time_is_asked_of_the_county_and_for_a_listed_hazard_of_the_city(scene):
    hazard = stage.in_rectification(scene.principal, stage.found(scene.principal, scene.mine), days=5)
    listed = stage.listed(scene.city, stage.in_rectification(scene.principal, major(scene, place="南帮"), days=5))
    for row in (hazard, listed):
        actions.ask_extension(
            scene.principal, row, until=TODAY + timedelta(days=9), reason="等设备到货", interim_measures="专人值守"
        )
    tell_acts(SYSTEM)
    assert told("told_listed") == sorted(["李老板", "吴安全员", "陈主任", "梁局长"])
    by_title = {title_of(one): one for one in Cause.rows.filter(kind="hazards.told_extension_asked")}
    assert len(by_title) == 2 and all("4月29日" in title for title in by_title)
    assert told("told_extension_asked") == sorted(["陈主任", "梁局长", "黄科长"])


def test_the_clock_of_reporting_runs_out_for_principal_and_county(scene):
    major(scene)
    tell_deadlines(SYSTEM)
    assert told("report_over") == []
    with at(TODAY + timedelta(days=1), 8):
        tell_deadlines(SYSTEM)
        assert told("report_over") == []
    with at(TODAY + timedelta(days=1), 10):
        tell_deadlines(SYSTEM)
        tell_deadlines(SYSTEM)
    assert told("report_over") == sorted(["李老板", "陈主任", "梁局长"])


def test_a_deadline_is_told_before_and_after_and_upward(scene):
    stage.in_rectification(scene.principal, stage.found(scene.principal, scene.mine), days=10)
    due = TODAY + timedelta(days=10)

    def on(day: date) -> dict[str, list[str]]:
        Cause.rows.all().delete()
        with at(day):
            tell_deadlines(SYSTEM)
            kinds = Cause.rows.values_list("kind", flat=True)
            return {kind.removeprefix("hazards."): told(kind.removeprefix("hazards.")) for kind in set(kinds)}

    mine, county = sorted(["李老板", "吴安全员"]), sorted(["陈主任", "梁局长"])
    assert on(due - timedelta(days=8)) == {}
    assert on(due - timedelta(days=7)) == {"due_soon": mine}
    assert on(due - timedelta(days=6)) == {}
    assert on(due - timedelta(days=2)) == {"due_soon": mine}
    assert on(due + timedelta(days=1)) == {"overdue": mine}
    assert on(due + timedelta(days=3)) == {"escalated": county}
    assert on(due + timedelta(days=7)) == {"escalated": ["黄科长"]}
    assert on(due + timedelta(days=8)) == {}


def test_several_of_a_mine_are_told_together_with_a_link_to_their_list(scene):
    for place in ("北帮", "南帮", "破碎站"):
        hazard = stage.found(scene.principal, scene.mine, place=place)
        stage.in_rectification(scene.principal, hazard, days=2, measures=f"{place}清理浮石并设置警示标志牌")
    tell_deadlines(SYSTEM)
    cause = only("due_soon")
    assert cause.params["count"] == 3 and "破碎站" in body_of(cause)
    assert cause.url == f"/hazards/?mine={scene.mine.pk}&state=unrectified"


def test_what_waits_too_long_is_told_to_whoever_follows_it(scene):
    stage.found(scene.safety, scene.mine, grade=Grade.SUSPECTED, place="东帮")
    unplaced = major(scene, place="西帮", description="最终边坡没有按设计留设清扫平台")
    hazard = stage.in_rectification(scene.principal, major(scene))
    hazard = stage.listed(scene.city, hazard)
    with at(TODAY + timedelta(days=3)):
        tell_deadlines(SYSTEM)
        assert told("undecided") == sorted(["李老板", "陈主任", "梁局长"])
        assert told("five_missing") == ["李老板"] and only("five_missing").url == f"/hazards/{unplaced.pk}/"
    with at(TODAY + timedelta(days=6)):
        tell_deadlines(SYSTEM)
        assert told("return_due") == sorted(["陈主任", "梁局长"])
    with at(TODAY + timedelta(days=8)):
        tell_deadlines(SYSTEM)
        assert told("return_over") == sorted(["陈主任", "梁局长"])
        assert told("five_missing") == sorted(["李老板", "陈主任", "梁局长"])
        stage.applied(scene.principal, hazard)
    with at(TODAY + timedelta(days=40)):
        Cause.rows.all().delete()
        tell_deadlines(SYSTEM)
        assert told("verify_over") == ["梁局长"]


def test_a_second_look_costs_one_statement_and_a_jump_tells_the_present_stage_only(
    scene, django_assert_max_num_queries
):
    stage.in_rectification(scene.principal, stage.found(scene.principal, scene.mine), days=10)
    tell_deadlines(SYSTEM)
    with django_assert_max_num_queries(1):
        assert tell_deadlines(SYSTEM) == 0
    with at(TODAY + timedelta(days=60)):
        tell_deadlines(SYSTEM)
    assert sorted(Cause.rows.values_list("kind", flat=True)) == [
        "hazards.escalated", "hazards.escalated", "hazards.overdue",
    ]  # fmt: skip


def test_a_thousand_imported_hazards_cost_the_round_nothing(scene, django_assert_max_num_queries):
    for number in range(30):
        stage.found(scene.principal, scene.mine, place=f"{number}号平台")
    with django_assert_max_num_queries(6):  # the mark, the page, and the mark again
        assert tell_acts(SYSTEM) == 0


def test_many_deadlines_of_a_day_cost_few_statements(scene, django_assert_max_num_queries):
    mines = [places.mine(code=places.KAIPING) for _each in range(8)]
    moment = clock.end_of_day(TODAY - timedelta(days=1))
    Hazard.rows.bulk_create(
        Hazard(
            mine=mine, region_code=mine.region_code, source="self_inspection", place="北帮", description="浮石",
            found_at=clock.now(), found_by="某人", entered_by="某人", state="rectifying", deadline_at=moment,
        )
        for mine in mines for _each in range(40)
    )  # fmt: skip
    with django_assert_max_num_queries(30):
        tell_deadlines(SYSTEM)
    assert Cause.rows.filter(kind="hazards.overdue").count() == 8


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-8, []),
        (-7, [Stage(-7, "mine")]),
        (-3, [Stage(-7, "mine")]),
        (0, [Stage(-2, "mine")]),
        (1, [Stage(1, "mine")]),
        (9, [Stage(1, "mine"), Stage(3, "county"), Stage(7, "city")]),
    ],
)
def test_the_present_stages_of_a_deadline(days, expected):
    day = date(2023, 4, 30)
    assert reached(DEADLINE, day, day - timedelta(days=99), day + timedelta(days=days)) == expected
    assert reached(DEADLINE, day, day + timedelta(days=days), day + timedelta(days=days)) == []
