"""A plan that asks the ledgers, and what the tests of it stand on."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.queries.evidence import dossier
from kuangan.duties.tests.campaign import SYSTEM, at, authorities, put_in_force
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.hazards.tests import stage as hazards
from tests.cast import people, places

FIVE = """
  - id: five
    title: 五落实
    short: 五落实
    group: 企业
    summary: 每项重大隐患五落实。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: {on_event: hazard_found, match: {grade: [major]}}
    due: {after: event, working_days: 3}
    evidence:
      - key: five
        kind: ledger
        label: 五落实齐全
        measure: hazards.five_in_place
        comparison: equals
        value: true
        until_ledger: [{key: five_file, kind: file, label: 五落实, accepts: [document]}]
    chain: [{by: county_bureau, act: review}]
  - id: slope
    title: 边坡险情撤人
    short: 边坡撤人
    group: 企业
    summary: 发现边坡险情立即撤人。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: {on_event: slope_danger_found}
    due: {after: event, days: 0}
    evidence:
      - key: evacuation
        kind: ledger
        label: 人员全部撤出
        measure: hazards.evacuated
        comparison: equals
        value: true
        until_ledger: [{key: evacuation_file, kind: file, label: 撤人记录, accepts: [document]}]
    chain: [{by: county_bureau, act: review}]
  - id: listing
    title: 挂牌督办
    short: 挂牌督办
    group: 治理
    summary: 市局挂牌督办。
    clauses: [二]
    bearer: {kind: city_bureau, for_each: mine, link: city}
    applies: {scope: full}
    cadence: {on_event: hazard_found, match: {grade: [major]}}
    due: {after: event, days: 10}
    evidence:
      - key: notice
        kind: ledger
        label: 挂牌督办通知
        measure: hazards.listed
        comparison: equals
        value: true
        until_ledger: [{key: notice_file, kind: file, label: 通知, accepts: [document]}]
  - id: treated
    title: 督促整改
    short: 督促整改
    group: 治理
    summary: 到期隐患全部整改。
    clauses: [二]
    bearer: county_bureau
    applies: {region_has: {scope: full}}
    cadence: once
    due: {on: 2023-11-30}
    evidence:
      - key: closed
        kind: coverage
        label: 到期隐患全部整改
        measure: hazards.due_closed
        population: 到期的隐患
        value: 100
        until_ledger: [{key: closed_file, kind: file, label: 台账, accepts: [document]}]
    chain: [{by: city_bureau, act: file_record}]
  - id: lists
    title: 两个清单
    short: 两个清单
    group: 企业
    summary: 报送两个清单。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: once
    due: {on: 2023-04-30}
    evidence:
      - {key: problems, kind: list, label: 问题隐患清单, list: problem-list}
      - {key: risks, kind: list, label: 风险管控清单, list: risk-list}
      - key: figures
        kind: form
        label: 情况
        fields:
          - {key: found, label: 查出问题, type: number, required: true, measure: hazards.self_found}
          - {key: closed, label: 已整改, type: number, required: true, measure: hazards.self_found_closed}
          - {key: words, label: 情况, type: longtext}
    chain: [{by: county_bureau, act: review}]
"""
_COLUMN = "columns: [{key: place, label: 部位, required: true}]"
LISTS = f"""
lists:
  - {{id: problem-list, title: 问题隐患清单, source: hazards.problems, owner: mine, {_COLUMN}, clauses: [二]}}
  - {{id: risk-list, title: 风险管控清单, source: hazards.risks, owner: mine, {_COLUMN}, clauses: [二]}}
"""
FIRST = date(2023, 4, 10)


def scene_of(tmp_path) -> Iterator[SimpleNamespace]:
    """A mine of 开平 under a plan that asks the ledger; the clock stands at 20 April 2023."""
    authorities()
    with at(date(2023, 3, 23)):
        plan = put_in_force(tmp_path, FIVE + LISTS).plan
        mine = places.mine(code=places.KAIPING)
        derive(SYSTEM, plan, cause="test")
    county = Scope.of_region(places.KAIPING)
    users = {"reviewer": people.county_reviewer(places.KAIPING), "principal": people.principal(mine)}
    with at(date(2023, 4, 20)):
        yield SimpleNamespace(
            plan=plan,
            mine=mine,
            users=users,
            principal=people.as_actor(users["principal"]),
            safety=people.actor(Role.MINE_SAFETY_OFFICER, Scope.of_mine(mine.pk), "吴安全员"),
            officer=people.actor(Role.COUNTY_REVIEWER, county, "陈主任"),
            city=people.actor(Role.CITY_OFFICE, Scope.of_region(places.JIANGMEN), "黄科长"),
        )


def major(told, day=FIRST, **words):
    """A hazard found and determined to be major on a day."""
    with at(day):
        return hazards.determined(told.principal, hazards.found(told.principal, told.mine, **words))


def owed(slug, **more):
    return list(Assignment.rows.filter(duty_slug=slug, **more).order_by("pk"))


def finding(row, key):
    return dossier(Assignment.rows.select_related("duty__version", "plan", "mine").get(pk=row.pk)).finding(key)
