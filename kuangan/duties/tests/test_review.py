"""Reviewing: the chain, returning, two reviewers at once, many at once, extensions, redo orders."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from kuangan.duties import kinds
from kuangan.duties.actions.extend import ask_extension, decide_extension
from kuangan.duties.actions.redo import order_redo
from kuangan.duties.actions.review import Seen, Verdict, accept, accept_many, return_
from kuangan.duties.actions.submit import submit, withdraw
from kuangan.duties.actions.urging import urge
from kuangan.duties.models import Assignment, Review, Submission
from kuangan.duties.tests.campaign import at
from kuangan.duties.tests.conftest import DAY, Stage
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from tests.cast import places

SOON = date(2023, 4, 27)


def test_the_county_passes_on_and_the_city_settles(stage: Stage) -> None:
    with at(DAY):
        receipt = stage.delivered()
        row = accept(stage.reviewer, stage.assignment(), seen=Seen(receipt.number, 0), opinion="材料齐全")
        assert row.state == "submitted" and row.waiting_for.region_code == places.JIANGMEN
        accept(stage.city, row, seen=Seen(receipt.number, 1))
    row = stage.assignment()
    assert row.state == "accepted" and row.waiting_for is None
    assert [r.decision for r in Review.rows.order_by("step")] == ["forwarded", "accepted"]


def test_the_review_deadline_counts_working_days(stage: Stage) -> None:
    with at(date(2023, 4, 27)):
        stage.delivered()
    # 28 April works, 29 April to 3 May is the May holiday, 6 May is a worked Saturday: 28, 4, 5, 6, 8.
    assert clock.day_of(stage.assignment().review_due_at) == date(2023, 5, 8)


def test_a_return_says_why_and_gives_a_day_for_correction(stage: Stage) -> None:
    with at(DAY):
        seen = Seen(stage.delivered().number, 0)
        with pytest.raises(Refused):
            return_(stage.reviewer, stage.assignment(), seen=seen, opinion=" ", correct_by=SOON)
        with pytest.raises(Refused):
            return_(stage.reviewer, stage.assignment(), seen=seen, opinion="缺照片", correct_by=date(2023, 4, 1))
        return_(stage.reviewer, stage.assignment(), seen=seen, opinion="缺照片", correct_by=date(2023, 5, 5))
        row = stage.assignment()
        assert row.state == "returned" and clock.day_of(row.due_at) == date(2023, 5, 5)
        again = submit(stage.safety_officer, row, unchanged_because="照片在附件第二页，请再看")
    assert again.attempt == 2 and Submission.rows.filter(state="returned").count() == 1


def test_of_two_reviewers_one_wins_and_the_other_is_told_by_whom(stage: Stage) -> None:
    with at(DAY):
        seen = Seen(stage.delivered().number, 0)
        row = stage.assignment()
        accept(stage.reviewer, row, seen=seen)
        with pytest.raises(Refused) as refusal:
            return_(stage.leader, row, seen=seen, opinion="不同意", correct_by=SOON)
    assert "陈主任" in str(refusal.value)
    assert Review.rows.count() == 1


def test_a_neighbouring_county_does_not_even_see_it(stage: Stage) -> None:
    with at(DAY):
        receipt = stage.delivered()
        with pytest.raises(OutOfScope):
            accept(stage.other_county, stage.assignment(), seen=Seen(receipt.number, 0))


def test_the_city_cannot_decide_at_the_step_of_the_county(stage: Stage) -> None:
    with at(DAY):
        receipt = stage.delivered()
        with pytest.raises(Forbidden):
            accept(stage.city, stage.assignment(), seen=Seen(receipt.number, 0))


def test_a_withdrawal_is_too_late_once_somebody_has_decided(stage: Stage) -> None:
    with at(DAY):
        receipt = stage.delivered()
        accept(stage.reviewer, stage.assignment(), seen=Seen(receipt.number, 0))
        with pytest.raises(Refused):
            withdraw(stage.safety_officer, stage.assignment(), reason="改主意")


def test_many_are_accepted_each_with_its_own_words_and_one_failure_stops_none(stage: Stage) -> None:
    with at(DAY):
        receipt = stage.delivered()
        row = stage.assignment()
        monthly = stage.assignment_of("monthly", "2023-03")
        outcomes = accept_many(
            stage.reviewer,
            [Verdict(monthly.pk, Seen("没有", 0)), Verdict(row.pk, Seen(receipt.number, 0), "同意转报")],
        )
    assert [bool(o.refused) for o in outcomes] == [True, False]
    assert Review.rows.get().opinion == "同意转报"


def test_an_extension_keeps_both_dates_and_shows_that_it_was_asked_late(stage: Stage) -> None:
    with at(date(2023, 5, 2)):
        asked = ask_extension(stage.principal, stage.assignment(), until=date(2023, 5, 20), reason="暴雨停工")
        assert asked.asked_late
        with pytest.raises(Forbidden):
            decide_extension(stage.principal, asked, grant=True, opinion="")
        with pytest.raises(Refused):
            decide_extension(stage.reviewer, asked, grant=False, opinion="")
        decide_extension(stage.reviewer, asked, grant=True, opinion="情况属实", until=date(2023, 5, 12))
        with pytest.raises(Refused):
            decide_extension(stage.leader, asked, grant=False, opinion="晚了")
    row = stage.assignment()
    assert clock.day_of(row.due_at) == date(2023, 5, 12) and clock.day_of(row.original_due_at) == date(2023, 4, 30)


def test_a_redo_order_voids_the_round_keeps_it_readable_and_starts_a_new_clock(stage: Stage) -> None:
    with at(DAY):
        receipt = stage.delivered()
        accept(stage.reviewer, stage.assignment(), seen=Seen(receipt.number, 0))
        accept(stage.city, stage.assignment(), seen=Seen(receipt.number, 1))
    with at(date(2023, 7, 3)):
        with pytest.raises(Forbidden):
            order_redo(
                stage.principal, stage.assignment(), trigger="careless", reason="自查不认真", new_due=date(2023, 7, 20)
            )
        with pytest.raises(Refused):
            order_redo(
                stage.reviewer, stage.assignment(), trigger="dislike", reason="自查不认真", new_due=date(2023, 7, 20)
            )
        order_redo(
            stage.reviewer, stage.assignment(), trigger="careless", reason="照片与上季相同", new_due=date(2023, 7, 20)
        )
        row = stage.assignment()
        assert (row.state, row.round, row.display_state) == ("open", 2, "redo")
        second = stage.delivered()
    old = Submission.rows.get(pk=receipt.pk)
    assert old.state == "voided" and old.content["forms"]["facts"]["found"] == "3"
    assert second.round == 2 and clock.day_of(stage.assignment().due_at) == date(2023, 7, 20)


def test_urging_leaves_a_record(stage: Stage) -> None:
    with at(date(2023, 5, 2)):
        urge(stage.reviewer, stage.assignment(), words="请本周内报送")
        with pytest.raises(Forbidden):
            urge(stage.principal, stage.assignment(), words="催自己")
    assert AuditEvent.rows.get(kind=kinds.URGED.name).details["words"] == "请本周内报送"


def test_the_database_refuses_a_submitted_assignment_that_waits_for_nobody(stage: Stage) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Assignment.rows.filter(pk=stage.assignment().pk).update(state="submitted")


def test_no_more_time_is_given_to_what_has_been_delivered(stage: Stage) -> None:
    with at(DAY):
        asked = ask_extension(stage.principal, stage.assignment(), until=date(2023, 5, 20), reason="暴雨停工")
        stage.delivered()
        with pytest.raises(Refused):
            decide_extension(stage.reviewer, asked, grant=True, opinion="同意")
    assert clock.day_of(stage.assignment().due_at) == date(2023, 4, 30)
