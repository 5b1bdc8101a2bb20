"""Clock, working days, charts, events."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from kuangan.foundation.kernel import clock, demo_clock, events, working_days
from kuangan.foundation.kernel.charts import Chart
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.working_days import add_working_days, is_working_day, next_working_day

EVENING = datetime(2023, 7, 20, 17, 0, tzinfo=UTC)


def test_the_day_is_that_of_shanghai() -> None:
    with clock.at(EVENING):
        assert clock.today() == date(2023, 7, 21)
    assert clock.end_of_day(date(2023, 7, 20)) == datetime(2023, 7, 20, 15, 59, 59, 999999, tzinfo=UTC)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError), clock.at(datetime(2023, 7, 20)):
        pass


def test_the_calendar_knows_holidays_make_up_days_and_what_was_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_days, "_announced", [])
    assert not is_working_day(date(2023, 5, 1))
    assert is_working_day(date(2023, 5, 6))  # a Saturday worked for the May holiday
    working_days.provide(lambda: {date(2023, 5, 8): False})
    assert not is_working_day(date(2023, 5, 8))
    assert add_working_days(date(2023, 4, 28), 2) == date(2023, 5, 5)
    assert add_working_days(date(2023, 5, 9), -1) == date(2023, 5, 6)
    assert next_working_day(date(2023, 4, 29)) == date(2023, 5, 4)
    assert working_days.is_seeded(2023) and not working_days.is_seeded(2099)


_CHART = Chart.of("t", "a", {"go": ({"a"}, "b"), "back": ({"b"}, "a"), "end": ({"a", "b"}, "c")})


@given(st.lists(st.sampled_from(["go", "back", "end", "unknown"])))
def test_a_chart_never_leaves_its_states(verbs: list[str]) -> None:
    state = _CHART.initial
    for verb in verbs:
        if _CHART.allows(state, verb):
            state = _CHART.move(state, verb)
        else:
            with pytest.raises(Refused):
                _CHART.move(state, verb)
    assert state in _CHART.states


@pytest.mark.django_db(transaction=True)
def test_an_announcement_is_heard_after_commit_only_and_a_failing_listener_harms_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[int] = []

    def broken(number: int) -> None:
        raise RuntimeError

    def listens(number: int) -> None:
        heard.append(number)

    monkeypatch.setitem(events._listeners, "test.rang", [])
    events.subscribe("test.rang", broken)
    events.subscribe("test.rang", listens)
    events.subscribe("test.rang", listens)
    with transaction.atomic():
        events.announce("test.rang", number=1)
        assert heard == []
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        events.announce("test.rang", number=2)
        raise ZeroDivisionError
    assert heard == [1]


@pytest.mark.django_db
def test_the_demo_clock_moves_forward_in_a_demo_only(settings: object) -> None:
    with pytest.raises(Refused):
        demo_clock.move_to(EVENING)
    settings.DEMO = True  # type: ignore[attr-defined]
    try:
        demo_clock.move_to(EVENING)
        assert abs(clock.now() - EVENING) < timedelta(minutes=1)
        demo_clock.move_to(EVENING + timedelta(days=1))
        with pytest.raises(Refused):
            demo_clock.move_to(EVENING)
    finally:
        clock.shift(timedelta(0))
