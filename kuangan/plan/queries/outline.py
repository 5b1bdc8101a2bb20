"""A plan as its outline: every clause with what answers it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kuangan.foundation.authority.scopes import Scope
from kuangan.plan.models import PlanVersion
from kuangan.plan.queries.versions import package_of
from kuangan.plan.rules.dues import Duty
from kuangan.plan.rules.parts import Clause, Decision, ListSpec, Parameter, Principle, ReturnSpec, ScopeRule, Target


@dataclass(frozen=True)
class Progress:
    """How far a duty or clause is in the reader's jurisdiction: assignments owed, accepted, overdue."""

    owed: int = 0
    done: int = 0
    over: int = 0

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(self.owed + other.owed, self.done + other.done, self.over + other.over)


@dataclass
class ClauseLine:
    """One clause: `depth` 0 at the top; what answers it; `progress` sums the duties here and below, None if unknown."""

    clause: Clause
    depth: int
    anchor: str
    duties: list[Duty] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    principles: list[Principle] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    lists: list[ListSpec] = field(default_factory=list)
    returns: list[ReturnSpec] = field(default_factory=list)
    rules: list[ScopeRule] = field(default_factory=list)
    phases: list[Any] = field(default_factory=list)
    progress: Progress | None = None


ProgressOf = Callable[[Scope, PlanVersion], Mapping[str, Progress]]
_progress: list[ProgressOf] = []


# house: unscoped — fills a slot, reads nothing
def provide_progress(fill: ProgressOf) -> None:
    """Let a higher room say how far each duty is: fill(scope, version) → Progress by the duty's id in the plan."""
    _progress[:] = [fill]


def progress_of(scope: Scope, version: PlanVersion) -> Mapping[str, Progress]:
    """Progress by duty id in a jurisdiction; empty while no higher room supplies it."""
    return _progress[0](scope, version) if _progress else {}


# house: unscoped — pure text, reads nothing
def anchor_of(clause_id: str) -> str:
    """A safe element id for a clause: 五(一)2 → clause-五-一-2."""
    return "clause-" + re.sub(r"\W+", "-", clause_id).strip("-")


def outline(scope: Scope, version: PlanVersion) -> list[ClauseLine]:
    """The clauses of a version in order, each with its duties, parameters, principles … and progress in the scope."""
    package = package_of(version)
    lines = {item.id: ClauseLine(item, 0, anchor_of(item.id)) for item in package.clauses}
    for line in lines.values():
        line.depth = _depth(line, lines)
    for name in ("duties", "parameters", "principles", "decisions", "targets", "lists", "returns"):
        for part in getattr(package, name):
            _place(lines, name, part)
    for rule in package.scope:
        _place(lines, "rules", rule)
    for phase in package.phases:
        if phase.clause in lines:
            lines[phase.clause].phases.append(phase)
    if _progress:
        _add_progress(lines, progress_of(scope, version))
    return list(lines.values())


def _place(lines: dict[str, ClauseLine], name: str, part: Any) -> None:
    for clause in part.clauses:
        if clause in lines:
            getattr(lines[clause], name).append(part)


def _depth(line: ClauseLine, lines: dict[str, ClauseLine]) -> int:
    depth, above = 0, line.clause.parent
    while above in lines and depth < 6:
        depth, above = depth + 1, lines[above].clause.parent
    return depth


def _add_progress(lines: dict[str, ClauseLine], found: Mapping[str, Progress]) -> None:
    below: dict[str, set[str]] = {
        name: {duty.id for duty in line.duties if duty.counted} for name, line in lines.items()
    }
    for name in sorted(lines, key=lambda name: -lines[name].depth):
        above = lines[name].clause.parent
        if above in below:
            below[above] |= below[name]
    for name, line in lines.items():
        parts = [found[duty] for duty in below[name] if duty in found]
        line.progress = sum(parts, Progress()) if parts else None
