"""Conditions over facts: unknown facts, reasons, and what would end them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from kuangan.plan.rules.facts import FACTS
from kuangan.plan.rules.predicates import Always, FactTest, Not, facts_used, holds, parse, truth, unknown_facts
from kuangan.plan.rules.reasons import enders, explain
from kuangan.plan.rules.wording import because, until

NAMES = ("flood_threat", "below_grade", "has_contractors")
BOUNDS = ("slope_height_m", "dump_height_m")


def leaf() -> st.SearchStrategy[Any]:
    return st.one_of(
        st.builds(lambda name, value: {"fact": name, "is": value}, st.sampled_from(NAMES), st.booleans()),
        st.builds(lambda name, value: {"fact": name, "is_not": value}, st.sampled_from(NAMES), st.booleans()),
        st.builds(lambda name, value: {"fact": name, "known": value}, st.sampled_from(NAMES + BOUNDS), st.booleans()),
        st.builds(lambda name, op, value: {"fact": name, op: value}, st.sampled_from(BOUNDS),
                  st.sampled_from(("at_least", "at_most")), st.integers(0, 5)),
        st.builds(lambda values: {"fact": "status", "in": values},
                  st.lists(st.sampled_from(("producing", "closed", "resuming")), min_size=1, max_size=3, unique=True)),
        st.builds(lambda code: {"scope": code}, st.sampled_from(("full", "watch", "out"))),
    )  # fmt: skip


TREES = st.recursive(
    leaf(),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=8,
)
FACT_SETS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.one_of(st.none(), st.booleans()) for name in NAMES},
        **{name: st.one_of(st.none(), st.integers(0, 6)) for name in BOUNDS},
        "status": st.sampled_from(("producing", "closed", "resuming", "long_stopped")),
        "scope": st.sampled_from(("full", "watch", "out")),
    },
)


@given(TREES, FACT_SETS)
def test_a_tree_has_reasons_only_when_it_holds_and_the_reasons_alone_carry_it(data: Any, facts: dict[str, Any]) -> None:
    tree = parse(data)
    reasons = explain(tree, facts)
    assert bool(reasons) == holds(tree, facts)
    if reasons:
        named = {reason.fact for reason in reasons}
        kept = {name: value for name, value in facts.items() if name in named}
        assert holds(tree, kept), "the named facts are enough to make the tree true"
        assert named <= facts_used(tree)


@given(TREES, FACT_SETS)
def test_a_change_said_to_end_a_tree_alone_is_a_change_of_a_fact_the_tree_rests_on(
    data: Any, facts: dict[str, Any]
) -> None:
    tree = parse(data)
    changes = enders(tree, facts)
    if not holds(tree, facts):
        assert changes == []
        return
    reasons = {(reason.fact, reason.op, str(reason.value)) for reason in explain(tree, facts)}
    for change in changes:
        assert (change.fact, change.op, str(change.value)) in reasons
        assert until(change), "every change can be said in words"


def test_a_comparison_with_an_unknown_fact_is_not_known_and_neither_is_its_negation() -> None:
    for test in ({"is": True}, {"is_not": True}, {"in": ["x"]}, {"at_least": 1}, {"at_most": 1}):
        tree = parse({"fact": "flood_threat", **test})
        for facts in ({}, {"flood_threat": None}):
            assert truth(tree, facts) is None and truth(Not(tree), facts) is None
            assert not holds(tree, facts) and not holds(Not(tree), facts)
            assert explain(tree, facts) == [] and unknown_facts(Not(tree), facts) == ("flood_threat",)
    assert holds(parse({"fact": "flood_threat", "known": False}), {"flood_threat": None})
    assert truth(parse({"fact": "flood_threat", "known": True}), {}) is False


def reference(data: Any, facts: dict[str, Any]) -> bool | None:
    """The answer by the truth tables of Kleene, read from the spelling and not from the tree."""
    if "all" in data or "any" in data:
        is_all = "all" in data
        answers = [reference(part, facts) for part in data["all" if is_all else "any"]]
        decisive = not is_all  # one false part decides `all`, one true part decides `any`
        return decisive if decisive in answers else None if None in answers else is_all
    if "not" in data:
        return {True: False, False: True, None: None}[reference(data["not"], facts)]
    if "scope" in data:
        return None if facts.get("scope") is None else facts["scope"] == data["scope"]
    value = facts.get(data["fact"])
    (op,) = set(data) - {"fact"}
    if op == "known":
        return (value is not None) == data["known"]
    tests = {"is": lambda a, b: a == b, "is_not": lambda a, b: a != b, "in": lambda a, b: a in b}
    tests |= {"at_least": lambda a, b: a >= b, "at_most": lambda a, b: a <= b}
    return None if value is None else tests[op](value, data[op])


@given(TREES, FACT_SETS)
def test_three_values_are_those_of_kleene_and_unknown_facts_are_named_exactly_then(
    data: Any, facts: dict[str, Any]
) -> None:
    tree = parse(data)
    answer = truth(tree, facts)
    assert answer is reference(data, facts)
    assert holds(tree, facts) == (answer is True)
    names = unknown_facts(tree, facts)
    assert bool(names) == (answer is None)
    assert all(facts.get(name) is None for name in names)


@given(TREES, FACT_SETS, st.integers(0, 6), st.booleans())
def test_what_is_known_stays_so_when_more_facts_are_entered(
    data: Any, facts: dict[str, Any], number: int, yes: bool
) -> None:
    assume("known" not in str(data))
    tree = parse(data)
    more = {**dict.fromkeys(NAMES, yes), **dict.fromkeys(BOUNDS, number), "status": "closed", "scope": "watch"}
    more |= {name: value for name, value in facts.items() if value is not None}
    if truth(tree, facts) is not None:
        assert truth(tree, more) is truth(tree, facts)
    assert truth(tree, more) is not None


def test_a_threshold_holds_from_its_value_on() -> None:
    tree = parse({"fact": "slope_height_m", "at_least": 150})
    assert [holds(tree, {"slope_height_m": height}) for height in (149.9, 150, 200)] == [False, True, True]


def test_two_bounds_in_one_test_are_both_asked() -> None:
    tree = parse({"fact": "slope_height_m", "at_least": 50, "at_most": 100})
    assert [holds(tree, {"slope_height_m": height}) for height in (49, 50, 100, 101)] == [False, True, True, False]


def test_a_reason_names_the_fact_its_value_and_its_first_day() -> None:
    tree = parse({"all": [{"fact": "kind", "is": "open_pit"}, {"fact": "has_contractors", "is": True}]})
    facts = {"kind": "open_pit", "has_contractors": True}
    reasons = explain(tree, facts, {"has_contractors": date(2023, 5, 4)})
    assert [(reason.fact, reason.actual, reason.since) for reason in reasons] == [
        ("kind", "open_pit", None),
        ("has_contractors", True, date(2023, 5, 4)),
    ]
    assert "2023" in because(reasons[1])


def test_of_two_sufficient_facts_neither_alone_ends_the_condition() -> None:
    tree = parse({"any": [{"fact": "flood_threat", "is": True}, {"fact": "geological_threat", "is": True}]})
    both = enders(tree, {"flood_threat": True, "geological_threat": True})
    assert [change.alone for change in both] == [False, False]
    (one,) = enders(tree, {"flood_threat": True, "geological_threat": False})
    assert one.alone and one.fact == "flood_threat" and not one.truth


def test_a_region_condition_counts_the_mines_that_match() -> None:
    tree = parse({"region_has": {"not": {"fact": "status", "is": "closed"}}})
    facts = {"region_mines": [{"status": "closed"}, {"status": "producing"}, {"status": "resuming"}]}
    (reason,) = explain(tree, facts)
    assert reason.count == 2
    (change,) = enders(tree, facts)
    assert change.alone
    assert not holds(tree, {"region_mines": [{"status": "closed"}]}) and not holds(tree, {})


def test_no_condition_holds_for_everybody_and_has_no_reason() -> None:
    assert parse(True) == Always()
    assert holds(Always(), {}) and explain(Always(), {}) == [] and enders(Always(), {}) == []


@pytest.mark.parametrize(
    "wrong", [{"fact": "kind"}, {"is": 1}, {"fact": "kind", "like": "x"}, {"all": [], "any": []}, 7]
)
def test_what_is_no_condition_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="not a predicate"):
        parse(wrong)


def test_every_fact_of_the_vocabulary_can_be_said() -> None:
    for name, fact in FACTS.items():
        value: Any = next(iter(fact.choices), True if fact.type == "yes_no" else 3)
        (reason,) = explain(FactTest(name, "is", value), {name: value})
        assert str(fact.label) in because(reason)


def test_reasons_read_as_the_bureau_would_write_them() -> None:
    tree = parse({"all": [{"scope": "full"}, {"fact": "slope_height_m", "at_least": 150}]})
    facts = {"scope": "full", "slope_height_m": 180}
    with translation.override("zh-hans"):
        said = [because(reason) for reason in explain(tree, facts, {"scope": date(2023, 5, 4)})]
        ended = [until(change) for change in enders(tree, facts)]
    assert said == ["矿山列入整治范围（自2023年5月4日起）", "边坡高度：180米"]
    assert ended == ["矿山不再列入整治范围时，不再适用", "边坡高度小于150米时，不再适用"]
