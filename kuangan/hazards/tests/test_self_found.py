"""A hazard entered after officials had been there is not the mine's own finding, whatever day it states."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.hazards.queries.counting import Counting, counted
from kuangan.hazards.queries.facts import own_findings
from kuangan.hazards.queries.ledger import OVERTAKEN, ledger_values
from kuangan.hazards.states import Source
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.bureaus import Scene
from tests import cast

pytestmark = pytest.mark.django_db
VISIT = datetime(2023, 6, 14, 2, tzinfo=UTC)
EVERYWHERE = Scope.everywhere()


@pytest.fixture
def scene():
    with clock.at(VISIT):
        scene = Scene()
        stage.found(scene.inspector, scene.mine, source=Source.INSPECTION, place="破碎站", description="防护罩缺失")
    return scene


def stated(scene, *, found, entered):
    with clock.at(entered):
        return stage.found(scene.officer, scene.mine, found_at=found)


def test_a_finding_entered_after_a_visit_and_stated_before_it_is_not_the_mines_own(scene):
    late = stated(scene, found=VISIT - timedelta(days=3), entered=VISIT + timedelta(days=2))
    honest = stated(scene, found=VISIT + timedelta(days=1), entered=VISIT + timedelta(days=2))
    early = stated(scene, found=VISIT - timedelta(days=2), entered=VISIT - timedelta(days=1))
    assert set(own_findings(EVERYWHERE, Counting())) == {honest, early}
    with clock.at(VISIT + timedelta(days=3)):
        client = cast.client(cast.county_reviewer(scene.mine.region_code))
        page = client.get(f"/hazards/{late.pk}/")
        assert "已有执法人员到矿检查" in page.content.decode() and "录入" in page.content.decode()
        assert page.context["record"].visit.hazard.source == Source.INSPECTION
        assert client.get(f"/hazards/{early.pk}/").context["record"].visit is None
        ledger = client.get("/hazards/?state=open").content.decode()
        assert ledger.count("检查后录入") == 1
    rows = ledger_values(EVERYWHERE, [late.pk, early.pk], {})
    assert rows[late.pk]["remark"] == OVERTAKEN and rows[early.pk]["remark"] is None
    assert rows[late.pk]["entered_on"] == date(2023, 6, 16) and rows[late.pk]["found_on"] == date(2023, 6, 11)


def test_a_stated_day_moves_nothing_into_a_month_that_is_over(scene):
    stated(scene, found=VISIT - timedelta(days=20), entered=VISIT + timedelta(days=1))
    may, june = (date(2023, 5, 1), date(2023, 5, 31)), (date(2023, 6, 1), date(2023, 6, 30))
    assert counted(EVERYWHERE, Counting(start=may[0], end=may[1])).count() == 0
    assert counted(EVERYWHERE, Counting(start=june[0], end=june[1])).count() == 2
    assert counted(EVERYWHERE, Counting(clock="found", start=may[0], end=may[1])).count() == 1
