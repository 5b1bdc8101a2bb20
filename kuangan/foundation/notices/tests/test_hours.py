"""Quiet hours, the daily digest, what people have switched off."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices import actions, queries
from kuangan.foundation.notices.models import Delivery, Notice
from kuangan.foundation.notices.rules import TRIES, Hours, goes_at_once, is_digest_time, is_quiet, pause_after
from kuangan.foundation.notices.tests.stage import DANGER, GROUP, QUIET_NEWS, SYSTEM, URGENT, at, tell

pytestmark = pytest.mark.usefixtures("sample")


@pytest.fixture(autouse=True)
def mail(settings):
    settings.KUANGAN_MAIL = True


def routed() -> list[tuple[int, str]]:
    """(person, what) of every delivery."""
    actions.route(SYSTEM)
    return [
        (row.recipient_id, str(row.notice.cause) if row.notice else f"digest {row.digest_on}")
        for row in Delivery.objects.select_related("notice__cause").order_by("id")
    ]


def test_urgent_goes_at_once_and_the_rest_waits_for_eight():
    with at(6, 59, day=19):
        tell(QUIET_NEWS, "news", 1)
    with at(7, 30):
        tell(URGENT, "fire", 1)
        assert routed() == [(1, "fire")]
    with at(8):
        assert routed() == [(1, "fire"), (1, "digest 2023-07-20")]


def test_one_digest_a_day_and_what_comes_later_waits_for_tomorrow():
    with at(7, 50):
        tell(QUIET_NEWS, "early", 1)
    with at(8, 5):
        routed()
        tell(QUIET_NEWS, "late", 1)
    with at(15):
        assert routed() == [(1, "digest 2023-07-20")]
    with at(8, day=21):
        assert routed() == [(1, "digest 2023-07-20"), (1, "digest 2023-07-21")]
    assert Notice.objects.get(cause__key="late").digest_on.day == 21


def test_quiet_hours_hold_even_urgent_ones_but_not_danger():
    with at(23):
        tell(URGENT, "fire", 1)
        tell(DANGER, "slide", 1)
        assert routed() == [(1, "slide")]
    with at(6, 59, day=21):
        assert routed() == [(1, "slide")]
    with at(7, day=21):
        assert routed() == [(1, "slide"), (1, "fire")]


def test_a_person_chooses_the_hours():
    actions.set_preferences(Actor(1, "某1"), Hours(time(17), time(12), time(13)), [])
    with at(9):
        tell(QUIET_NEWS, "news", 1, 2)
        assert routed() == [(2, "digest 2023-07-20")]
    with at(12, 30):
        tell(URGENT, "noon", 1)
        assert len(routed()) == 1
    with at(17):
        assert routed()[1:] == [(1, "noon"), (1, "digest 2023-07-20")]


def test_what_is_switched_off_reaches_the_inbox_only():
    actions.set_preferences(Actor(1, "某1"), Hours(), [("email", GROUP)])
    with at(9):
        tell(URGENT, "fire", 1)
        tell(QUIET_NEWS, "news", 1)
        assert routed() == []
    assert queries.unread_count(Actor(1, "某1")) == 2
    assert not Notice.objects.filter(routed_at__isnull=True).exists()


def test_what_was_read_in_the_inbox_is_not_sent_any_more():
    with at(7):
        tell(QUIET_NEWS, "news", 1)
        actions.mark_all_read(Actor(1, "某1"))
    with at(9):
        assert routed() == []


def test_after_a_long_pause_urgent_news_comes_with_the_digest_and_floods_nobody():
    with at(9, day=1):
        for number in range(5):
            tell(URGENT, f"fire {number}", 1)
    with at(9, day=20):
        assert routed() == [(1, "digest 2023-07-20")]


def test_routing_again_and_again_makes_nothing_twice():
    with at(9):
        tell(URGENT, "fire", 1)
        tell(QUIET_NEWS, "news", 1)
        for _again in range(3):
            found = routed()
        assert found == [(1, "fire"), (1, "digest 2023-07-20")]


def test_many_people_take_few_statements(django_assert_max_num_queries):
    with at(9):
        tell(QUIET_NEWS, "news", *range(1, 901))
        with django_assert_max_num_queries(40):
            actions.route(SYSTEM)
    assert Delivery.objects.count() == 900


def test_unknown_channels_and_groups_are_refused():
    from kuangan.foundation.kernel.errors import Refused

    with pytest.raises(Refused):
        actions.set_preferences(Actor(1, "某1"), Hours(), [("pigeon", GROUP)])


MOMENTS = st.datetimes(min_value=datetime(2023, 1, 1), max_value=datetime(2023, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=clock.SHANGHAI)
)


@given(MOMENTS, st.times(), st.times(), st.times())
def test_a_digest_never_goes_out_in_quiet_hours(moment, digest_at, start, end):
    hours = Hours(digest_at, start, end)
    assert not (is_digest_time(moment, hours) and is_quiet(moment, hours))
    assert not is_quiet(moment, Hours(digest_at, start, start))


def test_rules_of_pace_and_pauses():
    moment = clock.moment(datetime(2023, 7, 20).date(), time(9))
    assert goes_at_once("at_once", moment - timedelta(hours=23), moment)
    assert not goes_at_once("at_once", moment - timedelta(hours=25), moment)
    assert goes_at_once("danger", moment - timedelta(days=9), moment)
    pauses = [pause_after(attempts) for attempts in range(1, TRIES + 1)]
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert pauses[-1] is None and max(pauses[:-1]) == timedelta(hours=4)
