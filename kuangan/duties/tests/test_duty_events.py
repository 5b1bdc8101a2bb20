"""Duties that other duties of the plan give rise to: by an answer in a form, or by being delivered."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from kuangan.duties.actions.derive import derive
from kuangan.duties.actions.review import Seen, accept, return_
from kuangan.duties.actions.submit import submit, withdraw
from kuangan.duties.actions.supply import add_file, save_form
from kuangan.duties.models import Assignment
from kuangan.duties.queries.evidence import duty_of
from kuangan.duties.queries.explaining import why
from kuangan.duties.tests.campaign import SYSTEM, at, authorities, put_in_force
from kuangan.duties.tests.conftest import stored
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.plan.rules.phrases import cadence_words
from tests.cast import people, places

DUTIES = """
  - id: capability
    title: 监管能力自查
    short: 能力自查
    group: 监管
    summary: 县局自查监管能力。
    clauses: [二]
    bearer: county_bureau
    cadence: once
    due: {on: 2023-06-30}
    evidence:
      - key: self
        kind: form
        label: 自查
        fields:
          - {key: words, label: 情况, type: longtext, required: true}
          - {key: upward, label: 需要上级统筹解决, type: yesno, required: true}
    chain: [{by: city_bureau, act: review}]
  - id: report
    title: 书面报告党委政府
    short: 书面报告
    group: 监管
    summary: 需上级统筹的书面报告。
    clauses: [二]
    bearer: county_bureau
    cadence: {on_answer: {duty: capability, form: self, field: upward, is: true}}
    due: {after: event, days: 10}
    evidence: [{key: paper, kind: file, label: 书面报告, accepts: [document]}]
    chain: [{by: city_bureau, act: file_record}]
  - id: reply
    title: 政府研究答复
    short: 研究答复
    group: 政府
    summary: 收到书面报告后答复。
    clauses: [二]
    bearer: county_government
    cadence: {on_delivery: report}
    due: {after: event, days: 20}
    evidence: [{key: paper, kind: file, label: 答复, accepts: [document]}]
    chain: []
  - id: check
    title: 全面自查
    short: 全面自查
    group: 企业
    summary: 自查。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: once
    due: {on: 2023-04-30}
    evidence:
      - key: units
        kind: form
        label: 外包单位
        fields:
          - key: list
            label: 单位
            type: table
            columns: [{key: name, label: 名称}, {key: fit, label: 符合要求, type: yesno}]
    chain: [{by: county_bureau, act: review}]
  - id: clearing
    title: 清退外包单位
    short: 清退
    group: 企业
    summary: 不符合的清退。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: {on_answer: {duty: check, form: units, field: list.fit, is: false}}
    due: {after: event, days: 5}
    evidence: [{key: paper, kind: file, label: 清退记录, accepts: [document]}]
    chain: [{by: county_bureau, act: review}]
"""


@pytest.fixture
def county(db: Any, tmp_path: Any) -> Iterator[SimpleNamespace]:
    """The bureau of 开平 on 20 April 2023, its mine and its city."""
    authorities()
    body = places.bureau(places.KAIPING)
    government = places.government(places.KAIPING)
    with at(date(2023, 3, 23)):
        plan = put_in_force(tmp_path, DUTIES).plan
        mine = places.mine(code=places.KAIPING)
        derive(SYSTEM, plan, cause="test")
    with at(date(2023, 4, 20)):
        yield SimpleNamespace(
            plan=plan, mine=mine, body=body, government=government,
            officer=people.actor(Role.COUNTY_REVIEWER, Scope.of_region(places.KAIPING), "陈主任"),
            city=people.actor(Role.CITY_OFFICE, Scope.of_region(places.JIANGMEN), "黄科长"),
            principal=people.actor(Role.MINE_PRINCIPAL, Scope.of_mine(mine.pk), "李老板"),
        )  # fmt: skip


def row_of(slug: str, **more: Any) -> Assignment | None:
    rows = Assignment.rows.select_related("duty__version", "plan", "mine", "authority")
    return rows.filter(duty_slug=slug, **more).first()


def deliver(county: SimpleNamespace, upward: bool, done: Any, *, because: str = "") -> Assignment:
    """The form of the county filled in and delivered, with whatever follows."""
    row = row_of("capability", authority=county.body)
    assert row is not None
    answer = row.answers.filter(round=row.round).first()
    values = {"words": "已自查", "upward": "yes" if upward else "no"}
    save_form(county.officer, row, "self", values, revision=answer.revision if answer else 0)
    with done(execute=True):
        submit(county.officer, row, unchanged_because=because)
    row.refresh_from_db()
    return row


def test_an_answer_raises_the_duty_that_the_plan_hangs_on_it(
    county: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    deliver(county, True, django_capture_on_commit_callbacks)
    report = row_of("report", authority=county.body)
    assert report is not None and report.state == "open"
    assert report.event_on == date(2023, 4, 20) and clock.day_of(report.due_at) == date(2023, 4, 30)
    assert "需要上级统筹解决" in cadence_words(duty_of(report)) and "监管能力自查" in cadence_words(duty_of(report))
    assert "需要上级统筹解决" in why(report).occasion and "2023年4月20日" in why(report).occasion
    assert row_of("report", authority__region_code=places.ENPING) is None, "another county answered nothing"


def test_the_other_answer_raises_nothing(county: SimpleNamespace, django_capture_on_commit_callbacks: Any) -> None:
    deliver(county, False, django_capture_on_commit_callbacks)
    assert row_of("report") is None


def test_a_draft_raises_nothing(county: SimpleNamespace) -> None:
    row = row_of("capability", authority=county.body)
    assert row is not None
    save_form(county.officer, row, "self", {"words": "草稿", "upward": "yes"})
    derive(SYSTEM, county.plan, cause="test")
    assert row_of("report") is None


def test_a_corrected_answer_ends_the_duty_with_its_reason(
    county: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    row = deliver(county, True, django_capture_on_commit_callbacks)
    seen = Seen(row.submissions.get().number, 0)
    return_(county.city, row, seen=seen, opinion="请核对", correct_by=date(2023, 4, 25))
    report = row_of("report")
    assert report is not None and report.state == "open", "what was returned still stands until it is corrected"
    deliver(county, False, django_capture_on_commit_callbacks)
    report = row_of("report")
    assert report is not None and report.state == "voided" and why(report).gone
    derive(SYSTEM, county.plan, cause="recomputed")
    assert Assignment.rows.filter(duty_slug="report").count() == 1


def test_delivering_the_same_answer_again_moves_nothing(
    county: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    row = deliver(county, True, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        return_(
            county.city, row, seen=Seen(row.submissions.get().number, 0), opinion="请核对", correct_by=date(2023, 4, 25)
        )
    with at(date(2023, 4, 24)):
        deliver(county, True, django_capture_on_commit_callbacks, because="核对无误，确需上级统筹")
    report = row_of("report")
    assert report is not None and report.event_on == date(2023, 4, 20)


def test_a_delivery_raises_the_duty_of_another_body_and_taking_it_back_ends_it(
    county: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    deliver(county, True, django_capture_on_commit_callbacks)
    report = row_of("report")
    assert report is not None
    add_file(county.officer, report, "paper", stored("报告"), name="报告.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        submit(county.officer, report)
    reply = row_of("reply")
    assert reply is not None and reply.authority == county.government and reply.event_on == date(2023, 4, 20)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(county.officer, row_of("report"), reason="附件有误")
    reply = row_of("reply")
    assert reply is not None and reply.state == "voided" and why(reply).gone


def test_a_cell_of_a_table_raises_a_duty_of_the_same_mine(
    county: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    row = row_of("check", mine=county.mine)
    assert row is not None
    save_form(county.principal, row, "units", {"list": [{"name": "甲", "fit": "是"}, {"name": "乙", "fit": "否"}]})
    with django_capture_on_commit_callbacks(execute=True):
        submit(county.principal, row)
    clearing = row_of("clearing", mine=county.mine)
    assert clearing is not None and clearing.owing_mine_id == county.mine.pk
    accept(county.officer, row, seen=Seen(row.submissions.get().number, 0))
    derive(SYSTEM, county.plan, cause="recomputed")
    assert Assignment.rows.filter(duty_slug="clearing").count() == 1
