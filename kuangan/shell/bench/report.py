"""What is printed: each goal with its floor, ours, their ratio, and whether must and aim are met."""

from collections.abc import Callable
from dataclasses import dataclass, field

NOISE = 1.25
"""A must counts as missed only beyond this factor: figures of a shared machine differ by as much."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One figure against what the goal table asks of it. `exact` figures (SQL counts) know no noise."""

    name: str
    value: float
    must: float
    aim: float | None = None
    unit: str = ""
    at_least: bool = False
    exact: bool = False

    def _keeps(self, bound: float, noise: float = 1.0) -> bool:
        return self.value * noise >= bound if self.at_least else self.value <= bound * noise

    @property
    def is_missed(self) -> bool:
        """Whether the must is missed by more than noise."""
        return not self._keeps(self.must, 1.0 if self.exact else NOISE)

    def words(self) -> str:
        """`ratio 3.2× · must ≤ 5× met · aim ≤ 2× not met`."""
        sign = "≥" if self.at_least else "≤"
        met = "met" if self._keeps(self.must) else "MISSED" if self.is_missed else "missed within noise"
        parts = [f"{self.name} {_number(self.value)}{self.unit}", f"must {sign} {_number(self.must)}{self.unit} {met}"]
        if self.aim is not None:
            word = "met" if self._keeps(self.aim) else "not met"
            parts.append(f"aim {sign} {_number(self.aim)}{self.unit} {word}")
        return " · ".join(parts)


@dataclass(slots=True)
class Figures:
    """One row of the goal table as measured. `lines` hold floor and ours in words."""

    row: str
    job: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)

    def write(self, say: Callable[[str], None]) -> None:
        """Print the row."""
        say(f"{self.row:>3}  {self.job}")
        for name, words in self.lines:
            say(f"       {name:<34} {words}")
        for limit in self.limits:
            say(f"     {'!' if limit.is_missed else ' '} {limit.words()}")

    @property
    def is_missed(self) -> bool:
        """Whether any must of the row is missed by more than noise."""
        return any(limit.is_missed for limit in self.limits)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def ms(seconds: float) -> str:
    """A duration in milliseconds."""
    return f"{seconds * 1000:,.1f} ms"
