"""Section 三 of the 2023 plan: which mines are in, which are watched, which are out, and why."""

from __future__ import annotations

from typing import Any

import pytest

from kuangan.plan.package.parts import PlanPackage
from kuangan.plan.rules.predicates import ScopeIs, truth
from kuangan.plan.rules.scope import outcome, scope_facts
from kuangan.plan.rules.wording import scope_left_open

STOPPED = ("long_stopped", "construction_stopped", "pending_closure", "merging")


@pytest.mark.parametrize("people", [True, False, None])
@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("producing", "full"),
        ("construction", "full"),
        ("technical_upgrade", "full"),
        ("rectification", "full"),
        ("resuming", "full"),
        ("closed", "out"),
    ],
)
def test_working_mines_are_in_and_closed_mines_out_whoever_is_on_site(
    jiangmen: PlanPackage, status: str, code: str, people: bool | None
) -> None:
    assert outcome(jiangmen.scope, {"status": status, "people_working": people}).code == code


@pytest.mark.parametrize("status", STOPPED)
def test_a_stopped_mine_with_people_working_is_treated_as_a_normal_mine(jiangmen: PlanPackage, status: str) -> None:
    found = outcome(jiangmen.scope, {"status": status, "people_working": True})
    assert (found.code, found.mode, found.clauses) == ("full", "", ("三",))
    assert "有人作业" in found.sentence and "盯守" in found.until


@pytest.mark.parametrize("people", [False, None])
@pytest.mark.parametrize("status", STOPPED)
def test_a_stopped_mine_without_people_is_watched(jiangmen: PlanPackage, status: str, people: bool | None) -> None:
    found = outcome(jiangmen.scope, {"status": status, "people_working": people})
    assert (found.code, found.mode) == ("watch", "contact")
    assert "无人作业" in found.sentence and "复工" in found.until


def test_an_outcome_that_hangs_on_an_unknown_fact_stands_and_says_what_else_it_could_be(jiangmen: PlanPackage) -> None:
    found = outcome(jiangmen.scope, {"status": "long_stopped", "people_working": None})
    assert (found.code, found.open, found.unknown) == ("watch", ("full",), ("people_working",))
    words = scope_left_open(found)
    assert "有人作业" in words or "people working" in words
    facts = {**scope_facts(found)}
    assert [truth(ScopeIs(code), facts) for code in ("watch", "full", "out")] == [True, None, False]
    assert outcome(jiangmen.scope, {"status": "long_stopped", "people_working": False}).open == ()


def test_the_way_of_watching_is_the_mines_own_when_it_is_on_record(jiangmen: PlanPackage) -> None:
    facts: dict[str, Any] = {"status": "long_stopped", "people_working": False, "watch_mode": "on_site"}
    assert outcome(jiangmen.scope, facts).mode == "on_site"


def test_a_mine_of_unknown_status_stays_in_until_it_is_known(jiangmen: PlanPackage) -> None:
    assert outcome(jiangmen.scope, {}).code == "full"


def test_every_status_of_the_registry_is_decided_by_a_rule(jiangmen: PlanPackage) -> None:
    from kuangan.plan.rules.facts import FACTS

    for status in FACTS["status"].choices:
        found = outcome(jiangmen.scope, {"status": status})
        assert found.rule and found.sentence and found.until


def test_without_a_matching_rule_a_plan_does_not_reach_the_mine(reservoirs: PlanPackage) -> None:
    found = outcome(reservoirs.scope, {"status": "closed"}, reservoirs.scope_default)
    assert (found.code, found.rule, found.sentence) == ("out", "", "不在行动范围。")
