"""A hazard is judged by the criteria in force on the day it was found, also when others are in force today."""

from datetime import date, datetime, time

import pytest

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards.tests import stage
from kuangan.standards.models import Criterion
from kuangan.standards.tests.samples import load_everything
from tests.cast import people, places

pytestmark = pytest.mark.django_db
SUPPLEMENT = date(2024, 4, 23)


def moment(day: date) -> datetime:
    return clock.moment(day, time(9))


def judged(day: date, code: str, today: date):
    """A hazard found on a day and determined today against a criterion by its code."""
    with clock.at(moment(today)):
        load_everything()
        mine = places.mine(since=date(2022, 1, 1))
        principal = people.as_actor(people.principal(mine))
        row = stage.found(principal, mine, found_at=moment(day))
        return stage.determined(principal, row, criterion=Criterion.objects.get(code=code), happened_at=clock.now())


@pytest.mark.parametrize("day", [date(2022, 9, 1), date(2023, 5, 20), SUPPLEMENT])
def test_the_document_of_2022_judges_what_was_found_since_its_day(day):
    assert judged(day, "OP-04", day).criterion.criterion_set.document_number == "矿安〔2022〕88号"


def test_what_was_found_the_day_before_is_not_judged_by_it():
    with pytest.raises(Refused, match="2022-08-31"):
        judged(date(2022, 8, 31), "OP-04", date(2022, 9, 2))


def test_the_supplement_judges_only_what_was_found_since_its_own_day():
    with pytest.raises(Refused, match="没有施行"):
        judged(date(2024, 4, 22), "OP-S1", date(2024, 4, 24))


def test_the_supplement_judges_from_its_own_day():
    assert judged(SUPPLEMENT, "OP-S1", SUPPLEMENT).criterion.code == "OP-S1"
