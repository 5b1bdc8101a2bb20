"""The figures as tables of a page: every number leads to the rows behind it, no clock is mixed with another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.hazards.queries.counting import CLOCKS, ENTERED, FIGURES, Counting
from kuangan.hazards.queries.figures import LATE, TIMED, Line
from kuangan.hazards.rules.ageing import BUCKETS
from kuangan.hazards.states import Grade

COUNTS = ("found", "open", "overdue", *TIMED, *LATE, "closed", "withdrawn")
RATES = (*TIMED, "closed")
AGES = (*(bucket.key for bucket in BUCKETS), "recurring")
MEANINGS: tuple[tuple[Any, Any], ...] = (
    (
        _("Rectified, as stated"),
        _("The mine states that the work was done on this day. Nobody else has seen it; it proves nothing."),
    ),
    (_("Reported as rectified"), _("The day on which the mine told the bureau so and applied for acceptance.")),
    (_("Verified on site"), _("Somebody who had no part in the work saw it and signed, a major hazard by two people.")),
    (
        pgettext_lazy("hazard", "Closed out"),
        _("Verified, and then closed: a major hazard by the city, a general one with its acceptance."),
    ),
    (
        _("Overdue"),
        _("Past its deadline now and not reported as rectified before it, or reported late and not yet accepted."),
    ),
    (
        _("Reported late"),
        _("Reported as rectified after the deadline, whatever day the mine states; then those stated to be in time."),
    ),
    (_("Found again"), _("A criterion that was found at the same mine within the months watched before.")),
)
"""What each figure means, in the words of the page."""


@dataclass(slots=True)
class Cell:
    """One number with the way to the rows behind it; `tone` over where it is a warning."""

    words: str
    url: str = ""
    tone: str = ""


@dataclass(slots=True)
class Row:
    """One county, mine or grade. `url` looks into it."""

    label: Any
    cells: list[Cell]
    url: str = ""
    is_sum: bool = False
    pairs: list[tuple[Cell, Any]] = field(default_factory=list)
    """Each cell with its head, which stands beside it on a phone."""

    @property
    def is_none(self) -> bool:
        """Whether nothing at all was counted, so that a phone may be brief about it."""
        return not any(cell.url for cell in self.cells)


@dataclass(slots=True)
class Table:
    """One table: title, heads, rows."""

    title: Any
    heads: list[Any]
    rows: list[Row] = field(default_factory=list)

    def add(self, place: "Place", cells: list[Cell]) -> None:
        """One more line."""
        pairs = list(zip(cells, self.heads, strict=True))
        self.rows.append(Row(place.label, cells, place.url, place.is_sum, pairs))


@dataclass(frozen=True)
class Place:
    """What a line is about: its name, where its figures lie in the counting, and the page that looks into it."""

    label: Any
    line: Line
    narrowed: Mapping[str, Any]
    url: str = ""
    is_sum: bool = False


def tables(told: Counting, places: Iterable[Place]) -> list[Table]:
    """How many, how far, how old: three tables over the same places."""
    many = Table(_("How many"), _heads(told))
    far = Table(
        _("How far, by each clock"),
        [*(_share(name) for name in RATES), *(_days(name) for name in TIMED)],
    )
    old = Table(_("How old the open ones are, and what was found again"), [FIGURES[name] for name in AGES])
    for place in places:
        many.add(place, [_number(told, place, name) for name in COUNTS])
        shares = [_share_cell(told, place, name) for name in RATES]
        far.add(place, [*shares, *(_days_cell(told, place, name) for name in TIMED)])
        old.add(place, [_number(told, place, name) for name in AGES])
    return [many, far, old]


def grades(told: Counting, by_grade: Mapping[str, Line]) -> Table:
    """How many of each grade, the gravest first."""
    table = Table(_("By grade"), _heads(told))
    for grade in (Grade.MAJOR, Grade.SUSPECTED, Grade.GENERAL):
        place = Place(grade.label, by_grade[grade], {"grade": str(grade)})
        table.add(place, [_number(told, place, name) for name in COUNTS])
    return table


def behind(told: Counting, figure: str, narrowed: Mapping[str, Any]) -> str:
    """The page with exactly the rows that one number counts."""
    return f"{reverse('hazards:behind')}?figure={figure}{_narrowed(told, tuple(narrowed.items()))}"


@lru_cache(maxsize=64)
def _narrowed(told: Counting, narrowed: tuple[tuple[str, Any], ...]) -> str:
    """The rest of that address, the same for every number of a line."""
    words = told.address(**dict(narrowed))
    words.pop("figure")
    return f"&{urlencode(words)}" if words else ""


def _heads(told: Counting) -> list[Any]:
    """Heads of the counts; what came by another clock than the finding was not all found in the period."""
    first = FIGURES["found"] if told.clock == ENTERED else _("In the period")
    return [first, *(FIGURES[name] for name in COUNTS[1:])]


def _value(line: Line, name: str) -> int:
    return int(line.ages[name] if name in line.ages else getattr(line, name))


def _number(told: Counting, place: Place, name: str) -> Cell:
    value = _value(place.line, name)
    tone = "over" if value and name in ("overdue", "age_more", "recurring") else ""
    return Cell(str(value), behind(told, name, place.narrowed) if value else "", tone)


def _share_cell(told: Counting, place: Place, name: str) -> Cell:
    rate = place.line.rate(name)
    return Cell("—") if rate is None else Cell(f"{rate}%", behind(told, name, place.narrowed) if rate else "")


def _days_cell(told: Counting, place: Place, name: str) -> Cell:
    average = place.line.averages[name]
    return Cell("—") if average is None else Cell(f"{average:.1f}", behind(told, name, place.narrowed))


def _share(name: str) -> Any:
    return {
        "rectified": _("Share rectified, as stated"),
        "applied": _("Share reported"),
        "verified": _("Share verified"),
        "closed": _("Share closed out"),
    }[name]


def _days(name: str) -> Any:
    return {
        "rectified": _("Days until rectified, as stated"),
        "applied": _("Days until reported"),
        "verified": _("Days until verified"),
    }[name]


CLOCK_WORDS = [(name, label) for name, (_column, label) in CLOCKS.items()]
"""The clocks to choose from."""
