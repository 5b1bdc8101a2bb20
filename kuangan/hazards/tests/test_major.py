"""A major hazard from finding to close-out: the story that must not be shortened."""

import pytest

from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.hazards import actions
from kuangan.hazards.states import Grade, HazardState
from kuangan.hazards.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return cast.mine()


@pytest.fixture
def principal(mine):
    return cast.actor(Role.MINE_PRINCIPAL, Scope.of_mine(mine.pk), "李老板")


@pytest.fixture
def officer(mine):
    return cast.actor(Role.COUNTY_REVIEWER, Scope.of_region(mine.region_code), "陈主任", "恩平市应急管理局")


@pytest.fixture
def inspector(mine):
    return cast.actor(Role.COUNTY_INSPECTOR, Scope.of_region(mine.region_code), "何队长", "恩平市应急管理局")


@pytest.fixture
def city():
    return cast.actor(Role.CITY_OFFICE, Scope.of_region(cast.JIANGMEN), "黄科长", "江门市应急管理局")


@pytest.fixture
def major(principal, mine):
    return stage.determined(principal, stage.found(principal, mine))


def test_a_major_hazard_goes_from_finding_to_close_out(principal, officer, inspector, city, major):
    hazard = stage.in_rectification(principal, major)
    assert hazard.state == HazardState.RECTIFYING and hazard.supervisor == "李老板"
    hazard = stage.listed(city, hazard)
    hazard = stage.applied(principal, hazard)
    stage.checked(officer, inspector, hazard, result="refused")
    hazard = stage.fresh(hazard)
    assert (hazard.state, hazard.refusals, hazard.rectified_at) == (HazardState.RECTIFYING, 1, None)
    actions.apply(principal, hazard, statement="浮石已全部清除", rectified_at=clock.now())
    stage.checked(officer, inspector, hazard)
    stage.explained(principal, hazard)
    hazard = actions.close(city, stage.fresh(hazard))
    assert hazard.state == HazardState.CLOSED
    assert hazard.rectified_at <= hazard.applied_at and hazard.rectified_at <= hazard.verified_at <= hazard.closed_at
    assert hazard.listings.get().state == "delisted"


def test_the_mine_has_a_day_to_report_what_it_determined_itself(major, officer, mine):
    assert major.reported_at is None
    assert (major.report_due_at - major.determined_at).total_seconds() == 24 * 3600
    by_bureau = stage.determined(
        officer, stage.found(officer, mine, source="inspection", description="边坡出现贯通裂缝")
    )
    assert by_bureau.reported_at is not None and by_bureau.report_due_at is None


def test_nobody_closes_what_two_people_have_not_seen(principal, officer, city, major):
    hazard = stage.applied(principal, stage.in_rectification(principal, major))
    stage.explained(principal, hazard)
    with pytest.raises(Refused):
        actions.close(city, hazard)
    check = actions.open_check(
        officer, hazard, result="passed", opinion="现场看过，已整改到位", happened_at=clock.now(), proven=True
    )
    with pytest.raises(Refused, match="另一人"):
        actions.sign_check(officer, check, proven=True)
    with pytest.raises(Refused):
        actions.close(city, hazard)


def test_the_mine_never_checks_its_own_rectification(principal, major):
    hazard = stage.applied(principal, stage.in_rectification(principal, major))
    with pytest.raises(Forbidden):
        actions.open_check(
            principal, hazard, result="passed", opinion="现场看过，已整改到位", happened_at=clock.now(), proven=True
        )
    with pytest.raises(Forbidden):
        actions.accept(principal, hazard, opinion="已整改")


def test_a_criterion_that_was_not_in_force_on_the_day_is_refused(principal, mine):
    hazard = stage.found(principal, mine)
    later = stage.criterion("OP-S1", since=clock.today().replace(year=clock.today().year + 1))
    with pytest.raises(Refused) as refused:
        stage.determined(principal, hazard, criterion=later)
    assert refused.value.field == "criterion"
    assert stage.fresh(hazard).grade == Grade.GENERAL


def test_a_mine_raises_the_grade_and_never_lowers_it(principal, officer, major):
    with pytest.raises(Refused):
        actions.determine(principal, major, grade=Grade.GENERAL, reasons="复测后没有超过设计高度")
    made = actions.determine(officer, major, grade=Grade.GENERAL, reasons="复测后没有超过设计高度")
    assert made.kind == "downgrade" and stage.fresh(major).criterion is None


def test_replacing_the_supervisor_needs_a_reason_and_a_new_signature(principal, officer, mine, major):
    hazard = stage.in_rectification(principal, major)
    with pytest.raises(Refused):
        actions.replace_supervisor(officer, hazard, name="关总", reason="")
    actions.replace_supervisor(officer, hazard, name="关总", reason="李老板离任，恩平市局函告")
    assert stage.fresh(hazard).supervisor == "关总"
    assert hazard.five_points.get().signed_at is None
    with pytest.raises(Refused, match="关总"):
        actions.sign_five(principal, hazard, proven=True)


def test_implausible_entries_wait_for_an_answer(principal, mine, major):
    with pytest.raises(Refused) as refused:
        actions.put_in_place(principal, major, **stage.five(funds_yuan=0))
    assert refused.value.field == "flags_answer"
    other = stage.determined(principal, stage.found(principal, mine, description="排土场坡脚鼓起，后缘裂缝变宽"))
    stage.in_rectification(principal, other)
    with pytest.raises(Refused, match=other.number):
        actions.put_in_place(principal, major, **stage.five())
    answered = actions.put_in_place(principal, major, **stage.five(flags_answer="两处用同一台挖机同时削坡"))
    assert [flag["code"] for flag in answered.flags] == ["copied"]


@pytest.mark.parametrize("name", ["responsible", "measures", "emergency_plan", "interim_measures"])
def test_empty_talk_is_not_in_place(principal, major, name):
    with pytest.raises(Refused) as refused:
        actions.put_in_place(principal, major, **stage.five(**{name: "按要求整改"[: 5 if name == "measures" else 1]}))
    assert refused.value.field == name
    assert not major.five_points.exists()
