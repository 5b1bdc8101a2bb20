"""Acceptance: who accepts what, what is refused, and that two people sign the same words."""

from datetime import timedelta

import pytest

from kuangan.access.models import GrantRecord
from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.hazards import actions
from kuangan.hazards.actions.checking import hash_of
from kuangan.hazards.models import SiteCheck
from kuangan.hazards.queries.ledger import ledger_values
from kuangan.hazards.states import HazardState, StopExtent
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.bureaus import SEEN, Scene
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def test_the_safety_officer_accepts_what_somebody_else_rectified_and_the_principal_does_not(scene):
    hazard = scene.general(by=scene.principal)
    with pytest.raises(Forbidden, match="安全管理人员"):
        actions.accept(scene.principal, hazard, opinion="浮石已清理")
    done = actions.accept(scene.officer, hazard, opinion="浮石已清理")
    assert (done.state, done.verified_by, done.closed_by) == (HazardState.CLOSED, "吴安全员", "吴安全员")
    assert actions.accept(scene.officer, hazard, opinion="浮石已清理").closed_at == done.closed_at


def test_whoever_applied_in_an_earlier_round_does_not_accept_a_later_one(scene):
    hazard = scene.general(by=scene.officer)
    actions.refuse(scene.reviewer, hazard, opinion="坡面还有浮石，请清净")
    actions.apply(scene.principal, stage.fresh(hazard), statement="坡面浮石已全部清除", rectified_at=clock.now())
    with pytest.raises(Forbidden, match="参与"):
        actions.accept(scene.officer, stage.fresh(hazard), opinion="浮石已清理")
    assert actions.accept(scene.inspector, stage.fresh(hazard), opinion="浮石已清理").state == HazardState.CLOSED


def test_where_the_county_accepts_the_mine_neither_accepts_nor_refuses(scene):
    actions.change_setting(
        scene.leader, scene.mine.region_code, "general_closer", "county", reason="一般隐患由县局统一验收"
    )
    hazard = scene.general()
    with pytest.raises(Refused):
        actions.accept(scene.officer, hazard, opinion="浮石已清理")
    with pytest.raises(Refused):
        actions.refuse(scene.officer, hazard, opinion="坡面还有浮石，请清净")
    assert actions.accept(scene.reviewer, hazard, opinion="浮石已清理").verified_by == "陈主任"


def test_nothing_is_accepted_while_people_are_kept_out_of_the_area(scene):
    hazard = scene.general()
    actions.evacuate(
        scene.officer, hazard, area="北帮坡下", extent=StopExtent.AREA, people_inside=2, people_out=2,
        ordered_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(Refused, match="撤"):
        actions.accept(scene.reviewer, hazard, opinion="浮石已清理")
    assert stage.fresh(hazard).state == HazardState.APPLIED


def test_what_was_refused_comes_back_with_the_words_and_every_round_stays(scene):
    hazard = scene.general()
    with pytest.raises(Refused) as refused:
        actions.refuse(scene.reviewer, hazard, opinion="整改")
    assert refused.value.field == "opinion"
    actions.refuse(scene.reviewer, hazard, opinion="坡面还有浮石，请清净")
    row = actions.refuse(scene.reviewer, stage.fresh(hazard), opinion="坡面还有浮石，请清净")
    assert (row.state, row.refusals, row.rectified_at, row.rectified_by) == (HazardState.RECTIFYING, 1, None, "")
    assert row.applications.get().opinion == "坡面还有浮石，请清净"


def test_two_people_sign_the_same_words_each_with_a_password(scene):
    hazard = scene.major()
    with pytest.raises(Refused) as refused:
        scene.check(hazard, proven=False)
    assert refused.value.field == "password" and not SiteCheck.rows.exists()
    check = scene.check(hazard, experts="省安全生产技术中心 邓工")
    assert scene.check(hazard, experts="省安全生产技术中心 邓工", happened_at=check.happened_at).pk == check.pk
    with pytest.raises(Refused, match="另一人"):
        actions.sign_check(scene.reviewer, check, proven=True)
    with pytest.raises(Refused):
        actions.sign_check(scene.inspector, check, proven=False)
    with pytest.raises(Refused, match="不是您看过的"):
        actions.sign_check(scene.inspector, check, proven=True, content_hash="0" * 64)
    signed = actions.sign_check(scene.inspector, check, proven=True, opinion="同意", content_hash=check.content_hash)
    assert (signed.first_by, signed.second_by, signed.second_opinion) == ("陈主任", "何队长", "同意")
    row = stage.fresh(hazard)
    assert (row.state, row.verified_at, row.verified_by) == (HazardState.VERIFIED, check.happened_at, "陈主任、何队长")


def test_the_code_of_a_check_is_the_same_in_every_time_zone_and_changes_with_every_word(scene):
    hazard = scene.major()
    in_shanghai = clock.now().astimezone(clock.SHANGHAI)
    check = scene.check(hazard, happened_at=in_shanghai)
    again = SiteCheck.rows.get(pk=check.pk)
    assert hash_of(again) == check.content_hash
    again.opinion += "。"
    assert hash_of(again) != check.content_hash


def test_words_changed_behind_the_first_signer_are_not_signed(scene):
    hazard = scene.major()
    check = scene.check(hazard, result="refused", opinion="台阶高度仍为16.2米，未达到设计")
    SiteCheck.rows.filter(pk=check.pk).update(result="passed")
    with pytest.raises(Refused, match="第一人"):
        actions.sign_check(scene.inspector, check, proven=True)
    assert stage.fresh(hazard).state == HazardState.APPLIED


def test_an_applicant_who_also_works_for_the_bureau_signs_neither_first_nor_second(scene):
    hazard = scene.major()
    both = Actor(
        scene.principal.user_id, "李老板", "恩平市应急管理局",
        (*scene.principal.grants, Grant(Role.COUNTY_INSPECTOR, scene.county)),
    )  # fmt: skip
    with pytest.raises(Forbidden, match="参与"):
        scene.check(hazard, by=both)
    check = scene.check(hazard)
    with pytest.raises(Forbidden, match="参与"):
        actions.sign_check(both, check, proven=True)


def test_a_check_is_dropped_by_who_entered_it_or_the_city_and_stays_readable(scene):
    hazard = scene.major()
    check = scene.check(hazard)
    with pytest.raises(Refused, match="陈主任"):
        actions.drop_check(scene.inspector, check)
    actions.drop_check(scene.city, check, reason="误填为另一处台阶")
    with pytest.raises(Refused):
        actions.sign_check(scene.inspector, check, proven=True)
    assert scene.check(hazard, by=scene.inspector).pk != check.pk
    assert [one.state for one in SiteCheck.rows.order_by("pk")] == ["dropped", "open"]


def test_a_check_that_did_not_pass_sends_the_hazard_back(scene):
    hazard = scene.major()
    check = scene.check(hazard, result="refused", opinion="台阶高度仍为16.2米，未达到设计")
    actions.sign_check(scene.inspector, check, proven=True)
    row = stage.fresh(hazard)
    assert (row.state, row.refusals, row.verified_at) == (HazardState.RECTIFYING, 1, None)
    assert row.applications.get().opinion == "台阶高度仍为16.2米，未达到设计"


def test_it_is_looked_at_after_the_rectification_and_not_in_the_future(scene):
    hazard = scene.major()
    for moment in (hazard.rectified_at - timedelta(minutes=1), clock.now() + timedelta(minutes=5)):
        with pytest.raises(Refused) as refused:
            scene.check(hazard, happened_at=moment)
        assert refused.value.field == "happened_at"


def test_the_city_sends_an_accepted_hazard_back_under_its_own_name(scene):
    hazard = scene.major()
    stage.checked(scene.reviewer, scene.inspector, hazard)
    actions.send_back(scene.city, stage.fresh(hazard), opinion="缺少第三方边坡稳定性复核")
    row, made = stage.fresh(hazard), hazard.applications.get()
    assert (row.state, row.passed_check, row.verified_by) == (HazardState.RECTIFYING, None, "")
    assert (made.state, made.decided_by, made.opinion) == ("refused", "黄科长", "缺少第三方边坡稳定性复核")
    assert SiteCheck.rows.get().opinion == SEEN


def test_whoever_rectified_does_not_close_it_for_the_city_either(scene):
    hazard = scene.major()
    stage.checked(scene.reviewer, scene.inspector, hazard)
    stage.explained(scene.principal, hazard)
    both = Actor(
        scene.principal.user_id, "李老板", "江门市应急管理局",
        (*scene.principal.grants, Grant(Role.CITY_OFFICE, scene.whole)),
    )  # fmt: skip
    with pytest.raises(Forbidden, match="参与"):
        actions.close(both, stage.fresh(hazard), unlisted_reason="挂牌前已整改完成")
    closed = actions.close(scene.city, stage.fresh(hazard), unlisted_reason="挂牌前已整改完成")
    assert closed.state == HazardState.CLOSED
    assert actions.close(scene.city, hazard, unlisted_reason="挂牌前已整改完成").closed_at == closed.closed_at


def test_who_registered_a_general_hazard_leaves_its_acceptance_to_others(scene):
    hazard = stage.in_rectification(scene.principal, stage.found(scene.inspector, scene.mine, source="inspection"))
    hazard = stage.applied(scene.principal, hazard)
    assert may(scene.reviewer, "hazards.accept", hazard) and not may(scene.inspector, "hazards.accept", hazard)
    for decide in (actions.accept, actions.refuse):
        with pytest.raises(Forbidden, match="登记人"):
            decide(scene.inspector, hazard, opinion="坡面还有浮石，请清净")
    assert not actions.accept(scene.reviewer, hazard, opinion="浮石已清理").registrar_verified


def test_where_nobody_else_is_there_the_bureau_may_allow_it_and_it_is_marked(scene):
    hazard = stage.in_rectification(scene.principal, stage.found(scene.officer, scene.mine))
    hazard = stage.applied(scene.principal, hazard)
    actions.change_setting(
        scene.leader, scene.mine.region_code, "registrar_accepts", "alone", reason="小矿只有一名安全员"
    )  # fmt: skip
    second = cast.safety_officer(scene.mine, "周安全员")
    with pytest.raises(Forbidden, match="另有他人"):
        actions.accept(scene.officer, hazard, opinion="浮石已清理")
    GrantRecord.objects.filter(user=second).update(revoked_at=clock.now())
    done = actions.accept(scene.officer, hazard, opinion="浮石已清理")
    assert done.registrar_verified
    client = cast.client(cast.county_reviewer(scene.mine.region_code))
    assert "登记人验收" in client.get(f"/hazards/{done.pk}/").content.decode()
    assert "登记人验收" in client.get("/hazards/?state=closed").content.decode()
    assert "登记人" in str(ledger_values(Scope.everywhere(), [done.pk], {})[done.pk]["remark"])
