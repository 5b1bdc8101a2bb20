"""Asking for help: by the mine, by its county; with a hazard; taken back; asked again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused, SentBefore
from kuangan.governance import actions
from kuangan.governance.models import HelpFile, HelpRequest
from kuangan.governance.queries import helpers_of
from kuangan.governance.states import FileStage, HelpState
from kuangan.governance.tests import stage
from kuangan.hazards.actions import withdraw
from kuangan.hazards.tests import stage as hazards
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_mine_asks_and_says_what_it_can_do_itself(mine, officer):
    papers = [stage.paper(), stage.paper("合同.txt", stage=FileStage.CONTRACT)]
    row = stage.asked(
        officer, mine, own_technicians=1, own_strength="采矿一名", hired_expert="李教授", hired_from="某设计院",
        papers=papers,
    )  # fmt: skip
    assert (row.state, row.by, row.by_bureau, row.region_code) == ("requested", officer.name, False, cast.ENPING)
    assert set(HelpFile.rows.filter(request=row).values_list("stage", flat=True)) == {"request", "contract"}
    assert AuditEvent.rows.filter(kind="governance.asked", object_id=str(row.pk)).count() == 1


def test_the_county_asks_for_a_mine_and_only_it_takes_that_back(mine, officer, county):
    row = stage.asked(county, mine)
    assert row.by_bureau
    with pytest.raises(Forbidden, match="由县局撤回"):
        actions.take_back(officer, row, reason="不需要了")
    assert actions.take_back(county, row, reason="矿山已自行解决").state == HelpState.TAKEN_BACK


def test_the_county_declines_what_a_mine_asked_and_does_not_take_it_back(mine, officer, county):
    row = stage.asked(officer, mine)
    with pytest.raises(Forbidden, match="由矿山撤回"):
        actions.take_back(county, row, reason="县局代为撤回")
    with pytest.raises(Refused, match="原因"):
        actions.decline(county, row, reason="无")
    assert actions.decline(county, row, reason="属日常维护，请按设备说明书处理").state == HelpState.DECLINED


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "x"}, "kind"), ({"topic": ""}, "topic"), ({"words": "按要求整改"}, "words"),
        ({"own_technicians": -1}, "own_technicians"), ({"hired_from": "某设计院"}, "hired_expert"),
        ({"requested_at": clock.real_now() + timedelta(days=90)}, "requested_on"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_beside_its_field(told, field, mine, officer):
    with pytest.raises(Refused) as refused:
        stage.asked(officer, mine, **told)
    assert refused.value.field == field and not HelpRequest.rows.exists()


def test_a_hazard_of_another_mine_is_refused(mine, officer):
    other = cast.mine("白云石场")
    foreign = hazards.found(cast.as_actor(cast.safety_officer(other)), other)
    with pytest.raises(Refused, match="本矿"):
        stage.asked(officer, mine, hazard=foreign)


def test_a_settled_hazard_and_one_that_is_helped_with_are_refused(mine, officer, county):
    hazard = hazards.found(officer, mine)
    row = stage.asked(officer, mine, hazard=hazard)
    with pytest.raises(Refused, match=row.number):
        stage.asked(officer, mine, hazard=hazard)
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.rows.create(mine=mine, region_code="440785", kind="x", topic="x", words="x", hazard=hazard, by="x",
                                requested_at=clock.now(), entered_at=clock.now())  # fmt: skip
    actions.take_back(officer, row, reason="已自行解决")
    withdraw(officer, hazard, reason="重复登记了")
    with pytest.raises(Refused, match="未销号"):
        stage.asked(officer, mine, hazard=hazards.fresh(hazard))


def test_a_form_sent_twice_is_one_request(mine, officer):
    key = uuid4()
    papers = [stage.paper()]
    first = stage.asked(officer, mine, entry_key=key, papers=papers)
    assert stage.asked(officer, mine, entry_key=key, papers=papers).pk == first.pk
    assert HelpRequest.rows.count() == 1 and HelpFile.rows.count() == 1
    with pytest.raises(Refused, match="另一份申请"):
        stage.asked(cast.as_actor(cast.principal(mine)), mine, entry_key=key)


def test_a_form_sent_again_with_another_paper_adds_it_and_with_other_words_is_asked_about(mine, officer):
    key, papers = uuid4(), [stage.paper()]
    first = stage.asked(officer, mine, entry_key=key, papers=papers)
    assert stage.asked(officer, mine, entry_key=key, papers=[*papers, stage.paper("位移记录.txt")]) == first
    assert HelpFile.rows.filter(request=first).count() == 2
    with pytest.raises(SentBefore, match=first.number):
        stage.asked(officer, mine, entry_key=key, words="南帮出现新裂缝，本矿没有监测能力")
    assert HelpRequest.rows.get().words == stage.WORDS


def test_a_fresh_request_with_the_same_words_is_asked_about(mine, officer):
    first = stage.asked(officer, mine)
    with pytest.raises(Refused, match=first.number) as question:
        stage.asked(officer, mine, words=f" {stage.WORDS}。", is_another=False)
    assert question.value.field == "is_another" and HelpRequest.rows.count() == 1
    stage.asked(officer, mine, words="南帮排水沟塌陷，本矿没有设计能力", is_another=False)
    actions.take_back(officer, first, reason="已自行解决")
    stage.asked(officer, mine, is_another=False)
    assert HelpRequest.rows.count() == 3


def test_a_neighbour_county_and_another_mine_do_not_even_see_it(mine, officer):
    row = stage.asked(officer, mine)
    for stranger in (cast.county_reviewer(cast.KAIPING), cast.safety_officer(cast.mine("白云石场"))):
        actor = cast.as_actor(stranger)
        with pytest.raises(OutOfScope):
            actions.take_back(actor, row, reason="不需要了")
        with pytest.raises(OutOfScope):
            stage.asked(actor, mine)
        assert not HelpRequest.objects.within(actor.scope).exists()


def test_inspectors_city_and_province_read_and_never_help(mine, officer):
    row = stage.asked(officer, mine)
    for user in (cast.county_inspector(), cast.city_office(), cast.province_supervisor()):
        actor = cast.as_actor(user)
        assert HelpRequest.objects.within(actor.scope).filter(pk=row.pk).exists()
        with pytest.raises(Forbidden):
            stage.guided(actor, row)


def test_help_is_asked_for_again_once_and_the_old_request_stays(mine, officer, county):
    row = stage.asked(officer, mine)
    again = actions.Asking(kind=row.kind, topic=row.topic, words="补充位移监测数据后再次申请", entry_key=uuid4())
    with pytest.raises(Refused, match="再次申请"):
        actions.reopen(officer, row, again)
    actions.decline(county, row, reason="请先补充近三个月位移记录")
    follower = actions.reopen(officer, row, again)
    assert follower.reopens_id == row.pk and stage.fresh(row).state == HelpState.DECLINED
    assert actions.reopen(officer, row, again).pk == follower.pk
    with pytest.raises(Refused, match=follower.number):
        actions.reopen(officer, row, actions.Asking(kind=row.kind, topic=row.topic, words="又一次提出同样的申请"))


def test_whoever_was_assigned_to_help_with_a_hazard_is_known(mine, officer, county):
    hazard = hazards.found(officer, mine)
    row = stage.guided(county, stage.asked(officer, mine, hazard=hazard))
    stage.guided(county, row, name="钱工", reason="周专家出差一个月")
    scope = Scope.of_region(cast.ENPING)
    assert [one.name for one in helpers_of(scope, hazard)] == ["周专家", "钱工"]
    assert not helpers_of(Scope.of_region(cast.KAIPING), hazard).exists()
    actions.take_back(officer, row, reason="已自行解决")
    assert not helpers_of(scope, hazard).exists()
