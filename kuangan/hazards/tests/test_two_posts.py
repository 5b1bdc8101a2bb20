"""One person, two posts at two places: what is held elsewhere opens nothing here, whichever door is tried."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.exchange import actions as exchange
from kuangan.foundation.exchange.models import StagedRow
from kuangan.foundation.exchange.states import Verdict
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import Grade, Source, StopExtent
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.bureaus import Scene
from tests import cast

pytestmark = pytest.mark.django_db
ORDER = {"area": "北帮坡下", "extent": StopExtent.AREA, "people_inside": 2, "people_out": 2}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def also_official_elsewhere(actor: Actor) -> Actor:
    """The same person with every post of the bureaus of another city."""
    elsewhere = Scope.of_region("440981"), Scope.of_region("440900")
    posts = (Role.COUNTY_REVIEWER, Role.COUNTY_INSPECTOR, Role.COUNTY_LEADER, Role.CITY_OFFICE, Role.CITY_LEADER)
    return replace(actor, grants=(*(Grant(post, place) for post in posts for place in elsewhere), *actor.grants))


def test_an_inspector_of_another_county_enters_no_inspection_at_his_own_mine(scene):
    person = also_official_elsewhere(scene.principal)
    with pytest.raises(Refused) as refused:
        stage.found(person, scene.mine, source=Source.INSPECTION)
    assert refused.value.field == "source"


def test_nor_does_he_by_a_file(scene):
    person = also_official_elsewhere(scene.principal)
    head, row = "矿山名称,发现日期,隐患部位,问题隐患,发现方式", f"{scene.mine.name},2023-07-01,北帮,边坡浮石未清理"
    file = SimpleUploadedFile("台账.csv", f"{head}\n{row},监督检查\n{row}二处,\n".encode())
    batch = exchange.remap(person, exchange.stage(person, file, "hazards.ledger"))
    official, plain = StagedRow.objects.filter(batch=batch).order_by("number")
    assert official.verdict == Verdict.BAD and "source" in str(official.issues)
    assert plain.verdict == Verdict.NEW
    alone = SimpleUploadedFile("台账二.csv", f"{head}\n{row},\n".encode())
    exchange.apply(person, exchange.remap(person, exchange.stage(person, alone, "hazards.ledger")))
    assert Hazard.rows.get(mine=scene.mine).source == Source.SELF_INSPECTION


def test_nor_lowers_a_grade_withdraws_or_corrects_what_the_bureau_found(scene):
    person = also_official_elsewhere(scene.principal)
    hazard = stage.found(scene.inspector, scene.mine, source=Source.INSPECTION, grade=Grade.SUSPECTED)
    with pytest.raises(Refused, match="县局"):
        actions.determine(person, hazard, grade=Grade.GENERAL, reasons="复测后台阶高度没有超过设计")
    with pytest.raises(Forbidden):
        actions.withdraw(person, hazard, reason="登记重复，同一处已有记录")
    with pytest.raises(Refused):
        actions.correct(person, hazard, place="南帮", description="台阶高度没有超过设计值")
    ordered = actions.evacuate(person, hazard, **ORDER)
    assert not ordered.by_official, "the mine ordered it, not a bureau"


def test_where_the_county_accepts_a_post_in_another_county_is_not_enough(scene):
    actions.change_setting(scene.leader, scene.mine.region_code, "general_closer", "county", reason="由县局统一验收")
    with pytest.raises(Refused):
        actions.accept(also_official_elsewhere(scene.officer), scene.general(), opinion="浮石已清理")


def test_the_principal_of_one_mine_who_is_safety_officer_at_another_lets_nobody_back_in_there(scene):
    own = cast.mine("自家石场")
    person = replace(scene.officer, grants=(Grant(Role.MINE_PRINCIPAL, Scope.of_mine(own.pk)), *scene.officer.grants))
    hazard = stage.found(scene.officer, scene.mine)
    ordered = actions.evacuate(scene.officer, hazard, **ORDER)
    with pytest.raises(Forbidden, match="负责人"):
        actions.lift(person, ordered, grounds="复测坡面稳定，浮石已清")
    actions.lift(scene.principal, ordered, grounds="复测坡面稳定，浮石已清")


def test_only_the_city_in_charge_drops_a_check_of_others(scene):
    hazard = stage.applied(scene.principal, scene.working())
    seen = {"result": "passed", "opinion": "现场复测台阶高度14.8米", "happened_at": stage.clock.now()}
    check = actions.open_check(scene.inspector, hazard, proven=True, **seen)
    with pytest.raises(Refused):
        actions.drop_check(also_official_elsewhere(scene.reviewer), check, reason="数据录错")
