"""Sheets of raw cells, with what a reader must know about them."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Row(NamedTuple):
    """A row that holds something: its index in the file (from 0) and its raw cells from column A (None is empty)."""

    index: int  # type: ignore[assignment]  # a row knows its place; nobody searches in it
    cells: list[object]


@dataclass
class Sheet:
    """One sheet. Positions are (row, column) from 0.

    `formulas` are cells that hold a computed value, `failures` maps cells to "#REF!" and the like,
    `merged` are (top, left, bottom, right) inclusive. `hidden_rows` and `hidden_columns` are those that a filter or a
    person has hidden in the file.
    """

    name: str
    rows: list[Row]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    failures: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def width(self) -> int:
        """Number of columns up to the last one used."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass
class Workbook:
    """What a file holds. `marks` is our own note inside exported files (spec name, version, column keys).

    `foreign` names, as notes for exchange.notes, what the file carries beside cells and is not taken over.
    """

    kind: str
    sheets: list[Sheet]
    date1904: bool = False
    encoding: str = ""
    marks: dict[str, str] = field(default_factory=dict)
    foreign: list[dict[str, Any]] = field(default_factory=list)


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """Return the address people know, from positions counted from 0: (6, 2) → C7."""
    return f"{letters(column)}{row + 1}"


def position(name: str) -> tuple[int, int]:
    """Return (row, column) from 0 of an address such as C7."""
    split = next(i for i, char in enumerate(name) if char.isdigit())
    column = 0
    for char in name[:split].upper():
        column = column * 26 + ord(char) - 64
    return int(name[split:]) - 1, column - 1
