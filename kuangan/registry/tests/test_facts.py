"""Facts fold into stretches of days."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuangan.foundation.kernel.errors import Refused
from kuangan.registry.rules import FACT_TYPES, Stated, check_facts, fold, value_on

MORNING = datetime(2023, 3, 1, 1, tzinfo=UTC)


def stated(name, value, day, entered=0):
    return Stated(name, value, date.fromisoformat(day), MORNING + timedelta(days=entered))


def test_a_fact_splits_time_where_it_changes():
    found = fold([stated("status", "producing", "2023-01-01"), stated("status", "long_stopped", "2023-05-04", 1)])
    assert [(s.valid_from, s.valid_to, s.values["status"]) for s in found] == [
        (date(2023, 1, 1), date(2023, 5, 4), "producing"),
        (date(2023, 5, 4), None, "long_stopped"),
    ]
    assert found[1].known_at == MORNING + timedelta(days=1)


def test_of_two_statements_for_one_day_the_later_entry_counts():
    found = fold([stated("status", "producing", "2023-01-01"), stated("status", "resuming", "2023-01-01", 9)])
    assert [s.values["status"] for s in found] == ["resuming"]
    assert found[0].known_at == MORNING + timedelta(days=9)


def test_a_late_entry_about_the_past_does_not_touch_what_came_after():
    records = [
        stated("status", "producing", "2023-01-01"),
        stated("status", "resuming", "2023-06-01", 1),
        stated("status", "long_stopped", "2023-03-01", 90),
    ]
    assert [s.values["status"] for s in fold(records)] == ["producing", "long_stopped", "resuming"]


def test_nothing_is_said_about_days_before_the_status_is_known():
    found = fold([stated("slope_height_m", "120", "2021-01-01"), stated("status", "producing", "2023-01-01")])
    assert [(s.valid_from, s.values["slope_height_m"]) for s in found] == [(date(2023, 1, 1), "120")]


def test_a_confirmation_opens_no_new_stretch():
    records = [stated("status", "producing", "2023-01-01"), stated("status", "producing", "2023-02-01")]
    assert len(fold(records)) == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["status", "people_working", "slope_height_m"]),
            st.sampled_from(["producing", "long_stopped", True, "88"]),
            st.integers(0, 40),
        ),
        max_size=20,
    )
)
def test_stretches_touch_each_other_and_agree_with_each_fact_on_every_day(entries):
    start = date(2023, 1, 1)
    records = [
        Stated(name, value, start + timedelta(days=offset), MORNING + timedelta(minutes=number))
        for number, (name, value, offset) in enumerate(entries)
    ]
    found = fold(records)
    assert all(a.valid_to == b.valid_from for a, b in pairwise(found))
    assert all(s.valid_to is None for s in found[-1:])
    for stretch in found:
        last = (stretch.valid_to or start + timedelta(days=60)) - timedelta(days=1)
        for name in ("status", "people_working", "slope_height_m"):
            assert value_on(records, name, stretch.valid_from) == stretch.values.get(name)
            assert value_on(records, name, last) == stretch.values.get(name)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": "asleep"}, "status"),
        ({"status": None}, "status"),
        ({"people_working": "yes"}, "people_working"),
        ({"slope_height_m": "-1"}, "slope_height_m"),
        ({"slope_height_m": True}, "slope_height_m"),
        ({"slope_angle_deg": "91"}, "slope_angle_deg"),
        ({"hydrogeology": "wet"}, "hydrogeology"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_at_its_field(facts, words):
    with pytest.raises(Refused) as refused:
        check_facts(facts)
    assert refused.value.field == words
    assert str(refused.value)


def test_numbers_are_kept_exactly_and_without_trailing_zeros():
    assert check_facts({"slope_height_m": 150.0, "slope_angle_deg": "45.50"}) == {
        "slope_height_m": "150",
        "slope_angle_deg": "45.5",
    }


def test_every_fact_of_the_states_has_a_type():
    from kuangan.registry.models import FACTS

    assert tuple(FACT_TYPES) == FACTS
