"""A small campaign for the tests of this room: an invented plan of one page, loaded and published through the doors."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time
from typing import Any

from kuangan.duties.models import Assignment
from kuangan.duties.tasks import derive_mines
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.plan.actions import load, publish
from kuangan.plan.models import Plan, PlanVersion
from kuangan.registry import actions as registry
from kuangan.registry.models import Mine
from tests.cast import places

SYSTEM = Actor.system("test")
ISSUED = date(2023, 3, 23)

HEAD = """
schema: kuangan-plan/1
urn: urn:kuangan:plan:test:2023
version: "{version}"
title: 试验整治方案
short_title: 试验整治
industry: non-coal-mines
issuer: {{region: "440700", name: 江门市应急管理局}}
issued_on: 2023-03-23
window: {{start: 2023-03-23, end: 2023-12-31}}
clauses:
  - {{id: 一, heading: 范围}}
  - {{id: 二, heading: 任务}}
scope:
  - id: stopped
    when: {{all: [{{fact: status, is: long_stopped}}, {{not: {{fact: people_working, is: true}}}}]}}
    outcome: watch
    mode: contact
    sentence: 停产且无人作业。
    clauses: [一]
  - {{id: closed, when: {{fact: status, is: closed}}, outcome: out, sentence: 已关闭。, clauses: [一]}}
  - {{id: others, when: true, outcome: full, sentence: 列入整治范围。, clauses: [一]}}
duties:
"""

DUTIES = """
  - id: package
    title: 自查自改材料
    short: 自查自改材料
    group: 企业
    summary: 报送自查自改报告。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: once
    due: {on: 2023-04-30}
    grace_days: 20
    evidence:
      - {key: report, kind: file, label: 自查自改报告, accepts: [document]}
      - key: facts
        kind: form
        label: 基本情况
        fields: [{key: found, label: 发现问题数, type: number, required: true}]
      - {key: promise, kind: statement, label: 承诺书, text: "{bearer}承诺自查自改真实。{name}", signed_by: principal}
    chain:
      - {by: county_bureau, act: review, within: {working_days: 5}}
      - {by: city_bureau, act: file_record, within: {working_days: 3}}
  - id: monthly
    title: 每月排查
    short: 每月排查
    group: 企业
    summary: 每月排查一次。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: monthly
    due: {end_of: period}
    on_end: finish_period
    evidence:
      - {key: record, kind: file, label: 排查记录, accepts: [document]}
    chain:
      - {by: county_bureau, act: review}
  - id: contractors
    title: 外包专项
    short: 外包专项
    group: 企业
    summary: 外包排查。
    clauses: [二]
    bearer: mine
    applies: {all: [{scope: full}, {fact: has_contractors, is: true}]}
    cadence: once
    due: {on: 2023-06-30}
    grace_days: 10
    evidence:
      - {key: record, kind: file, label: 排查记录, accepts: [document]}
    chain:
      - {by: county_bureau, act: review}
"""


def at(day: date, hour: int = 9) -> AbstractContextManager[None]:
    """The clock fixed at an hour of a day in Shanghai."""
    return clock.at(datetime.combine(day, time(hour), clock.SHANGHAI))


def put_in_force(tmp_path: Any, duties: str = DUTIES, version: str = "1.0.0") -> PlanVersion:
    """Load and publish the test plan with these duties."""
    path = tmp_path / f"plan-{version}.yaml"
    path.write_text(HEAD.format(version=version) + duties, encoding="utf-8")
    return publish(SYSTEM, load(SYSTEM, path), reason="测试")


def authorities() -> None:
    """City, two counties and the province, each with its bureau."""
    for code in (places.JIANGMEN, places.KAIPING, places.ENPING, places.GUANGDONG):
        places.bureau(code)


def change(mine: Mine, on: date, **facts: Any) -> None:
    """Change facts of a mine and derive at once, as the listener does after commit."""
    registry.change_facts(SYSTEM, mine, facts, effective_on=on, basis="测试")
    derive_mines([mine.pk])


def states(plan: Plan, mine: Mine) -> dict[tuple[str, str], str]:
    """State by duty and period of everything a mine owes or owed."""
    rows = Assignment.rows.filter(plan=plan, mine=mine)
    return {(row.duty_slug, row.period_key): row.state for row in rows}
