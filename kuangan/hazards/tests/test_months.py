"""The ledger month by month counts by ledger time: a day that somebody states moves nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.hazards.queries.months import by_county_and_month, by_month
from kuangan.hazards.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db
JULY = datetime(2023, 7, 20, 4, tzinfo=UTC)


def figures(scope=None):
    return {
        f"{one.first:%m}": (one.found, one.closed, one.open, one.overdue)
        for one in by_month(scope or Scope.everywhere(), months=3)
    }


def test_a_hazard_counts_in_the_month_of_its_entry_and_stands_open_from_then_on():
    mine = cast.mine()
    officer = cast.as_actor(cast.safety_officer(mine))
    with clock.at(JULY - timedelta(days=40)):
        stage.found(officer, mine, found_at=clock.now() - timedelta(days=20))
    with clock.at(JULY):
        assert figures() == {"05": (0, 0, 0, 0), "06": (1, 0, 1, 0), "07": (0, 0, 1, 0)}
        assert set(by_county_and_month(Scope.everywhere())) == {mine.region_code}
        assert figures(Scope.of_region("440703"))["06"] == (0, 0, 0, 0)


def test_what_was_not_reported_by_its_deadline_is_overdue_at_the_end_of_the_month():
    mine = cast.mine()
    officer = cast.as_actor(cast.safety_officer(mine))
    with clock.at(JULY - timedelta(days=60)):
        stage.in_rectification(officer, stage.found(officer, mine))
    with clock.at(JULY + timedelta(days=60)):
        assert [one[3] for one in figures().values()][-1] == 1
