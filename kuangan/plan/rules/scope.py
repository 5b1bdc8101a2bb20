"""Which mines a plan reaches, as ordered rules of the package: the first that holds decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .parts import ScopeRule
from .predicates import Facts, truth, unknown_facts


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the scope rules say about one mine.

    ``code``: full, watch or out. ``mode``: on_site or contact, only with watch. ``sentence`` and ``until`` are the
    package's own words; ``rule`` its id, empty when no rule matched. ``open``: the other outcomes that earlier rules
    would lead to if ``unknown`` facts were entered.
    """

    code: str
    mode: str
    sentence: str
    until: str
    rule: str
    clauses: tuple[str, ...]
    open: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def outcome(rules: Sequence[ScopeRule], facts: Facts, default: str = "") -> Outcome:
    """The outcome of the first rule that is known to hold; out, with ``default`` as sentence, if none does.

    Every mine has an outcome, so that none drops out of sight; rules before it that are not known keep it open.
    """
    undecided: list[ScopeRule] = []
    for rule in rules:
        answer = truth(rule.when, facts)
        if answer:
            mode = str(facts.get("watch_mode") or rule.mode) if rule.outcome == "watch" else ""
            said = Outcome(rule.outcome, mode, rule.sentence, rule.until, rule.id, rule.clauses)
            return _kept_open(said, undecided, facts)
        if answer is None:
            undecided.append(rule)
    return _kept_open(Outcome("out", "", default, "", "", ()), undecided, facts)


def _kept_open(said: Outcome, undecided: Sequence[ScopeRule], facts: Facts) -> Outcome:
    others = [rule for rule in undecided if rule.outcome != said.code]
    codes = dict.fromkeys(rule.outcome for rule in others)
    names = dict.fromkeys(name for rule in others for name in unknown_facts(rule.when, facts))
    return replace(said, open=tuple(codes), unknown=tuple(names)) if others else said


def scope_facts(said: Outcome) -> dict[str, Any]:
    """The outcome as facts that conditions ask about."""
    return {"scope": said.code, "scope_open": said.open, "scope_unknown": said.unknown}
