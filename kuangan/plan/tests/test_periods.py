"""Periods and deadlines: a sentence of a plan becomes one test."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kuangan.foundation.kernel.clock import SHANGHAI
from kuangan.plan.package.parts import Amount, Cadence, Day, Due, PlanPackage, Span, Window
from kuangan.plan.rules.parameters import typed, values
from kuangan.plan.rules.periods import Period, due_at, event_period, periods, weekdays
from kuangan.plan.rules.wording import period_name, short_title

CAMPAIGN = Window(date(2023, 3, 23), date(2023, 12, 31))
YEARS = Window(date(2024, 1, 8), date(2025, 12, 31))
END = date(2100, 1, 1)
CALENDAR = ("weekly", "monthly", "quarterly", "half_yearly", "yearly")


def keys(kind: str, window: Window = CAMPAIGN, upto: date = END) -> list[str]:
    return [period.key for period in periods(Cadence(kind), window, upto)]


def test_monthly_from_march_to_december_is_ten_periods() -> None:
    assert keys("monthly") == [f"2023-{month:02d}" for month in range(3, 13)]


def test_half_years_quarters_and_years_of_a_window() -> None:
    assert keys("half_yearly") == ["2023-H1", "2023-H2"]
    assert keys("quarterly", YEARS)[:2] == ["2024-Q1", "2024-Q2"] and len(keys("quarterly", YEARS)) == 8
    assert keys("yearly", YEARS) == ["2024", "2025"]


def test_weeks_over_the_turn_of_a_year_have_their_iso_names() -> None:
    window = Window(date(2024, 12, 26), date(2025, 1, 8))
    assert keys("weekly", window) == ["2024-W52", "2025-W01", "2025-W02"]


def test_a_period_appears_when_its_first_day_has_come() -> None:
    assert keys("monthly", upto=date(2023, 4, 30)) == ["2023-03", "2023-04"]
    assert keys("monthly", upto=date(2023, 3, 22)) == []


def test_once_and_continuous_are_known_from_the_first_day() -> None:
    later = Cadence("once", starts=Day(date(2023, 5, 1)))
    assert periods(later, CAMPAIGN, CAMPAIGN.start) == [Period(date(2023, 5, 1), CAMPAIGN.end, "once")]
    assert keys("continuous") == ["all"]


def test_a_cadence_outside_the_window_has_no_periods() -> None:
    assert periods(Cadence("monthly", starts=Day(date(2024, 1, 1))), CAMPAIGN, END) == []


def test_a_start_may_be_a_parameter() -> None:
    cadence = Cadence("monthly", starts=Day(parameter="first"))
    assert periods(cadence, CAMPAIGN, END, {"first": date(2023, 11, 1)})[0].key == "2023-11"


def test_every_so_many_days_follows_a_parameter() -> None:
    cadence = Cadence("every_days", every=Amount(parameter="interval"))
    found = periods(cadence, Window(date(2023, 3, 23), date(2023, 4, 10)), END, {"interval": 7})
    assert [period.start.day for period in found] == [23, 30, 6]


@given(st.sampled_from(CALENDAR), st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 900))
def test_calendar_periods_cover_the_window_without_gap_or_overlap(kind: str, start: date, length: int) -> None:
    window = Window(start, start + timedelta(days=length))
    found = periods(Cadence(kind), window, END)
    assert found[0].start == window.start and found[-1].end == window.end
    assert all(later.start - earlier.end == timedelta(days=1) for earlier, later in pairwise(found))
    assert len({period.key for period in found}) == len(found)


MARCH = Period(date(2023, 3, 23), date(2023, 3, 31), "2023-03")


def test_the_contact_person_is_due_at_noon_in_shanghai(jiangmen: PlanPackage) -> None:
    duty = jiangmen.duty("contact-person")
    (period,) = periods(duty.cadence, jiangmen.window, END)
    assert due_at(duty.due, period) == datetime(2023, 3, 24, 12, 0, tzinfo=SHANGHAI)
    assert due_at(duty.due, period).isoformat() == "2023-03-24T12:00:00+08:00"  # type: ignore[union-attr]


def test_a_day_without_an_hour_lasts_until_midnight_and_not_a_moment_longer() -> None:
    due = due_at(Due("on", Day(date(2023, 4, 30))), MARCH)
    midnight = datetime(2023, 5, 1, tzinfo=SHANGHAI)
    assert due and due.date() == date(2023, 4, 30)
    assert due >= midnight - timedelta(microseconds=1) and due < midnight
    assert due_at(Due("end_of_period"), MARCH) == datetime(2023, 3, 31, 23, 59, 59, 999999, tzinfo=SHANGHAI)


def test_before_the_flood_season_is_the_day_before_it_and_moves_with_the_parameter(jiangmen: PlanPackage) -> None:
    duty = jiangmen.duty("inspection-flood")
    (period,) = periods(duty.cadence, jiangmen.window, END)
    plain = due_at(duty.due, period, values(jiangmen.parameters))
    moved = due_at(duty.due, period, values(jiangmen.parameters, {"flood_season_start": "2023-04-04"}))
    assert plain and moved
    assert (plain.date(), moved.date()) == (date(2023, 4, 14), date(2023, 4, 3))


def test_a_yearly_season_is_taken_in_the_year_of_the_period(reservoirs: PlanPackage) -> None:
    duty = reservoirs.duty("before-rain")
    parameters = values(reservoirs.parameters)
    days = [due_at(duty.due, period, parameters) for period in periods(duty.cadence, reservoirs.window, END)]
    assert [day.date() for day in days if day] == [date(2024, 4, 10), date(2025, 4, 10)]


def test_working_days_after_a_period_and_after_an_event(reservoirs: PlanPackage) -> None:
    quarter = Period(date(2024, 1, 8), date(2024, 3, 31), "2024-Q1")
    found = due_at(reservoirs.duty("dam-monitoring").due, quarter)
    assert found and found.date() == date(2024, 4, 12)
    leak = reservoirs.duty("leak-repair")
    period = event_period(date(2024, 5, 10), "leak:1", reservoirs.window)
    found = due_at(leak.due, period, values(reservoirs.parameters), event_date=date(2024, 5, 10))
    assert found and found.date() == date(2024, 5, 24) and period.key == "event:leak:1"


def test_the_caller_brings_the_holidays() -> None:
    def no_days_off(day: date, count: int) -> date:
        return day + timedelta(days=count)

    due = Due("after_event", span=Span(Amount(3), working=True))
    found = due_at(due, MARCH, event_date=date(2023, 4, 28), working_days=no_days_off)
    assert found and found.date() == date(2023, 5, 1)


def test_weekends_shift_a_deadline_only_if_the_plan_says_so(reservoirs: PlanPackage) -> None:
    survey = reservoirs.duty("geological-survey")
    (period,) = periods(survey.cadence, reservoirs.window, END)
    assert due_at(survey.due, period) == datetime(2024, 7, 1, 17, 30, tzinfo=SHANGHAI)  # 30 June is a Sunday
    order = reservoirs.duty("works-in-order")
    first = periods(order.cadence, reservoirs.window, END)[0]
    assert due_at(order.due, first).date() == date(2024, 6, 28)  # type: ignore[union-attr]
    assert due_at(Due("on", Day(date(2024, 6, 30))), first).date() == date(2024, 6, 30)  # type: ignore[union-attr]


def test_a_continuous_duty_may_have_no_deadline_and_an_event_needs_its_date() -> None:
    assert due_at(Due("none"), MARCH) is None
    with pytest.raises(ValueError, match="event"):
        due_at(Due("after_event", span=Span(Amount(3))), MARCH)


def test_weekdays_count_forward_and_back() -> None:
    friday = date(2023, 3, 24)
    assert weekdays(friday, 1) == date(2023, 3, 27) and weekdays(date(2023, 3, 27), -1) == friday


def test_a_parameter_says_what_it_allows(jiangmen: PlanPackage) -> None:
    for name, wrong in (
        ("listing_days", 0),
        ("listing_days", "7"),
        ("flood_season_start", "4月"),
        ("joint_visit", "x"),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            typed(jiangmen.parameter(name), wrong)


def test_the_way_of_visiting_decides_which_inspection_duties_exist(jiangmen: PlanPackage) -> None:
    def in_force(value: str) -> list[str]:
        parameters = values(jiangmen.parameters, {"joint_visit": value})
        names = ("inspection-joint", "inspection-county", "inspection-city")
        return [name for name in names if jiangmen.duty(name).in_force(parameters)]

    assert in_force("joint") == ["inspection-joint"]
    assert in_force("separate") == ["inspection-county", "inspection-city"]


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        ("2023-07", "Month 7", "7月"),
        ("2023-H1", "First half-year", "上半年"),
        ("2023-Q3", "Quarter 3", "第3季度"),
        ("2023-W15", "Week 15", "第15周"),
        ("2024", "Year 2024", "2024年"),
        ("once", "", ""),
    ],
)
def test_a_period_is_named_as_people_say_it(jiangmen: PlanPackage, key: str, english: str, chinese: str) -> None:
    period = Period(date(2023, 7, 1), date(2023, 7, 31), key)
    with translation.override("en"):
        assert period_name(period) == english
    with translation.override("zh-hans"):
        assert period_name(period) == chinese
        assert short_title(jiangmen.duty("drill-special"), period) == f"{chinese}专项演练"
