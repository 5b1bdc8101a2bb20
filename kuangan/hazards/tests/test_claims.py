"""A day that people state is a claim: bounded, marked, and never what decides whether something was in time."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import actions
from kuangan.hazards.queries.counting import Counting, counted
from kuangan.hazards.queries.figures import figures
from kuangan.hazards.queries.ledger import ledger_values
from kuangan.hazards.queries.listing import Narrowing, hazards
from kuangan.hazards.states import RiskMethod, StopExtent
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.bureaus import SEEN, Scene
from tests import cast

pytestmark = pytest.mark.django_db
FOUND = datetime(2023, 4, 3, 1, tzinfo=UTC)
LATE = datetime(2023, 6, 20, 1, tzinfo=UTC)
"""Ten days for rectification, and 68 days later still nothing reported."""
STATED = clock.end_of_day(clock.day_of(FOUND) + timedelta(days=9))
LONG_AGO = datetime(1966, 5, 1, 4, tzinfo=UTC)


@pytest.fixture
def scene():
    with clock.at(FOUND):
        return Scene()


def applied_late(scene, *, major=False):
    """Ten days were given; 68 days after them the mine applies and states that it was done on the ninth."""
    with clock.at(FOUND):
        hazard = stage.found(scene.officer, scene.mine)
        hazard = stage.determined(scene.inspector, hazard) if major else hazard
        hazard = stage.in_rectification(scene.principal if major else scene.officer, hazard, days=10)
    with clock.at(LATE):
        return stage.applied(scene.officer, hazard, rectified_at=STATED)


def counts(**told):
    line = figures(Scope.everywhere(), Counting(**told)).total
    return line.overdue, line.late, line.claimed


def test_a_stated_day_does_not_take_a_hazard_off_the_overdue_ones(scene):
    hazard = applied_late(scene)
    with clock.at(LATE + timedelta(hours=1)):
        assert hazard.is_overdue() and hazard.was_late and hazard.claims_in_time
        assert counts() == (1, 1, 1)
        assert [row.pk for row in hazards(Scope.everywhere(), Narrowing(state="overdue"))] == [hazard.pk]
        assert [row.pk for row in counted(Scope.everywhere(), Counting("claimed"))] == [hazard.pk]
        done = actions.accept(scene.reviewer, hazard, opinion="浮石已清理")
        assert done.was_late and not done.is_overdue()
        assert counts() == (0, 1, 1)


def test_what_was_applied_for_before_the_deadline_is_in_time_however_late_it_is_accepted(scene):
    with clock.at(FOUND):
        hazard = stage.in_rectification(scene.officer, stage.found(scene.officer, scene.mine), days=10)
    with clock.at(FOUND + timedelta(days=9)):
        hazard = stage.applied(scene.officer, hazard)
    with clock.at(LATE):
        assert not hazard.is_overdue() and not hazard.was_late
        assert counts() == (0, 0, 0)


def test_what_two_officials_saw_in_time_is_in_time(scene):
    hazard = applied_late(scene, major=True)
    with clock.at(LATE):
        seen = STATED + timedelta(hours=2)
        check = actions.open_check(
            scene.inspector, hazard, result="passed", opinion=SEEN, happened_at=seen, proven=True
        )  # fmt: skip
        assert stage.fresh(hazard).was_late
        actions.sign_check(scene.reviewer, check, proven=True)
        assert not stage.fresh(hazard).was_late


def test_the_page_the_history_and_the_table_mark_the_stated_day(scene):
    hazard = applied_late(scene)
    with clock.at(LATE):
        page = cast.client(cast.county_reviewer(scene.mine.region_code)).get(f"/hazards/{hazard.pk}/")
        body = page.content.decode()
        assert page.context["face"][0] == "overdue"
        assert "自述4月12日完成" in body and "逾期报验收，期限内完成仅为矿山自述" in body and "4月12日（自述）" in body
        entry = page.context["log"][0]
        assert clock.day_of(entry["when"]) == clock.day_of(LATE) and "自述发生于4月12日" in entry["note"]
        row = ledger_values(Scope.everywhere(), [hazard.pk], {})[hazard.pk]
        assert row["rectified_on"] == clock.day_of(STATED) and row["applied_on"] == clock.day_of(LATE)


def test_every_stated_day_of_a_hazard_has_a_lower_and_an_upper_bound(scene):
    with clock.at(LATE):
        later = clock.now() + timedelta(days=1)
        hazard = stage.found(scene.officer, scene.mine, found_at=FOUND)
        for moment in (LONG_AGO, later):
            with pytest.raises(Refused):
                stage.found(scene.officer, scene.mine, found_at=moment, place="南帮")
            with pytest.raises(Refused):
                stage.determined(scene.inspector, hazard, happened_at=moment)
            with pytest.raises(Refused):
                actions.evacuate(
                    scene.officer, hazard, area="北帮坡下", extent=StopExtent.AREA, people_inside=1, people_out=1,
                    ordered_at=moment,
                )  # fmt: skip
        hazard = stage.in_rectification(scene.officer, hazard)
        stage.with_pictures(scene.officer, hazard)
        for moment in (LONG_AGO, FOUND - timedelta(days=1), later):
            with pytest.raises(Refused):
                actions.add_progress(scene.officer, hazard, text="已清理浮石", happened_at=moment)
            with pytest.raises(Refused):
                actions.apply(scene.officer, hazard, statement="浮石已清理干净", rectified_at=moment)
        day = clock.day_of(LONG_AGO)
        entry = actions.RiskEntry(
            place="北帮", description="边坡滑坡", method=RiskMethod.MATRIX, likelihood=Decimal(3),
            consequence=Decimal(3), controls="每日巡查边坡并记录", responsible="林技术", assessed_on=day,
            review_on=clock.today() + timedelta(days=90),
        )  # fmt: skip
        with pytest.raises(Refused, match="早于"):
            actions.register_risk(scene.officer, scene.mine, entry)


def test_a_hazard_that_is_there_again_was_found_after_it_had_been_closed_out(scene):
    with clock.at(LATE):
        done = actions.accept(scene.reviewer, scene.general(), opinion="浮石已清理")
        again = actions.Finding(
            place="北帮", description="浮石又出现了", source="self_inspection", found_at=LATE - timedelta(days=2)
        )
        with pytest.raises(Refused, match="销号"):
            actions.reopen(scene.officer, done, again, reason="今天巡查又看到浮石")
