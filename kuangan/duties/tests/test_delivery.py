"""Delivering: what is missing, the signature and its content, submission, withdrawal, joint bearers."""

from datetime import date
from typing import Any

import pytest

from kuangan.duties import kinds
from kuangan.duties.actions.derive import derive
from kuangan.duties.actions.settle import settle_by_facts
from kuangan.duties.actions.submit import submit, withdraw
from kuangan.duties.actions.supply import add_file, confirm_share, remove_file, save_form, sign
from kuangan.duties.models import Assignment, CoBearer, Signature, Submission
from kuangan.duties.queries.evidence import dossier
from kuangan.duties.queries.measures import Measured, supply
from kuangan.duties.tests.campaign import SYSTEM, at, put_in_force
from kuangan.duties.tests.conftest import DAY, Stage, stored
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from kuangan.plan.models import Receipt
from tests.cast import people, places


def test_nothing_can_be_submitted_before_everything_is_there_and_the_refusal_says_what(stage: Stage) -> None:
    with at(DAY), pytest.raises(Refused) as refusal:
        submit(stage.principal, stage.assignment())
    assert "自查自改报告" in str(refusal.value) and "承诺书" in str(refusal.value)
    assert not Submission.rows.exists()


def test_a_complete_package_gets_a_receipt_and_waits_for_the_county(stage: Stage) -> None:
    with at(DAY):
        receipt = stage.delivered()
        row = stage.assignment()
    assert row.state == "submitted" and row.waiting_for.region_code == places.KAIPING
    assert receipt.number.startswith("440783-230420-") and not receipt.was_late
    assert receipt.content["forms"]["facts"]["found"] == "3"
    assert AuditEvent.rows.filter(kind=kinds.SUBMITTED.name, actor_name="吴安全员").count() == 1


def test_a_second_submission_of_the_same_package_is_refused(stage: Stage) -> None:
    with at(DAY):
        stage.delivered()
        with pytest.raises(Refused):
            submit(stage.safety_officer, stage.assignment())
    assert Submission.rows.count() == 1


def test_only_the_principal_signs(stage: Stage) -> None:
    with at(DAY):
        row = stage.assignment()
        add_file(stage.safety_officer, row, "report", stored("报告"), name="报告.pdf")
        save_form(stage.safety_officer, row, "facts", {"found": "3"})
        with pytest.raises(Forbidden):
            sign(stage.safety_officer, row, "promise", proven=True)
        with pytest.raises(Refused):
            sign(stage.principal, row, "promise", proven=False)
        mark = sign(stage.principal, row, "promise", proven=True)
    assert "李老板" in mark.text and mark.method == Signature.Method.PASSWORD


def test_a_change_after_signing_visibly_breaks_the_signature_and_stops_the_submission(stage: Stage) -> None:
    with at(DAY):
        row = stage.prepare()
        assert dossier(row).lacking == []
        save_form(stage.safety_officer, row, "facts", {"found": "4"}, revision=1)
        finding = dossier(row).finding("promise")
        assert finding.signature_broken and not finding.found and "李老板" in finding.words
        with pytest.raises(Refused):
            submit(stage.principal, row)
        sign(stage.principal, row, "promise", proven=True)
        submit(stage.principal, row)
    assert Signature.rows.count() == 2


def test_two_people_filling_one_form_do_not_overwrite_each_other(stage: Stage) -> None:
    with at(DAY):
        row = stage.assignment()
        save_form(stage.safety_officer, row, "facts", {"found": "3"}, revision=0)
        with pytest.raises(Refused) as refusal:
            save_form(stage.principal, row, "facts", {"found": "9"}, revision=0)
    assert "吴安全员" in str(refusal.value)
    assert row.answers.get().values == {"found": "3"}


def test_a_wrong_answer_is_kept_and_named_beside_its_field(stage: Stage) -> None:
    with at(DAY):
        answer, errors = save_form(stage.safety_officer, stage.assignment(), "facts", {"found": "三个"})
    assert set(errors) == {"found"} and answer.values == {"found": "三个"}


def test_a_removed_file_stays_on_record(stage: Stage) -> None:
    with at(DAY):
        row = stage.prepare()
        remove_file(stage.safety_officer, row.files.get())
        assert not dossier(row).finding("report").found
    assert row.files.get().removed_at is not None


def test_what_was_submitted_cannot_be_changed_until_it_is_withdrawn(stage: Stage) -> None:
    with at(DAY):
        stage.delivered()
        row = stage.assignment()
        with pytest.raises(Refused):
            save_form(stage.safety_officer, row, "facts", {"found": "9"}, revision=1)
        withdraw(stage.safety_officer, row, reason="补一张图")
        save_form(stage.safety_officer, row, "facts", {"found": "9"}, revision=1)
        row = stage.assignment()
    assert row.state == "open" and row.submissions.get().state == "withdrawn"
    assert row.submissions.get().content["forms"]["facts"]["found"] == "3"


def test_a_mine_cannot_touch_what_another_mine_owes(stage: Stage) -> None:
    stranger = people.actor(Role.MINE_PRINCIPAL, Scope.of_mine(places.mine(code=places.KAIPING).pk))
    with at(DAY), pytest.raises(OutOfScope):
        add_file(stranger, stage.assignment(), "report", stored("x"), name="x.pdf")


def test_the_county_cannot_deliver_for_a_mine(stage: Stage) -> None:
    with at(DAY), pytest.raises(Forbidden):
        add_file(stage.reviewer, stage.assignment(), "report", stored("x"), name="x.pdf")


JOINT = """
  - id: joint
    title: 联合检查
    short: 联合检查
    group: 监管
    summary: 两局依次办理。
    clauses: [二]
    bearer: {in_order: [county_bureau, county_government]}
    applies: true
    cadence: once
    due: {on: 2023-06-30}
    evidence:
      - {key: record, kind: file, label: 记录, accepts: [document]}
    chain:
      - {by: city_bureau, act: review}
"""


def test_a_joint_duty_waits_until_every_bearer_has_confirmed(stage: Stage, tmp_path: Any) -> None:
    places.government(places.KAIPING)
    with at(DAY):
        put_in_force(tmp_path, JOINT, version="3.0.0")
        derive(SYSTEM, stage.plan, cause="test")
        row = Assignment.rows.get(duty_slug="joint", region_code=places.KAIPING)
        add_file(stage.reviewer, row, "record", stored("记录"), name="记录.pdf")
        with pytest.raises(Refused):
            submit(stage.reviewer, row)
        office = people.actor(Role.GOVERNMENT_OFFICE, Scope.of_region(places.KAIPING))
        with pytest.raises(Forbidden):
            confirm_share(stage.reviewer, row.co_bearers.get())
        confirm_share(office, row.co_bearers.get())
        submit(stage.reviewer, row)
    assert CoBearer.rows.get(assignment=row).confirmed_at is not None


LEDGER = """
  - id: drill
    title: 演练
    short: 演练
    group: 企业
    summary: 演练一次。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: once
    due: {on: 2023-06-30}
    evidence:
      - key: drills
        kind: ledger
        label: 演练记录
        measure: test.drills
        awaits: 演练台账
        comparison: at_least
        value: 1
        until_ledger:
          - {key: papers, kind: file, label: 演练材料, accepts: [document]}
    chain:
      - {by: county_bureau, act: review}
"""


def test_a_duty_that_waits_for_a_ledger_says_so_and_takes_the_substitute(
    stage: Stage, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(DAY):
        put_in_force(tmp_path, LEDGER, version="4.0.0")
        derive(SYSTEM, stage.plan, cause="test")
        row = stage.assignment("drill")
        waiting = dossier(row)
        assert waiting.finding("drills").waits_for_ledger
        assert [f.spec.key for f in waiting.lacking] == ["papers"]
        monkeypatch.setattr("kuangan.duties.queries.measures._measures", {})
        supply("test.drills", lambda _assignment, _arguments: Measured(2, "台账中有2次"))
        connected = dossier(row)
        assert "演练台账" in waiting.finding("drills").words
    assert connected.lacking == [] and connected.finding("drills").words == "台账中有2次"


def test_submitting_after_the_due_date_is_recorded_as_late(stage: Stage) -> None:
    with at(date(2023, 5, 2)):
        assert stage.assignment().is_overdue()
        assert stage.delivered().was_late
        assert not stage.assignment().is_overdue()


FACT_ALONE = """
  - id: receipt
    title: 签收方案
    short: 签收方案
    group: 企业
    summary: 签收方案。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: once
    due: {on: 2023-06-30}
    evidence:
      - {key: receipt, kind: fact, label: 已签收, measure: plan_received, comparison: equals, value: true}
"""


def test_a_duty_that_asks_for_a_fact_alone_is_settled_by_that_fact(stage: Stage, tmp_path: Any) -> None:
    with at(DAY):
        version = put_in_force(tmp_path, FACT_ALONE, version="5.0.0")
        derive(SYSTEM, stage.plan, cause="test")
        assert settle_by_facts(SYSTEM, stage.plan, mine_id=stage.mine.pk) == 0
        Receipt.rows.create(
            version=version,
            mine=stage.mine,
            region_code=places.KAIPING,
            handed_out_by="县局",
            acknowledged_at=clock.now(),
            acknowledged_by="李老板",
        )
        assert settle_by_facts(SYSTEM, stage.plan, mine_id=stage.mine.pk) == 1
    assert stage.assignment("receipt").state == "accepted"


def test_whoever_answers_for_an_enterprise_delivers_for_its_mines(stage: Stage) -> None:
    owner = people.actor(Role.MINE_PRINCIPAL, Scope(enterprises=frozenset({stage.mine.enterprise_id})), "关总")
    with at(DAY):
        row = stage.assignment()
        add_file(owner, row, "report", stored("报告"), name="报告.pdf")
        save_form(owner, row, "facts", {"found": "3"})
        sign(owner, row, "promise", proven=True)
        assert submit(owner, row).submitted_by == "关总"


ZERO = """
  - id: zero
    title: 每月排查
    short: 每月排查
    group: 企业
    summary: 排查一次。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: once
    due: {on: 2023-06-30}
    evidence:
      - {key: found, kind: file, label: 隐患记录, accepts: [document]}
      - {key: none, kind: zero_report, label: 零隐患承诺, text: "{mine}本月未查出重大事故隐患。", instead_of: found}
    chain:
      - {by: county_bureau, act: review}
"""


def test_a_signed_zero_report_stands_for_the_evidence_it_replaces(stage: Stage, tmp_path: Any) -> None:
    with at(DAY):
        put_in_force(tmp_path, ZERO, version="6.0.0")
        derive(SYSTEM, stage.plan, cause="test")
        row = stage.assignment("zero")
        assert {f.spec.key for f in dossier(row).lacking} == {"found", "none"}
        mark = sign(stage.principal, row, "none", proven=True)
        assert "第" in mark.text and dossier(row).lacking == []
        submit(stage.principal, row)


def test_with_a_finding_on_file_no_zero_report_is_asked(stage: Stage, tmp_path: Any) -> None:
    with at(DAY):
        put_in_force(tmp_path, ZERO, version="6.0.0")
        derive(SYSTEM, stage.plan, cause="test")
        row = stage.assignment("zero")
        add_file(stage.safety_officer, row, "found", stored("记录"), name="记录.pdf")
        assert dossier(row).lacking == []
