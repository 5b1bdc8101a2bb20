"""How a table fits its page: the paper, the widths of the columns, the height of a row with wrapped cells.

Widths are in characters of the sheet's type, heights in points. LibreOffice and WPS do not make a row higher by
themselves when a file tells nothing, so the height of a row is worked out from what stands in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from kuangan.foundation.exchange.columns import Column, ColumnKind

A3, A4 = 8, 9
ROOM = {A4: 140, A3: 205}
"""So many characters stand beside each other on a landscape page at full size."""
SMALLEST = 0.62
"""How far a page may be scaled down and still be read."""
LINE, AIR, HIGHEST = 13.5, 5.0, 400.0
_NUMBERED = 6
_LEAST = {
    ColumnKind.DATE: 12, ColumnKind.INTEGER: 8, ColumnKind.DECIMAL: 9, ColumnKind.PHONE: 13, ColumnKind.BOOLEAN: 6,
    ColumnKind.CREDIT_CODE: 20,
}  # fmt: skip
"""What may not be cut: a date or a number that does not fit is shown as ####."""
_LEAST_TEXT = 7


@dataclass(frozen=True)
class Fit:
    """The paper of a table, and the width of each of its columns."""

    paper: int
    widths: tuple[float, ...]


def fit(columns: Sequence[Column], paper: int | None = None) -> Fit:
    """The smallest paper on which the columns stand at a readable size; on the largest, texts give way."""
    widths = [float(max(column.width, least(column))) for column in columns]
    total = _NUMBERED + sum(width for column, width in zip(columns, widths, strict=True) if not column.hidden)
    chosen = paper or (A4 if total * SMALLEST <= ROOM[A4] else A3)
    surplus = total - ROOM[chosen] / SMALLEST
    if surplus > 0:
        widths = _narrowed(columns, widths, surplus)
    return Fit(chosen, tuple(widths))


def least(column: Column) -> int:
    """The narrowest that a column may become; a heading is wrapped into two lines at most."""
    return max(_LEAST.get(column.kind, _LEAST_TEXT), min(ceil(display_width(column.heading) / 2) + 1, 12))


def _narrowed(columns: Sequence[Column], widths: list[float], surplus: float) -> list[float]:
    """Each column gives of what it has above its least, in proportion."""
    spare = [0.0 if column.hidden else width - least(column) for column, width in zip(columns, widths, strict=True)]
    share = min(1.0, surplus / (sum(spare) or 1.0))
    return [width - spare_width * share for width, spare_width in zip(widths, spare, strict=True)]


def display_width(text: str) -> int:
    """How wide a text is in characters: Chinese signs take two."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def row_height(cells: Iterable[tuple[object, float]]) -> float:
    """The height of a row of (value, width of its column): as many lines as its fullest cell needs."""
    lines = max((_lines(value, width) for value, width in cells if isinstance(value, str)), default=1)
    return min(lines * LINE + AIR, HIGHEST)


def _lines(text: str, width: float) -> int:
    if len(text) * 2 <= width and "\n" not in text:
        return 1
    return sum(max(1, ceil(display_width(part) * 1.05 / max(width - 1, 1))) for part in text.split("\n"))
