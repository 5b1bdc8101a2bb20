"""Filling a check in: late entry, one part at a time, two tabs, nothing doubled."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.test.utils import CaptureQueriesContext

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused, SentBefore
from kuangan.hazards import actions as hazards
from kuangan.hazards.models import Hazard
from kuangan.hazards.tests import stage as hazard_stage
from kuangan.inspections import actions
from kuangan.inspections.actions.answering import answers_told
from kuangan.inspections.actions.route import area_told
from kuangan.inspections.actions.starting import basics_told
from kuangan.inspections.models import CheckFinding, CheckPhoto, MonthlyCheck, RouteArea
from kuangan.inspections.queries.record import record
from kuangan.inspections.rules.sealing import part_code
from kuangan.inspections.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def principal(mine):
    return stage.principal_of(mine)


@pytest.fixture
def draft(mine, principal):
    stage.criteria()
    return stage.begun(principal, mine)


def test_a_late_entry_belongs_to_the_month_in_which_it_happened(mine, principal):
    day = clock.today().replace(day=1) - timedelta(days=3)
    row = stage.begun(principal, mine, day)
    assert row.month == day.replace(day=1) and row.is_late_entry
    assert clock.day_of(row.entered_at) == clock.today()


def test_a_day_in_the_future_or_in_another_month_than_said_is_refused(mine, principal, draft):
    with pytest.raises(Refused) as future:
        stage.begun(principal, mine, clock.today() + timedelta(days=1))
    with pytest.raises(Refused) as other:
        stage.begun(principal, mine, date(2023, 4, 20), month=date(2023, 3, 1))
    earlier = draft.month - timedelta(days=1)
    with pytest.raises(Refused) as moved:
        actions.save_basics(principal, draft, stage.basics(draft, checked_on=earlier))
    assert {one.value.field for one in (future, other, moved)} == {"checked_on"}
    assert MonthlyCheck.rows.count() == 1 and stage.fresh(draft).checked_on == draft.checked_on


def test_the_same_form_sent_twice_begins_one_check(mine, principal):
    key = uuid4()
    first, second = (stage.begun(principal, mine, entry_key=key) for _round in range(2))
    assert first.pk == second.pk
    with pytest.raises(SentBefore):
        stage.begun(principal, mine, first.checked_on - timedelta(days=1), entry_key=key)
    assert MonthlyCheck.rows.count() == 1
    with pytest.raises(Refused):
        stage.begun(stage.principal_of(mine, "另一人"), mine, entry_key=key)


def test_several_checks_a_month_are_allowed(mine, principal, draft):
    assert stage.begun(principal, mine).pk != draft.pk


def test_only_people_of_the_mine_fill_in(mine, draft):
    with pytest.raises(Forbidden):
        stage.begun(cast.as_actor(cast.county_reviewer()), mine)
    stranger = stage.principal_of(cast.mine("白云石场"), "别家老板")
    with pytest.raises(OutOfScope):
        stage.begun(stranger, mine)
    with pytest.raises(OutOfScope):
        actions.save_area(stranger, draft, actions.AreaEntry("采场"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"began": time(11), "ended": time(8)}, "ended"),
        ({"led_by_principal": False}, "leader"),
        ({"people": (("张三", ""),)}, "people"),
        ({"people": tuple((f"人{n}", "工") for n in range(31))}, "people"),
    ],
)
def test_when_and_who_that_cannot_be_right_are_refused_beside_their_field(wrong, field, principal, draft):
    with pytest.raises(Refused) as refusal:
        actions.save_basics(principal, draft, stage.basics(draft, **wrong))
    assert refusal.value.field == field and not draft.people.exists()


def test_a_second_tab_cannot_overwrite_what_the_first_saved(principal, draft):
    seen = part_code(basics_told(draft))
    actions.save_basics(principal, draft, stage.basics(draft), seen=seen)
    actions.save_basics(principal, draft, stage.basics(draft), seen=seen)  # the same form again is no conflict
    other = stage.basics(draft, people=(("李老板", "矿长"), ("周某", "技术员")))
    with pytest.raises(Refused, match="别的页面"):
        actions.save_basics(principal, draft, other, seen=seen)
    actions.save_basics(principal, draft, other, seen=part_code(basics_told(stage.fresh(draft))))
    assert [one.name for one in draft.people.all()] == ["李老板", "周某"]


def test_an_area_saved_in_two_tabs_is_not_lost(principal, draft):
    area = stage.walked(principal, draft)
    seen = part_code(area_told(area))
    told = actions.AreaEntry(area.name, "坡面", "found", "坡面有张裂缝")
    actions.save_area(principal, draft, told, area=area, seen=seen)
    with pytest.raises(Refused):
        actions.save_area(principal, draft, replace(told, words="没有裂缝了吧"), area=area, seen=seen)
    assert RouteArea.rows.get(pk=area.pk).words == "坡面有张裂缝"


def test_answers_saved_in_two_tabs_are_not_lost(principal, draft):
    seen = part_code(answers_told(draft))
    first, second = (head.pk for head in stage.criteria())
    actions.answer_criteria(principal, draft, {first: ("present", "")}, seen=seen)
    with pytest.raises(Refused):
        actions.answer_criteria(principal, draft, {second: ("absent", "")}, seen=seen)
    assert [one.criterion_id for one in draft.answers.all()] == [first]


def test_an_area_form_sent_twice_adds_one_area(principal, draft):
    key = uuid4()
    for _round in range(2):
        actions.save_area(principal, draft, actions.AreaEntry("采场"), entry_key=key)
    assert draft.areas.count() == 1


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (actions.AreaEntry(" "), "name"),
        (actions.AreaEntry("采场", result="found", words="无"), "words"),
        (actions.AreaEntry("采场", result="clear", words="有裂缝一条"), "result"),
        (actions.AreaEntry("采场", result="maybe"), "result"),
    ],
)
def test_an_area_says_what_was_found(told, field, principal, draft):
    with pytest.raises(Refused) as refusal:
        actions.save_area(principal, draft, told)
    assert refusal.value.field == field and not draft.areas.exists()


def test_taking_an_area_off_keeps_its_pictures_and_never_loses_a_hazard(principal, draft):
    area, other = stage.walked(principal, draft), stage.walked(principal, draft, "破碎站")
    stage.suspected(principal, draft, area=other)
    actions.remove_area(principal, draft, area)
    assert CheckPhoto.rows.filter(monthly_check=draft, area__isnull=True).count() == 1
    with pytest.raises(Refused):
        actions.remove_area(principal, draft, other)


def test_last_months_route_is_taken_over_without_what_was_seen(mine, principal, draft):
    with pytest.raises(Refused):
        actions.copy_route(principal, draft)
    stage.signed(principal, mine, clock.today())
    for _round in range(2):
        actions.copy_route(principal, draft)
    assert [(one.name, one.looked_at, one.result) for one in draft.areas.all()] == [(n, "", "") for n in stage.AREAS]


def test_not_involved_needs_a_reason_and_only_criteria_in_force_are_asked(principal, draft):
    head = stage.criteria()[0]
    with pytest.raises(Refused) as refusal:
        actions.answer_criteria(principal, draft, {head.pk: ("not_involved", "")})
    assert refusal.value.field == f"reason_{head.pk}"
    later = hazard_stage.criterion("OP-09", since=clock.today() + timedelta(days=40))
    underground = hazard_stage.criterion("UG-01", kind="underground")
    for foreign in (later, underground):
        with pytest.raises(Refused):
            actions.answer_criteria(principal, draft, {foreign.pk: ("absent", "")})
    assert [one.criterion.code for one in record(draft).asked] == ["OP-04", "OP-05"]


def test_a_finding_becomes_a_hazard_of_the_ledger_once(principal, draft):
    key, head = uuid4(), stage.criteria()[0]
    area = stage.walked(principal, draft)
    for _round in range(2):
        found = stage.suspected(
            principal, draft, head, area=area, entry_key=key, photos=list(area.photos.select_related("stored"))
        )
    with pytest.raises(SentBefore):
        stage.suspected(principal, draft, head, area=area, entry_key=key, description="坡脚另有渗水点三处")
    hazard = Hazard.rows.get()
    assert (hazard.source, hazard.grade, hazard.mine_id) == ("monthly_check", "suspected", draft.mine_id)
    assert (found.hazard_id, found.area_id, found.criterion_id, found.is_new) == (hazard.pk, area.pk, head.pk, True)
    assert hazard.photos.count() == 1 and CheckFinding.rows.count() == 1


def test_a_refused_hazard_leaves_nothing_behind(principal, draft):
    with pytest.raises(Refused) as refusal:
        stage.suspected(principal, draft, description="无")
    assert refusal.value.field == "description" and not Hazard.rows.exists() and not CheckFinding.rows.exists()


def test_hazards_of_other_mines_and_settled_ones_are_not_linked(mine, principal, draft):
    other = cast.mine("白云石场")
    foreign = hazard_stage.found(cast.as_actor(cast.safety_officer(other)), other)
    own = hazard_stage.found(principal, mine)
    with pytest.raises(Refused) as refusal:
        actions.link_hazard(principal, draft, foreign)
    assert refusal.value.field == "hazard" and "另一家" in str(refusal.value)
    with pytest.raises(Refused, match="一般隐患"):
        actions.link_hazard(principal, draft, own, criterion=stage.criteria()[0])
    withdrawn = hazard_stage.found(principal, mine, description="电缆接头裸露没有包扎")
    hazards.withdraw(principal, withdrawn, reason="重复录入了一次")
    with pytest.raises(Refused):
        actions.link_hazard(principal, draft, hazard_stage.fresh(withdrawn))
    yesterday = stage.begun(principal, mine, clock.today() - timedelta(days=1))
    with pytest.raises(Refused, match="之后"):
        actions.link_hazard(principal, yesterday, own)
    for _round in range(2):
        actions.link_hazard(principal, draft, own)
    assert [one.hazard_id for one in draft.findings.all()] == [own.pk]


def test_a_linked_hazard_taken_off_stays_in_the_ledger(principal, draft):
    found = stage.suspected(principal, draft)
    for _round in range(2):
        actions.unlink_hazard(principal, draft, found)
    assert Hazard.rows.count() == 1 and not draft.findings.exists()


def test_a_picture_is_added_once_and_never_from_the_future(principal, draft):
    stored, area = hazard_stage.picture(), stage.walked(principal, draft)
    for where in (None, area):
        actions.add_photo(principal, draft, actions.Picture(stored, "坡面.jpg"), area=where)
    assert CheckPhoto.rows.get(stored=stored).area_id == area.pk
    with pytest.raises(Refused):
        actions.add_photo(
            principal, draft, actions.Picture(hazard_stage.picture(), "x.jpg", clock.now() + timedelta(hours=1))
        )
    photo = CheckPhoto.rows.get(stored=stored)
    for _round in range(2):
        actions.remove_photo(principal, photo)
    assert CheckPhoto.rows.get(stored=stored).removed_at is not None


def test_a_record_is_read_in_few_statements(principal, mine, draft, django_assert_max_num_queries):
    row = stage.filled(principal, mine)
    with django_assert_max_num_queries(11) as told:
        record(stage.fresh(row))
    assert isinstance(told, CaptureQueriesContext)
