"""The plans of the world: one of 江门 in force with a draft after it, one of another city."""

from pathlib import Path

from kuangan.duties.tests.campaign import HEAD, SYSTEM
from kuangan.plan.actions import load, publish
from kuangan.plan.models import PlanVersion

PARAMETER = "watch_days"
SLUGS = {
    "open": "未动",
    "started": "已开始",
    "signing": "待签",
    "ready": "备齐",
    "submitted": "待审",
    "accepted": "通过",
    "extending": "延期",
}
"""One duty of a mine for every state that the pages know."""

_MINE_DUTY = """
  - id: {slug}
    title: {words}材料
    short: {words}材料
    group: 企业
    summary: 报送材料。
    clauses: [二]
    bearer: mine
    applies: {{scope: full}}
    cadence: once
    due: {{on: 2023-04-30}}
    grace_days: 20
    evidence:
      - {{key: report, kind: file, label: 自查自改报告, accepts: [document, image]}}
      - key: facts
        kind: form
        label: 基本情况
        fields: [{{key: found, label: 发现问题数, type: number, required: true}}]
      - {{key: promise, kind: statement, label: 承诺书, text: "{{bearer}}承诺真实。{{name}}", signed_by: principal}}
      - {{key: known, kind: acknowledgement, label: 签收确认, text: 已知悉。}}
    chain:
      - {{by: county_bureau, act: review, within: {{working_days: 5}}}}
      - {{by: city_bureau, act: file_record, within: {{working_days: 3}}}}
"""
_COUNTY_DUTY = """
  - id: county
    title: 县局部署
    short: 县局部署
    group: 监管
    summary: 县局开会部署。
    clauses: [二]
    bearer: {together: [county_bureau, county_government]}
    cadence: once
    due: {on: 2023-04-30}
    evidence:
      - {key: report, kind: file, label: 会议纪要, accepts: [document]}
    chain:
      - {by: city_bureau, act: review}
"""
_PARAMETERS = f"""
parameters:
  - {{id: {PARAMETER}, title: 盯守间隔, type: integer, default: 7, least: 1, most: 31, unit: 天,
     set_by: [city_office, county_leader], per_region: true, clauses: [二]}}
"""


def _package(folder: Path, region: str, urn: str, version: str) -> Path:
    head = HEAD.format(version=version).replace('"440700"', f'"{region}"').replace("plan:test:2023", f"plan:{urn}:2023")
    duties = "".join(_MINE_DUTY.format(slug=slug, words=words) for slug, words in SLUGS.items()) + _COUNTY_DUTY
    path = folder / f"{urn}-{version}.yaml"
    path.write_text(head + duties + _PARAMETERS, encoding="utf-8")
    return path


def in_force(folder: Path, region: str, urn: str) -> PlanVersion:
    """A plan of a city in force."""
    return publish(SYSTEM, load(SYSTEM, _package(folder, region, urn, "1.0.0")))


def draft(folder: Path, region: str, urn: str) -> PlanVersion:
    """The next version of the same plan, not yet published."""
    return load(SYSTEM, _package(folder, region, urn, "1.1.0"))
