"""Must is not may: what the plan demands without exception is enforced when a form is saved, submitted and accepted."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from kuangan.duties.actions.derive import derive
from kuangan.duties.actions.redo import order_redo
from kuangan.duties.actions.review import Seen, Verdict, accept, accept_many
from kuangan.duties.actions.submit import submit
from kuangan.duties.actions.supply import add_file, save_form
from kuangan.duties.models import Assignment
from kuangan.duties.queries.evidence import dossier
from kuangan.duties.tests.campaign import SYSTEM, at, authorities, put_in_force
from kuangan.duties.tests.conftest import stored
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel.errors import Refused
from kuangan.plan.rules.form_rules import Setting, broken, form_rule
from tests.cast import people, places

RULES = """
        rules:
          - when: {any_yes: [sloppy, missed]}
            must: {field: outcome, is: 推倒重来}
            sentence: 有一项为是的一律推倒重来。
          - {when: {any_yes: [sloppy, missed]}, redo: [self-check], sentence: 请先下达推倒重来。}
"""
DUTIES = """
  - id: self-check
    title: 自查自改
    short: 自查自改
    group: 企业
    summary: 自查。
    clauses: [二]
    bearer: mine
    applies: {scope: full}
    cadence: once
    due: {on: 2023-04-30}
    evidence: [{key: report, kind: file, label: 报告, accepts: [document]}]
    chain: [{by: county_bureau, act: review}]
  - id: oversight
    title: 自查督导
    short: 自查督导
    group: 监管
    summary: 督导。
    clauses: [二]
    bearer: {kind: county_bureau, for_each: mine, link: county}
    applies: {scope: full}
    cadence: once
    due: {on: 2023-11-30}
    evidence:
      - key: visit
        kind: form
        label: 督导情况
        fields:
          - {key: sloppy, label: 走过场, type: yesno, required: true}
          - {key: missed, label: 查不出来, type: yesno, required: true}
          - {key: outcome, label: 结论, type: choice, choices: [认可, 推倒重来], required: true}RULES
    chain: [{by: own_leader, act: review}]
"""
ALL_YES = {"sloppy": "yes", "missed": "yes"}


def plan_with(rules: str) -> str:
    return DUTIES.replace("RULES", rules)


@pytest.fixture
def county(db: Any, tmp_path: Any) -> Iterator[SimpleNamespace]:
    """The bureau of 开平 with a mine whose self-check was delivered; the clock stands at 20 April 2023."""
    authorities()
    with at(date(2023, 3, 23)):
        plan = put_in_force(tmp_path, plan_with(RULES)).plan
        mine = places.mine(code=places.KAIPING)
        derive(SYSTEM, plan, cause="test")
    told = SimpleNamespace(
        plan=plan, folder=tmp_path,
        officer=people.actor(Role.COUNTY_REVIEWER, Scope.of_region(places.KAIPING), "陈主任"),
        leader=people.as_actor(people.county_leader(places.KAIPING)),
        principal=people.actor(Role.MINE_PRINCIPAL, Scope.of_mine(mine.pk), "李老板"),
    )  # fmt: skip
    with at(date(2023, 4, 20)):
        own = row_of("self-check")
        add_file(told.principal, own, "report", stored("报告"), name="报告.pdf")
        submit(told.principal, own)
        yield told


def row_of(slug: str) -> Assignment:
    return Assignment.rows.select_related("duty__version", "plan", "mine", "authority").get(duty_slug=slug)


def save(county: SimpleNamespace, **values: Any) -> dict[str, str]:
    row = row_of("oversight")
    answer = row.answers.first()
    return save_form(county.officer, row, "visit", values, revision=answer.revision if answer else 0)[1]


def test_any_of_the_situations_leads_to_redo_and_nowhere_else(county: SimpleNamespace) -> None:
    assert save(county, **ALL_YES, outcome="认可") == {"outcome": "有一项为是的一律推倒重来。"}
    with pytest.raises(Refused, match="一律推倒重来"):
        submit(county.officer, row_of("oversight"))
    assert save(county, sloppy="no", missed="yes", outcome="推倒重来") == {}
    with pytest.raises(Refused, match="请先下达推倒重来"):
        submit(county.officer, row_of("oversight"))
    own = row_of("self-check")
    assert dossier(row_of("oversight")).finding("visit").url == f"/duties/{own.pk}/"
    order_redo(county.officer, own, trigger="careless", reason="现场与报告不符", new_due=date(2023, 5, 10))
    assert submit(county.officer, row_of("oversight")).number


def test_without_any_of_them_recognition_goes_through(county: SimpleNamespace) -> None:
    assert save(county, sloppy="no", missed="no", outcome="认可") == {}
    submission = submit(county.officer, row_of("oversight"))
    assert accept(county.leader, row_of("oversight"), seen=Seen(submission.number, 0)).state == "accepted"


def test_what_was_submitted_before_the_rule_cannot_be_accepted_against_it(county: SimpleNamespace) -> None:
    """Neither one by one nor in bulk."""
    put_in_force(county.folder, plan_with(""), "2.0.0")
    derive(SYSTEM, county.plan, cause="test")
    save(county, **ALL_YES, outcome="认可")
    submission = submit(county.officer, row_of("oversight"))
    put_in_force(county.folder, plan_with(RULES), "3.0.0")
    Assignment.rows.filter(duty_slug="oversight").update(
        duty=county.plan.versions.get(version="3.0.0").duties.get(slug="oversight")
    )
    row = row_of("oversight")
    with pytest.raises(Refused, match="一律推倒重来"):
        accept(county.leader, row, seen=Seen(submission.number, 0))
    (outcome,) = accept_many(county.leader, [Verdict(row.pk, Seen(submission.number, 0))])
    assert "一律推倒重来" in outcome.refused


# ── rules as such ───────────────────────────────────────────────────────────


def sentences(rule: dict[str, Any], values: dict[str, Any], **more: Any) -> list[str]:
    return [item.field for item in broken([form_rule({"sentence": "不行", **rule})], values, Setting(**more))]


@pytest.mark.parametrize(
    ("rule", "breaking", "keeping"),
    [
        ({"when": {"field": "enough", "is": False}, "require": ["experts"]},
         {"enough": False, "experts": ""}, {"enough": False, "experts": "王工"}),
        ({"when": {"field": "measured", "more_than": {"field": "design"}}, "require": ["treatment"]},
         {"measured": "58", "design": "55.5"}, {"measured": "55.50", "design": "55.5"}),
        ({"when": {"field": "batch", "in": ["甲", "乙"]}, "require": ["lead"]}, {"batch": "乙"}, {"batch": "不列入"}),
        ({"must": {"not": {"field": "outcome", "is": "认可"}}}, {"outcome": "认可"}, {"outcome": "责令"}),
        ({"rows": "units", "when": {"any": [{"field": "fit", "is": False}]}, "must": {"field": "then", "is": "清退"}},
         {"units": [{"fit": "是"}, {"fit": "否", "then": "留"}]}, {"units": [{"fit": "否", "then": "清退"}]}),
        ({"count": {"table": "mines", "at_least": {"parameter": "least"}}}, {"mines": [{}]}, {"mines": [{}, {}]}),
        ({"covers": {"table": "kinds", "column": "kind"}}, {"kinds": [{"kind": "水"}]},
         {"kinds": [{"kind": "水"}, {"kind": "火"}]}),
        ({"gap": {"table": "log", "column": "on", "at_most_days": 7}},
         {"log": [{"on": "2023-04-06"}, {"on": "2023-04-14"}]}, {"log": [{"on": "2023-04-06"}, {"on": "2023-04-13"}]}),
        ({"gap": {"table": "log", "column": "on", "at_most_days": 7}}, {"log": [{"on": "2023-05-03"}]},
         {"log": [{"on": "2023-04-08"}, {"on": "2023-04-12"}]}),
    ],
    ids=["require", "compare", "in", "not", "rows", "count", "covers", "gap", "outside"],
)  # fmt: skip
def test_each_rule_is_kept_or_broken(rule: dict[str, Any], breaking: dict[str, Any], keeping: dict[str, Any]) -> None:
    more = {"parameters": {"least": 2}, "choices": {"kinds.kind": ("水", "火")}, "start": date(2023, 4, 1),
            "end": date(2023, 4, 19)}  # fmt: skip
    assert sentences(rule, breaking, **more) != []
    assert sentences(rule, keeping, **more) == []


def test_what_is_not_answered_yet_contradicts_nothing() -> None:
    rule = {"when": {"any_yes": ["sloppy", "missed"]}, "must": {"field": "outcome", "is": "推倒重来"}}
    for values in ({}, {"sloppy": None, "outcome": "认可"}, {"sloppy": True}, {"sloppy": False, "missed": None}):
        assert sentences(rule, values) == []
    assert sentences(rule, {"sloppy": True, "missed": None, "outcome": "认可"}) == ["outcome"]
