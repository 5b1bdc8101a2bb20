"""Exactly once per person and cause; a person's own inbox."""

import pytest

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.notices import actions, queries
from kuangan.foundation.notices.actions import Happening
from kuangan.foundation.notices.models import Cause, Delivery, Notice
from kuangan.foundation.notices.tests.stage import GROUP, QUIET_NEWS, SYSTEM, URGENT, at, tell
from kuangan.foundation.notices.wording import body_of, title_of

pytestmark = pytest.mark.usefixtures("sample")


def person(number: int) -> Actor:
    return Actor(number, f"某{number}")


def test_the_same_cause_told_again_tells_nobody_twice():
    for _again in range(3):
        tell(URGENT, "fire", 1, 2)
    assert Cause.rows.count() == 1
    assert sorted(Notice.objects.values_list("recipient_id", flat=True)) == [1, 2]


def test_somebody_named_later_for_a_known_cause_is_told_then():
    tell(URGENT, "fire", 1)
    tell(URGENT, "fire", 1, 2)
    assert sorted(Notice.objects.values_list("recipient_id", flat=True)) == [1, 2]


def test_many_causes_take_few_statements(django_assert_max_num_queries):
    many = [Happening(QUIET_NEWS, f"news {number}", [number, number + 1], {"title": "x"}) for number in range(400)]
    with django_assert_max_num_queries(24):
        actions.tell(SYSTEM, many)
    assert Notice.objects.count() == 800


def test_an_inbox_shows_a_person_their_own_notices_only():
    tell(QUIET_NEWS, "for one", 1)
    tell(QUIET_NEWS, "for two", 2)
    assert [str(one.cause) for one in queries.inbox(person(1))] == ["for one"]
    assert queries.unread_count(person(2)) == 1
    assert queries.unread_count(Actor.nobody()) == 0


def test_nobody_marks_a_notice_of_somebody_else():
    tell(QUIET_NEWS, "for one", 1)
    notice = Notice.objects.get()
    assert actions.mark_read(person(2), notice.pk) is None
    assert actions.mark_all_read(person(2)) == 0
    assert queries.unread_count(person(1)) == 1


def test_reading_counts_down_and_keeps_the_first_moment():
    tell(QUIET_NEWS, "a", 1)
    tell(URGENT, "b", 1)
    with at(9):
        first = actions.mark_read(person(1), Notice.objects.get(cause__key="a").pk)
    with at(10):
        again = actions.mark_read(person(1), first.pk)
    assert again.read_at == first.read_at
    assert queries.unread_count(person(1)) == 1
    assert actions.mark_all_read(person(1), group=GROUP) == 1
    assert queries.unread_count(person(1)) == 0


def test_counting_unread_is_one_statement_and_stops_at_a_hundred(django_assert_num_queries):
    actions.tell(SYSTEM, [Happening(QUIET_NEWS, f"n{number}", [1]) for number in range(130)])
    with django_assert_num_queries(1):
        assert queries.unread_count(person(1)) == queries.MOST_COUNTED


def test_words_are_made_for_the_reader_and_never_stored():
    tell(QUIET_NEWS, "台账", 1)
    cause = Cause.rows.get()
    assert (title_of(cause), body_of(cause)) == ("台账", "until 7月25日")
    from django.utils.translation import override

    with override("en"):
        assert body_of(cause) == "until 25 July"
    assert "7月25日" not in str(cause.params)


def test_a_kind_that_is_no_longer_declared_still_shows(monkeypatch):
    tell(QUIET_NEWS, "old", 1)
    Cause.rows.update(kind="long.gone")
    assert title_of(Cause.rows.get()) == "long.gone"


def test_without_any_channel_nothing_queues_up():
    tell(URGENT, "fire", 1)
    tell(QUIET_NEWS, "news", 1)
    with at(9):
        actions.route(SYSTEM)
    assert not Delivery.objects.exists()
    assert not Notice.objects.filter(routed_at__isnull=True).exists()
    assert not Cause.rows.filter(routed_at__isnull=True).exists()
