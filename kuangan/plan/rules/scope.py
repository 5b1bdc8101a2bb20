"""Which mines a plan reaches, as ordered rules of the package: the first that holds decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .parts import ScopeRule
from .predicates import Facts, holds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the scope rules say about one mine.

    ``code``: full, watch or out. ``mode``: on_site or contact, only with watch. ``sentence`` and ``until`` are the
    package's own words; ``rule`` its id, empty when no rule matched.
    """

    code: str
    mode: str
    sentence: str
    until: str
    rule: str
    clauses: tuple[str, ...]


def outcome(rules: Sequence[ScopeRule], facts: Facts, default: str = "") -> Outcome:
    """The outcome of the first rule that holds for these facts; out, with ``default`` as sentence, if none does."""
    for rule in rules:
        if holds(rule.when, facts):
            mode = str(facts.get("watch_mode") or rule.mode) if rule.outcome == "watch" else ""
            return Outcome(rule.outcome, mode, rule.sentence, rule.until, rule.id, rule.clauses)
    return Outcome("out", "", default, "", "", ())
