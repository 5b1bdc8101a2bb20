"""Conditions of a plan as small trees over facts, with the reason for their answer.

Spelling in a package::

    {fact: kind, is: open_pit}                {fact: slope_height_m, at_least: 150}
    {fact: status, in: [producing, resuming]} {fact: flood_threat, known: true}
    {scope: full}    {region_has: <tree>}     {all: [..]}  {any: [..]}  {not: <tree>}   true

Meaning of the unknown: a condition is true, false or not known (Kleene). A comparison with a fact that is missing or
None is not known (also ``is_not``), and so is its negation; ``known`` always has an answer. ``all`` is false as soon as
one part is false, ``any`` true as soon as one is true, whatever is not known beside it. This is what NULL means in SQL,
so a database query over the same tree compares the column and adds nothing. Nothing is owed while its condition is not
known; what would be is listed (``unknown_facts``).

Facts arrive as one mapping. ``scope`` holds full, watch or out; ``scope_open`` the other outcomes that facts not yet
known could lead to, and ``scope_unknown`` the names of these facts. ``region_mines`` holds an iterable of such
mappings, one per mine in the authority's region, for RegionHas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Facts: TypeAlias = Mapping[str, Any]
REGION_MINES = "region_mines"
OPERATORS = ("is", "is_not", "in", "at_least", "at_most", "known")


@dataclass(frozen=True, slots=True)
class Always:
    """True for everybody: the plan sets no condition."""


@dataclass(frozen=True, slots=True)
class FactTest:
    """One fact compared with a value. ``op`` is one of OPERATORS; ``value`` is a tuple for ``in``."""

    fact: str
    op: str
    value: Any


@dataclass(frozen=True, slots=True)
class ScopeIs:
    """The outcome of the plan's scope rules for the mine: ``full``, ``watch`` or ``out``."""

    code: str


@dataclass(frozen=True, slots=True)
class RegionHas:
    """At least one mine in the authority's region satisfies ``test``."""

    test: Predicate


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; an empty All holds."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; an empty Any does not hold."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Predicate


Predicate: TypeAlias = "Always | FactTest | ScopeIs | RegionHas | All | AnyOf | Not"


def parse(data: Any) -> Predicate:
    """The tree for a predicate as spelled in a package; ValueError if it is not one."""
    if data is True:
        return Always()
    if not isinstance(data, Mapping):
        raise ValueError(f"not a predicate: {data!r}")
    keys = set(data)
    if keys == {"all"}:
        return All(tuple(parse(part) for part in data["all"]))
    if keys == {"any"}:
        return AnyOf(tuple(parse(part) for part in data["any"]))
    if keys == {"not"}:
        return Not(parse(data["not"]))
    if keys == {"scope"}:
        return ScopeIs(data["scope"])
    if keys == {"region_has"}:
        return RegionHas(parse(data["region_has"]))
    return _parse_fact(data)


def _parse_fact(data: Mapping[str, Any]) -> Predicate:
    tests = [op for op in OPERATORS if op in data]
    if "fact" not in data or not tests or set(data) != {"fact", *tests}:
        raise ValueError(f"not a predicate: {dict(data)!r}")
    leaves = tuple(FactTest(data["fact"], op, tuple(data[op]) if op == "in" else data[op]) for op in tests)
    return leaves[0] if len(leaves) == 1 else All(leaves)


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda actual, value: bool(actual == value),
    "is_not": lambda actual, value: bool(actual != value),
    "in": lambda actual, value: actual in value,
    "at_least": lambda actual, value: bool(actual >= value),
    "at_most": lambda actual, value: bool(actual <= value),
}


def holds(node: Predicate, facts: Facts) -> bool:
    """Whether the tree is known to be true of these facts."""
    return truth(node, facts) is True


def truth(node: Predicate, facts: Facts) -> bool | None:
    """Whether the tree is true of these facts; None while that is not known."""
    match node:
        case Always():
            return True
        case FactTest(fact, "known", value):
            return bool((facts.get(fact) is not None) == value)
        case FactTest(fact, op, value):
            actual = facts.get(fact)
            return None if actual is None else _COMPARE[op](actual, value)
        case ScopeIs(code):
            return _scope_truth(code, facts)
        case RegionHas(test):
            return _any(truth(test, mine) for mine in facts.get(REGION_MINES) or ())
        case All(parts):
            return _negated(_any(_negated(truth(part, facts)) for part in parts))
        case AnyOf(parts):
            return _any(truth(part, facts) for part in parts)
        case Not(part):
            return _negated(truth(part, facts))


def _any(values: Iterable[bool | None]) -> bool | None:
    """True once a value is, else None if one is not known."""
    found: bool | None = False
    for value in values:
        if value:
            return True
        found = None if value is None else found
    return found


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _scope_truth(code: str, facts: Facts) -> bool | None:
    if facts.get("scope") == code:
        return True
    return None if facts.get("scope") is None or code in facts.get("scope_open", ()) else False


def unknown_facts(node: Predicate, facts: Facts) -> tuple[str, ...]:
    """The facts to be entered before the tree has an answer, each once in the plan's order; empty when it has one."""
    return tuple(dict.fromkeys(_unknown(node, facts)))


def _unknown(node: Predicate, facts: Facts) -> Iterator[str]:
    if truth(node, facts) is not None:
        return
    match node:
        case FactTest(fact):
            yield fact
        case ScopeIs():
            yield from facts.get("scope_unknown") or ("scope",)
        case RegionHas(test):
            for mine in facts.get(REGION_MINES) or ():
                yield from _unknown(test, mine)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _unknown(part, facts)
        case Not(part):
            yield from _unknown(part, facts)


def leaves(node: Predicate) -> tuple[FactTest | ScopeIs | RegionHas, ...]:
    """The tests of the tree, in order; the inside of RegionHas counts as one."""
    match node:
        case FactTest() | ScopeIs() | RegionHas():
            return (node,)
        case All(parts) | AnyOf(parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case Not(part):
            return leaves(part)
        case _:
            return ()


def facts_used(node: Predicate) -> frozenset[str]:
    """Names of the facts the tree looks at; ``scope`` and ``region_mines`` where it looks at those."""
    names: set[str] = set()
    for leaf in leaves(node):
        match leaf:
            case FactTest(fact):
                names.add(fact)
            case ScopeIs():
                names.add("scope")
            case RegionHas(test):
                names |= {REGION_MINES} | facts_used(test)
    return frozenset(names)
