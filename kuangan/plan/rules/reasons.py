"""Why a condition holds, since when, and what would end it: language-neutral data.

A Reason is one test of the tree. ``explain`` gives the tests that made the tree true. ``enders`` gives the changes
that would make it false; a change with ``alone`` true is enough by itself, the others have to come together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .predicates import REGION_MINES, All, AnyOf, Facts, FactTest, Not, Predicate, RegionHas, ScopeIs, holds, truth


@dataclass(frozen=True, slots=True)
class Reason:
    """One test and how it came out.

    ``kind``: fact, scope or region. ``fact``: name of the fact (``scope``, ``region_mines`` for the other two).
    ``op``/``value``: the test. ``actual``: the fact's value now. ``truth``: whether the test is (explain) or would
    become (enders) true. ``since``: first day of the present value, when known. ``count``: mines that satisfy a
    region test. ``alone``: for enders, this change is enough by itself.
    """

    kind: str
    fact: str
    op: str
    value: Any
    actual: Any
    truth: bool
    since: date | None = None
    count: int | None = None
    alone: bool = True


def explain(node: Predicate, facts: Facts, since: Mapping[str, date] | None = None) -> list[Reason]:
    """The tests that made the tree true, in the plan's order; empty if it does not hold or sets no condition.

    ``since`` gives, per fact name, the first day of its present value.
    """
    return _distinct(_decisive(node, facts, since or {})) if holds(node, facts) else []


def since_begin(since: Mapping[str, date], begin: date, today: date) -> dict[str, date]:
    """The days as a plan that began on `begin` speaks of them: nothing counts from before it."""
    return {name: max(day, begin) if begin <= today else day for name, day in since.items()}


def enders(node: Predicate, facts: Facts) -> list[Reason]:
    """The changes of facts that would end a tree that holds now; empty if it does not hold or nothing can end it."""
    if not holds(node, facts):
        return []
    changes = []
    for leaf in _distinct(_decisive(node, facts, {})):
        changed = {**facts, leaf.fact: _other(leaf, facts)}
        alone = not holds(node, changed)
        changes.append(
            Reason(leaf.kind, leaf.fact, leaf.op, leaf.value, leaf.actual, not leaf.truth, None, leaf.count, alone)
        )
    return changes


def _decisive(node: Predicate, facts: Facts, since: Mapping[str, date]) -> list[Reason]:
    """The tests that fix the present value of the tree, be it true or false."""
    match node:
        case FactTest() | ScopeIs() | RegionHas():
            return [_reason(node, facts, since)]
        case Not(part):
            return _decisive(part, facts, since)
        case All(parts) | AnyOf(parts):
            value = truth(node, facts)
            one_is_enough = isinstance(node, AnyOf) == value
            chosen = [part for part in parts if not one_is_enough or truth(part, facts) == value]
            return [reason for part in chosen for reason in _decisive(part, facts, since)]
        case _:
            return []


def _reason(leaf: FactTest | ScopeIs | RegionHas, facts: Facts, since: Mapping[str, date]) -> Reason:
    truth = holds(leaf, facts)
    match leaf:
        case FactTest(fact, op, value):
            return Reason("fact", fact, op, value, facts.get(fact), truth, since.get(fact))
        case ScopeIs(code):
            return Reason("scope", "scope", "is", code, facts.get("scope"), truth, since.get("scope"))
        case RegionHas(test):
            count = sum(holds(test, mine) for mine in facts.get(REGION_MINES) or ())
            return Reason("region", REGION_MINES, "has", test, None, truth, since.get(REGION_MINES), count)


def _distinct(reasons: list[Reason]) -> list[Reason]:
    seen: list[Reason] = []
    for reason in reasons:
        if reason not in seen:
            seen.append(reason)
    return seen


def _other(reason: Reason, facts: Facts) -> Any:
    """A value of the fact that turns the test round, the others of the tree aside."""
    if reason.kind == "region":
        test: Predicate = reason.value
        return [mine for mine in facts.get(REGION_MINES) or () if not holds(test, mine)] if reason.truth else None
    if reason.kind == "scope":
        return None if reason.truth else reason.value
    return _other_fact(reason)


class _OnRecord:
    """Some value that is on record: it is known, and no comparison with it holds, of whatever type the fact is."""

    def __ge__(self, _other: object) -> bool:
        return False

    def __le__(self, _other: object) -> bool:
        return False


def _other_fact(reason: Reason) -> Any:
    op, value, truth = reason.op, reason.value, reason.truth
    if op == "known":
        return None if value == truth else _OnRecord()
    if op == "is_not":
        return value if truth else None
    if truth:
        if isinstance(value, bool):
            return not value
        return {"at_least": lambda: value - 1, "at_most": lambda: value + 1}.get(op, lambda: None)()
    return value[0] if op == "in" and value else value
