"""Tables for a terminal in which a Chinese character is two columns wide."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

WIDEST = 46
"""A cell is cut here, so that a row stays a row."""


def width(text: str) -> int:
    """Columns that a text takes."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def cut(text: str, most: int = WIDEST) -> str:
    """The text, shortened with an ellipsis when it is wider than `most` columns."""
    if width(text) <= most:
        return text
    taken = ""
    for each in text:
        if width(taken + each) > most - 1:
            break
        taken += each
    return taken + "…"


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """Rows under a head with a line between them; columns as wide as their widest cell."""
    cells = [[cut(str(cell)) for cell in row] for row in [head, *rows]]
    widths = [max(width(row[number]) for row in cells) for number in range(len(head))]
    lines = ["  ".join(_padded(cell, wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([lines[0], "  ".join("─" * wide for wide in widths), *lines[1:]])


def _padded(cell: str, wide: int) -> str:
    return cell + " " * (wide - width(cell))
