"""An application for acceptance is checked within ten days, counted as days (总局令第16号第二十三条)."""

from datetime import timedelta

import pytest

from kuangan.foundation.kernel import clock
from kuangan.hazards.tests.bureaus import Scene


@pytest.mark.django_db
def test_ten_days_for_the_check_are_days_and_not_working_days():
    hazard = Scene().major()
    hazard.refresh_from_db()
    assert clock.day_of(hazard.verify_due_at) == clock.day_of(hazard.applied_at) + timedelta(days=10)
