"""Duties that the hazard ledger opens and fulfils: by the facts, each by its own hazard, and once."""

from datetime import date

from kuangan.duties.actions.review import Seen, return_
from kuangan.duties.actions.settle import settle_by_ledger
from kuangan.duties.models import DerivationRun
from kuangan.duties.tasks import follow_ledger
from kuangan.duties.tests.campaign import SYSTEM, at
from kuangan.duties.tests.ledger_plan import FIRST, finding, major, owed
from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.tests import stage as hazards
from kuangan.shell.actions.nightly import run_nightly
from tests.cast import people, places


def test_a_major_hazard_opens_its_duties_on_the_day_of_its_determination(told):
    hazard = major(told)
    follow_ledger.call(told.mine.pk)
    (five,), (listing,) = owed("five"), owed("listing")
    assert five.period_key == listing.period_key == f"event:hazard:{hazard.pk}"
    assert five.event_on == FIRST and clock.day_of(five.due_at) == date(2023, 4, 13)
    assert listing.authority.region_code == places.JIANGMEN and listing.mine_id == told.mine.pk


def test_confirming_the_grade_moves_nothing_and_lowering_it_ends_the_duty(told):
    hazard = major(told)
    follow_ledger.call(told.mine.pk)
    hazards.determined(told.officer, hazard, reasons="复核现场，仍然符合判定标准第4项")
    follow_ledger.call(told.mine.pk)
    ((five,),) = [owed("five")]
    assert five.event_on == FIRST and five.state == "open"
    actions.determine(told.officer, hazards.fresh(hazard), grade="general", reasons="复测后台阶高度符合设计")
    follow_ledger.call(told.mine.pk)
    assert owed("five")[0].state == "voided"
    hazards.determined(told.officer, hazards.fresh(hazard), reasons="再次实测台阶高度超过设计")
    follow_ledger.call(told.mine.pk)
    (again,) = owed("five")
    assert again.pk == five.pk and again.state == "open" and again.event_on == date(2023, 4, 20)


def test_each_duty_measures_its_own_hazard_and_says_what_was_found(told):
    first, second = major(told), major(told, place="南帮", description="运输道路没有挡车墙")
    follow_ledger.call(told.mine.pk)
    rows = {row.period_key: row for row in owed("five")}
    actions.put_in_place(told.principal, first, **hazards.five())
    unsigned = finding(rows[f"event:hazard:{first.pk}"], "five")
    assert not unsigned.found and "主要负责人" in unsigned.words and unsigned.url == f"/hazards/{first.pk}/"
    actions.sign_five(told.principal, first, proven=True)
    signed = finding(rows[f"event:hazard:{first.pk}"], "five")
    assert signed.found and "林技术" in signed.words and "86万元" in signed.words and "李老板" in signed.words
    assert not finding(rows[f"event:hazard:{second.pk}"], "five").found


def test_the_facts_alone_deliver_a_duty_and_its_county_reviews_it(told):
    hazard = hazards.in_rectification(told.principal, major(told))
    assert follow_ledger.call(told.mine.pk) == 1
    (five,) = owed("five")
    submission = five.submissions.get()
    assert five.state == "submitted" and five.waiting_for.region_code == places.KAIPING
    assert submission.content["measured"] == {"five": {"value": 1.0}} and submission.submitted_by_id is None
    assert owed("listing")[0].state == "open"
    hazards.listed(told.city, hazard)
    follow_ledger.call(told.mine.pk)
    assert owed("listing")[0].state == "accepted"


def test_what_was_returned_is_the_mines_own_to_deliver_again(told):
    hazards.in_rectification(told.principal, major(told))
    follow_ledger.call(told.mine.pk)
    (five,) = owed("five")
    seen = Seen(five.submissions.get().number, 0)
    reviewer = people.as_actor(told.users["reviewer"])
    return_(reviewer, five, seen=seen, opinion="资金来源没有依据", correct_by=date(2023, 4, 28))
    assert follow_ledger.call(told.mine.pk) == 0
    assert settle_by_ledger(SYSTEM, told.plan) == 0
    assert owed("five")[0].state == "returned"


def test_the_night_finds_what_no_announcement_told(told):
    hazards.in_rectification(told.principal, major(told))
    assert run_nightly(SYSTEM) == [told.plan]
    assert owed("five")[0].state == "submitted"
    assert settle_by_ledger(SYSTEM, told.plan) == 0


def test_a_general_hazard_wakes_nothing(told, django_capture_on_commit_callbacks, django_assert_max_num_queries):
    with django_capture_on_commit_callbacks() as callbacks:
        hazards.found(told.principal, told.mine)
    with django_assert_max_num_queries(0):
        for callback in callbacks:
            callback()
    runs = DerivationRun.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        major(told)
    assert DerivationRun.objects.count() > runs
    assert owed("five")


def test_a_danger_of_a_slope_asks_at_once_for_people_to_leave_and_their_leaving_fulfils_it(
    told, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), at(date(2023, 4, 18)):
        danger = hazards.found(told.principal, told.mine, disaster="slide", description="东帮出现裂缝，有垮塌风险")
        hazards.found(told.principal, told.mine, place="路口", description="警示牌缺失")
    (row,) = owed("slope")
    assert row.event_on == date(2023, 4, 18) and clock.day_of(row.due_at) == row.event_on
    assert row.period_key == f"event:hazard:{danger.pk}" and row.state == "open"
    assert not finding(row, "evacuation").found and "撤" in finding(row, "evacuation").words
    with django_capture_on_commit_callbacks(execute=True):
        order = actions.evacuate(told.principal, danger, area="东帮坡下", extent="area", people_inside=3)
        actions.count_out(told.principal, order, people_out=3)
    assert owed("slope")[0].state == "submitted" and finding(row, "evacuation").found


def test_people_ordered_off_a_slope_wake_the_duties_even_before_anybody_judged(
    told, django_capture_on_commit_callbacks
):
    hazard = hazards.found(told.principal, told.mine, disaster="slide")
    with django_capture_on_commit_callbacks() as callbacks:
        actions.evacuate(told.principal, hazard, area="北帮坡下", extent="area", people_inside=3)
    assert callbacks
    runs = DerivationRun.objects.count()
    for callback in callbacks:
        callback()
    assert DerivationRun.objects.count() > runs
