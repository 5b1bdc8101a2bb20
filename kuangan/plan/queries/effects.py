"""What a parameter or a version would do to the duties: computed by a higher room before, kept beside the act after."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from kuangan.foundation.authority.scopes import Scope
from kuangan.plan.models import Effect, ParameterValue, Plan, PlanVersion

LISTED = 200
"""So many duties of each kind are listed; the counts are of all."""
APPEARS, VANISHES, MOVES = "appears", "vanishes", "moves"


@dataclass(frozen=True, slots=True)
class Change:
    """One duty of one bearer that appears, vanishes or moves. `assignment_id` is empty for one that is not there."""

    kind: str
    title: str
    bearer: str
    region_code: str
    before: datetime | None = None
    after: datetime | None = None
    is_overdue: bool = False
    assignment_id: int | None = None


@dataclass(slots=True)
class Foreseen:
    """How many duties appear, vanish and move, how many of the vanishing are overdue, and the first of each kind."""

    appears: int = 0
    vanishes: int = 0
    moves: int = 0
    overdue: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether no duty is touched."""
        return not (self.appears or self.vanishes or self.moves)

    @property
    def seen(self) -> str:
        """What somebody has seen who saw these figures."""
        return f"{self.appears}-{self.vanishes}-{self.moves}-{self.overdue}"


Foresee = Callable[[Plan, PlanVersion | None, ParameterValue | None], Foreseen | None]
_foresee: list[Foresee] = []


# house: unscoped — fills a slot, reads nothing
def provide_effects(fill: Foresee) -> None:
    """Let a higher room compute what a version or a value would change: fill(plan, version, value), writing nothing."""
    _foresee[:] = [fill]


# house: unscoped — whoever may decide about the plan is told what it does; pages show rows within the scope
def foresee(plan: Plan, *, version: PlanVersion | None = None, value: ParameterValue | None = None) -> Foreseen | None:
    """What putting a draft in force, or setting an unsaved value, would change now; None where that cannot be told: no
    version is in force, nobody computes it, or there are too many mines to compute it at once."""
    return _foresee[0](plan, version, value) if _foresee else None


# house: unscoped — drafts a row about the whole plan, reads nothing
def effect_row(plan: Plan, foreseen: Foreseen) -> Effect:
    """What was foreseen, as a row to be kept."""
    return Effect(
        plan=plan, appears=foreseen.appears, vanishes=foreseen.vanishes, moves=foreseen.moves, overdue=foreseen.overdue,
        changes=[asdict(change) for change in foreseen.changes],
    )  # fmt: skip


# house: unscoped — plain values of a row that was read with the plan
def kept_changes(effect: Effect) -> list[Change]:
    """The list that was kept, as values."""
    return [Change(**{**item, **_moments(item)}) for item in effect.changes]


def grouped(scope: Scope, changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """The listed changes of a jurisdiction by kind: what vanishes first."""
    found: dict[str, list[Change]] = {kind: [] for kind in (VANISHES, MOVES, APPEARS)}
    for change in changes:
        if scope.covers_region(change.region_code):
            found[change.kind].append(change)
    return [(kind, rows) for kind, rows in found.items() if rows]


def _moments(item: dict[str, Any]) -> dict[str, datetime | None]:
    return {name: datetime.fromisoformat(item[name]) if item[name] else None for name in ("before", "after")}
