"""The county's answer, and the conflict of interest that is never passed over in silence (rows 46, 100)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.governance import actions
from kuangan.governance.models import Helper
from kuangan.governance.states import HelpForm, HelpState
from kuangan.governance.tests import stage
from kuangan.hazards import actions as hazard_actions
from kuangan.hazards.models import Application
from kuangan.hazards.tests import stage as hazards
from kuangan.registry import actions as registry
from tests import cast

pytestmark = pytest.mark.django_db
REASON = "全市只有这一家具备边坡稳定性分析能力，结论由另一家机构复核"


def assessed_by(officer, mine, agency, **told):
    """A hazard of the mine whose rectification the agency has assessed."""
    told.setdefault("description", "最终边坡台阶高度超过设计")
    hazard = hazards.in_rectification(officer, hazards.found(officer, mine, **told))
    hazards.applied(officer, hazard)
    Application.rows.filter(hazard=hazard).update(assessor=agency)
    return hazards.fresh(hazard)


def refusal(call, *arguments, **told):
    with pytest.raises(Refused) as refused:
        call(*arguments, **told)
    assert refused.value.field == "conflict_answer"
    return str(refused.value)


def test_a_named_expert_guides_one_to_one(mine, officer, county):
    row = stage.guided(county, stage.asked(officer, mine))
    assert (row.state, row.helper, row.answered_by) == (HelpState.ACCEPTED, "市局专家库 周专家", county.name)
    assert not Helper.rows.get(request=row).has_conflict


def test_an_agency_without_ties_is_consulted(mine, officer, county):
    agency = stage.sound_agency()
    row = stage.consulted(county, stage.asked(officer, mine, kind="willing_but_weak"), agency)
    assert row.agency == agency and row.helper == agency.name


@pytest.mark.parametrize(
    ("told", "field"),
    [({"form": "x"}, "form"), ({"name": ""}, "name"), ({"task": "无"}, "task"),
     ({"form": HelpForm.CONSULTATION}, "agency")],
)  # fmt: skip
def test_what_is_missing_in_the_answer_is_said(told, field, mine, officer, county):
    with pytest.raises(Refused) as refused:
        stage.guided(county, stage.asked(officer, mine), **told)
    assert refused.value.field == field


def test_an_agency_that_assessed_the_mine_is_warned_of_and_the_answer_stays(mine, officer, county):
    agency = stage.sound_agency()
    assessed_by(officer, mine, agency)
    row = stage.asked(officer, mine)
    assert "评估过本矿" in refusal(stage.consulted, county, row, agency)
    assert "利益冲突" in refusal(stage.consulted, county, row, agency, conflict_answer="无")
    assert stage.fresh(row).state == HelpState.REQUESTED
    held = Helper.rows.get(request=stage.consulted(county, row, agency, conflict_answer=REASON))
    assert (held.conflicts, held.conflict_answer) == (["assessed"], REASON)
    event = AuditEvent.rows.get(kind="governance.assigned")
    assert "评估过本矿" in event.details["conflicts"] and event.details["conflict_answer"] == REASON


def test_an_agency_that_assesses_the_very_hazard_certifies_its_own_advice(mine, officer, county):
    agency = stage.sound_agency()
    hazard = assessed_by(officer, mine, agency)
    row = stage.asked(officer, mine, hazard=hazard)
    assert "这条隐患" in refusal(stage.consulted, county, row, agency)
    assert stage.consulted(county, row, stage.sound_agency("另一家技术有限公司")).state == HelpState.ACCEPTED


def test_an_assessment_at_another_mine_is_no_conflict(mine, officer, county):
    agency, other = stage.sound_agency(), cast.mine("白云石场")
    assessed_by(cast.as_actor(cast.safety_officer(other)), other, agency)
    assert stage.consulted(county, stage.asked(officer, mine), agency).state == HelpState.ACCEPTED


def test_an_expert_of_a_tied_agency_is_warned_of_as_well(mine, officer, county):
    agency = stage.sound_agency()
    assessed_by(officer, mine, agency)
    refusal(stage.guided, county, stage.asked(officer, mine), agency=agency)


def test_who_checked_the_hazard_on_site_does_not_advise_on_it(mine, officer, county):
    principal = cast.as_actor(cast.principal(mine))
    grave = hazards.determined(county, hazards.found(officer, mine))
    hazards.applied(principal, hazards.in_rectification(principal, grave))
    hazard_actions.open_check(
        county, hazards.fresh(grave), result="passed", opinion="现场复测台阶高度14.8米", happened_at=clock.now(),
        proven=True,
    )  # fmt: skip
    leader = cast.as_actor(cast.county_leader())
    row = stage.asked(officer, mine, hazard=hazards.fresh(grave))
    assert "这条隐患" in refusal(stage.guided, leader, row, name=county.name)


@pytest.mark.parametrize(
    "told", [{"valid_to": date(2020, 1, 1)}, {"valid_to": None}, {"qualification_no": ""}]
)  # fmt: skip
def test_an_agency_without_valid_qualification_on_the_day_is_warned_of(told, mine, officer, county):
    agency = stage.sound_agency(**told)
    assert "有效资质" in refusal(stage.consulted, county, stage.asked(officer, mine), agency)


def test_an_agency_that_the_mine_pays_or_that_was_stated_to_have_worked_for_it_is_warned_of(mine, officer, county):
    agency = stage.sound_agency()
    paid = stage.asked(officer, mine, hired_expert="李教授", hired_from=agency.name)
    assert "付费" in refusal(stage.consulted, county, paid, agency)
    plain = stage.asked(officer, mine)
    assert "据称" in refusal(stage.consulted, county, plain, agency, has_evaluated=True)


def test_an_agency_whose_person_holds_a_post_in_the_mine_is_warned_of(mine, officer, county):
    agency = stage.sound_agency()
    person = cast.person("何技术", agency)
    registry.appoint(cast.clerk(), person, post="technician", organisation=mine, appointed_on=date(2023, 1, 1))
    assert "任职" in refusal(stage.consulted, county, stage.asked(officer, mine), agency)


def test_the_database_takes_no_conflict_without_an_answer(mine, officer, county):
    row = stage.guided(county, stage.asked(officer, mine))
    with pytest.raises(IntegrityError), transaction.atomic():
        Helper.rows.filter(request=row).update(has_conflict=True, conflict_answer="")


def test_of_two_officers_who_answer_at_once_the_second_is_told(mine, officer, county):
    row = stage.asked(officer, mine)
    leader = cast.as_actor(cast.county_leader())
    stage.guided(county, row)
    with pytest.raises(Refused, match="周专家"):
        stage.guided(leader, row, name="钱工")
    with pytest.raises(Refused):
        actions.decline(leader, row, reason="请先补充近三个月位移记录")
    assert Helper.rows.filter(request=row).count() == 1


def test_another_helper_takes_over_with_a_reason_and_has_to_report_again(mine, officer, county):
    agency = stage.sound_agency()
    row = stage.reported(county, stage.consulted(county, stage.asked(officer, mine), agency))
    row = stage.guided(county, row, reason="机构人手不足，退出会诊")
    assert (row.state, row.agency) == (HelpState.ACCEPTED, None)
    held = Helper.rows.get(request=row, ended_at__isnull=False)
    assert held.agency == agency and held.end_reason == "机构人手不足，退出会诊"
    with pytest.raises(Refused):
        actions.close(county, row, result="solved", words="观测点已布设")


def test_days_since_the_request_are_counted_in_shanghai(mine, officer, county):
    row = stage.asked(officer, mine, requested_at=clock.start_of_day(stage.days_ago(12)))
    assert row.days_since == 12
    row = stage.fresh(row)
    actions.decline(county, row, reason="请先补充近三个月位移记录")
    with clock.at(clock.now() + timedelta(days=5)):
        assert stage.fresh(row).days_since == 12
