"""State charts: which step may follow which, in one place per thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kuangan.foundation.kernel.errors import Refused


@dataclass(frozen=True)
class Move:
    """One named step: the states it may start from and the state it leads to."""

    sources: frozenset[str]
    target: str


@dataclass(frozen=True)
class Chart:
    """A chart of states. `moves` maps a verb to (states it may start from, state it leads to)."""

    name: str
    initial: str
    moves: Mapping[str, Move] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, initial: str, moves: Mapping[str, tuple[set[str], str]]) -> "Chart":
        """Build a chart from plain sets: `{"accept": ({"submitted"}, "accepted")}`."""
        return cls(name, initial, {verb: Move(frozenset(src), dst) for verb, (src, dst) in moves.items()})

    @property
    def states(self) -> frozenset[str]:
        """Every state that the chart knows."""
        found = {self.initial}
        for move in self.moves.values():
            found |= move.sources | {move.target}
        return frozenset(found)

    def allows(self, state: str, verb: str) -> bool:
        """Whether `verb` may be done in `state`."""
        return verb in self.moves and state in self.moves[verb].sources

    def move(self, state: str, verb: str) -> str:
        """The state after `verb`; raises Refused when the step does not follow from `state`."""
        if not self.allows(state, verb):
            raise Refused(_("This has changed in the meantime. Reload the page and look at its present state."))
        return self.moves[verb].target
