"""What people state about when something happened lies between a first day and now."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import FIRST_DAY, check_claim, check_not_before, is_claimed
from kuangan.foundation.kernel.errors import Refused

pytestmark = pytest.mark.embedded
NOW = datetime(2023, 7, 20, 4, tzinfo=UTC)


@pytest.mark.parametrize("stated", [date(1966, 5, 1), date(2017, 12, 31), NOW - timedelta(days=4000)])
def test_a_day_years_back_is_refused_with_the_first_day_that_may_be_stated(stated):
    with clock.at(NOW), pytest.raises(Refused, match="2018-01-01") as refused:
        check_claim(stated, "found_at")
    assert refused.value.field == "found_at"


@pytest.mark.parametrize("stated", [date(2023, 7, 21), NOW + timedelta(minutes=1)])
def test_what_is_still_to_come_is_not_stated_as_happened(stated):
    with clock.at(NOW), pytest.raises(Refused):
        check_claim(stated)


def test_a_bound_of_its_own_counts_by_days_and_takes_older_ones(stated=date(1966, 5, 1)):
    with clock.at(NOW):
        check_claim(stated, since=FIRST_DAY)
        check_claim(date(2023, 7, 20), since=NOW)
        check_claim(None)
        check_not_before(date(2030, 1, 1))
        with pytest.raises(Refused, match="发现"):
            check_claim(date(2023, 7, 19), since=NOW, early="早于发现日期")


def test_another_day_than_that_of_the_entry_is_a_claim():
    assert is_claimed(NOW - timedelta(days=1), NOW)
    assert not is_claimed(NOW - timedelta(hours=3), NOW)
