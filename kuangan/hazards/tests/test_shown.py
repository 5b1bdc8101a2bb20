"""Whoever decides or signs does so over what was on the screen: when that has changed, it is shown anew first."""

import re

import pytest

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import actions
from kuangan.hazards.queries.record import record
from kuangan.hazards.queries.shown import shown_code
from kuangan.hazards.states import HazardState, PhotoStage
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.bureaus import SEEN, Scene
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def code(scene, hazard):
    return shown_code(record(scene.whole, stage.fresh(hazard), whole=False))


def one_more_picture(scene, hazard):
    actions.add_photo(
        scene.principal, hazard, actions.Picture(stored=stage.picture(), name="又一张.jpg", stage=PhotoStage.AFTER)
    )


def test_a_decision_over_a_page_that_has_changed_is_refused_and_the_present_one_is_shown(scene):
    hazard = scene.general()
    client = cast.client(cast.county_reviewer(scene.mine.region_code))
    url = f"/hazards/{hazard.pk}/accept/"
    seen = re.search(r'name="shown" value="(\w{64})"', client.get(url).content.decode())[1]
    one_more_picture(scene, hazard)
    now = clock.now().astimezone(clock.SHANGHAI)
    sent = {"result": "passed", "opinion": "浮石已清理干净", "happened_at": now.date().isoformat(),
            "at_time": now.strftime("%H:%M"), "shown": seen}  # fmt: skip
    answer = client.post(url, sent)
    assert answer.status_code == 409 and "打开后已有变化" in answer.content.decode()
    assert stage.fresh(hazard).state == HazardState.APPLIED and code(scene, hazard) in answer.content.decode()
    assert client.post(url, sent | {"shown": code(scene, hazard)}).status_code == 302
    assert stage.fresh(hazard).state == HazardState.CLOSED


def test_every_decision_and_signature_on_a_hazard_is_bound(scene):
    working = scene.working()
    old = code(scene, working)
    one_more_picture(scene, working)
    with pytest.raises(Refused, match="打开后已有变化"):
        actions.list_for_supervision(
            scene.city, working, requirements="按治理方案削坡，每周报告进展", deadline=clock.today(), shown=old
        )
    with pytest.raises(Refused, match="打开后已有变化"):
        actions.withdraw(scene.reviewer, working, reason="登记错了矿山", shown=old)
    applied = stage.applied(scene.principal, working)
    old = code(scene, applied)
    one_more_picture(scene, applied)
    with pytest.raises(Refused, match="打开后已有变化"):
        scene.check(applied, shown=old)
    check = scene.check(applied, shown=code(scene, applied))
    old = code(scene, applied)
    one_more_picture(scene, applied)
    with pytest.raises(Refused, match="打开后已有变化"):
        actions.sign_check(scene.inspector, check, proven=True, shown=old)
    actions.sign_check(scene.inspector, check, proven=True, shown=code(scene, applied))
    old = code(scene, applied)
    stage.explained(scene.principal, applied)
    for decide in (
        lambda: actions.close(scene.city, applied, unlisted_reason="整改期间未挂牌", shown=old),
        lambda: actions.send_back(scene.city, applied, opinion="坡面还有浮石，请清净", shown=old),
    ):
        with pytest.raises(Refused, match="打开后已有变化"):
            decide()
    done = actions.close(scene.city, applied, unlisted_reason="整改期间未挂牌", shown=code(scene, applied))
    assert done.state == HazardState.CLOSED and check.opinion == SEEN


def test_after_the_close_out_both_notices_are_a_step_away(scene):
    row = scene.listed().hazard
    row = stage.applied(scene.principal, row)
    stage.checked(scene.reviewer, scene.inspector, row)
    stage.explained(scene.principal, row)
    actions.close(scene.city, row)
    client = cast.client(cast.county_reviewer(scene.mine.region_code))
    page = client.get(f"/hazards/{row.pk}/").content.decode()
    for url in (f"/hazards/{row.pk}/notice/", f"/hazards/{row.pk}/delisting.pdf"):
        assert url in page and client.get(url).status_code == 200
