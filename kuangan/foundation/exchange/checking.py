"""Rows of a sheet become clean values, or sentences that say how to mend them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.exchange import wording
from kuangan.foundation.exchange.cleaning import Remark, cleaner
from kuangan.foundation.exchange.cleaning.cells import Cleaned
from kuangan.foundation.exchange.cleaning.degrees import bounds, read_degrees
from kuangan.foundation.exchange.cleaning.remarks import Unreadable
from kuangan.foundation.exchange.cleaning.text import folded, plain
from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec
from kuangan.foundation.exchange.layout import SEQUENCE, Table, folded_title
from kuangan.foundation.exchange.reading.limits import Deadline
from kuangan.foundation.exchange.reading.sheets import Row, letters

Watch = Callable[[int], None]
"""Told how many rows are done; raises to stop the work."""


@dataclass(frozen=True)
class Issue:
    """One objection to one cell: where it is, what is wrong, how to mend it.

    `code` names the sentences in exchange.wording, filled in with `params`; nothing translated is stored.
    The level "error" keeps the row out; "warning" asks for a look; "note" only tells what was repaired.
    """

    row: int
    address: str
    title: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    value: str = ""

    @property
    def level(self) -> str:
        """error, warning or note."""
        return wording.of(self.code).level

    @property
    def place(self) -> str:
        """Where to look: the cell as people know it (C7), or the row when the objection is to the whole of it."""
        return _("Row %(row)d") % {"row": self.row} if self.address in ("", f"{self.row}:{self.row}") else self.address

    @property
    def message(self) -> str:
        """What is wrong, in the reader's language."""
        return wording.spell(wording.of(self.code).message, self.params)

    @property
    def mend(self) -> str:
        """How to mend it, in the reader's language."""
        return wording.spell(wording.of(self.code).mend, self.params)

    def as_json(self) -> dict[str, Any]:
        """Return plain values for storing."""
        return {
            "row": self.row, "address": self.address, "title": self.title,
            "code": self.code, "params": dict(self.params), "value": self.value,
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Issue":
        """Return the issue that as_json stored."""
        return cls(**stored)


@dataclass
class CleanRow:
    """One data row: its number in the file, clean values and cell addresses by column key, objections, leftovers."""

    number: int
    values: dict[str, Any]
    cells: Mapping[str, str]
    issues: list[Issue] = field(default_factory=list)
    leftovers: Mapping[str, str] = field(default_factory=dict)
    repeats: int | None = None

    @property
    def bad(self) -> bool:
        """Whether an error keeps the row out."""
        return any(issue.level == "error" for issue in self.issues)

    def object_to(self, column: Column | None, code: str, **params: Any) -> None:
        """Add an issue, to one of our columns or (None) to the whole row."""
        key = column.key if column else ""
        address = self.cells.get(key, "")
        value = self.values.get(key)
        title = column.title if column else ""
        shown = "" if value is None else column.label_of(str(value)) if column else str(value)
        self.issues.append(Issue(self.number, address, title, code, params, shown[:80]))


@dataclass(frozen=True)
class _Source:
    index: int
    letter: str
    column: Column
    clean: Callable[[object], Cleaned]


def check(
    table: Table,
    keys: Mapping[int, str],
    spec: SheetSpec,
    *,
    date1904: bool = False,
    deadline: Deadline | None = None,
    watch: Watch | None = None,
) -> list[CleanRow]:
    """Clean every data row. `keys` maps column index to our key; other columns go to `leftovers`.

    `watch` is called every 500 rows with the number done. Rows that repeat a key are reported: equal
    ones are left out, contradicting ones become errors.
    """
    sources = [
        _Source(index, letters(index), spec[key], cleaner(spec[key], date1904=date1904))
        for index, key in sorted(keys.items())
    ]
    leftover = {
        column.index: column.title or column.letter
        for column in table.columns
        if column.index not in keys and folded_title(column.title) not in SEQUENCE
    }
    rows = []
    for count, row in enumerate(table.rows):
        if count % 500 == 0:
            if deadline:
                deadline.check()
            if watch:
                watch(count)
        rows.append(_row(row, table, sources, leftover, spec))
    _note_repeats(rows, spec)
    return rows


def _row(row: Row, table: Table, sources: list[_Source], leftover: Mapping[int, str], spec: SheetSpec) -> CleanRow:
    number = row.index + 1
    cells = row.cells
    width = len(cells)
    values: dict[str, Any] = {}
    issues: list[Issue] = []
    for source in sources:
        raw = cells[source.index] if source.index < width else None
        if raw is None:
            values[source.column.key] = None
            continue
        value, remarks = source.clean(raw)
        values[source.column.key] = value
        for remark in remarks:
            issues.append(_issue(number, source, remark, raw))
    found = CleanRow(
        number, values, _Addresses(sources, number), issues,
        {title: plain(cells[i])[:200] for i, title in leftover.items() if i < width and cells[i] is not None},
    )  # fmt: skip
    if table.sheet.formulas or table.sheet.failures:
        _note_formulas(found, row, table, sources)
    _exchange_degrees(found, row, sources)
    _require(found, spec)
    return found


class _Addresses(dict[str, str]):
    """Addresses by column key, spelled only when asked for."""

    def __init__(self, sources: list[_Source], number: int) -> None:
        super().__init__()
        self._sources, self._number = sources, number

    def get(self, key: str, default: Any = None) -> Any:
        """Return the address of a column in this row."""
        return next((f"{s.letter}{self._number}" for s in self._sources if s.column.key == key), default)

    def __missing__(self, key: str) -> str:
        if (found := self.get(key)) is None:
            raise KeyError(key)
        return str(found)


def _issue(number: int, source: _Source, remark: Remark, raw: object) -> Issue:
    address = f"{source.letter}{number}"
    return Issue(number, address, source.column.title, remark.code, remark.params, plain(raw)[:80])


def _note_formulas(found: CleanRow, row: Row, table: Table, sources: list[_Source]) -> None:
    for source in sources:
        place = (row.index, source.index)
        failure = table.sheet.failures.get(place)
        empty = source.index >= len(row.cells) or row.cells[source.index] is None
        if failure:
            found.object_to(source.column, "formula.error", given=failure)
        elif place in table.sheet.formulas:
            found.object_to(source.column, "formula.empty" if empty else "formula.value")


def _exchange_degrees(found: CleanRow, row: Row, sources: list[_Source]) -> None:
    """Exchange longitude and latitude that stand in each other's column, and say so."""
    if not any(issue.code == "degrees.range" for issue in found.issues):
        return
    east = next((s for s in sources if s.column.kind == ColumnKind.LONGITUDE), None)
    north = next((s for s in sources if s.column.kind == ColumnKind.LATITUDE), None)
    if east is None or north is None or max(east.index, north.index) >= len(row.cells):
        return
    try:
        longitude, latitude = read_degrees(row.cells[north.index]), read_degrees(row.cells[east.index])
    except Unreadable:
        return
    if longitude is None or latitude is None or not (_in(longitude, east.column) and _in(latitude, north.column)):
        return
    found.issues = [issue for issue in found.issues if issue.code != "degrees.range"]
    found.values[east.column.key], found.values[north.column.key] = longitude, latitude
    found.object_to(east.column, "degrees.swapped")


def _in(value: Any, column: Column) -> bool:
    low, high = bounds(column)
    return bool(low <= value <= high)


def _require(found: CleanRow, spec: SheetSpec) -> None:
    for column in spec.required:
        if found.values.get(column.key) in (None, ""):
            spoken = any(issue.title == column.title and issue.level == "error" for issue in found.issues)
            if not spoken:
                found.object_to(column, "empty.required")


def _note_repeats(rows: list[CleanRow], spec: SheetSpec) -> None:
    """Compare rows of equal key: the same is left out, a continuation is joined, a contradiction is an error."""
    first: dict[tuple[object, ...], CleanRow] = {}
    for row in rows:
        names = key_of(row, spec)
        earlier = next((first[name] for name in names if name in first), None)
        if earlier is None or _told_apart(earlier, row, spec):
            for name in names:
                first.setdefault(name, row)
        else:
            _compare(earlier, row, spec)


def _told_apart(earlier: CleanRow, row: CleanRow, spec: SheetSpec) -> bool:
    """Whether a stronger key that both rows fill says they are two: a weaker one that agrees then proves nothing."""
    theirs = {name[: len(name) // 2]: name for name in key_of(earlier, spec)}
    both = next((name for name in key_of(row, spec) if name[: len(name) // 2] in theirs), None)
    return both is not None and theirs[both[: len(both) // 2]] != both


def key_of(row: CleanRow, spec: SheetSpec) -> list[tuple[object, ...]]:
    """Return every key of the spec that the row fills completely, folded for comparison."""
    found: list[tuple[object, ...]] = []
    for key in spec.keys:
        parts = [row.values.get(name) for name in key]
        if all(part not in (None, "") for part in parts):
            found.append((*key, *(folded(str(part)) for part in parts)))
    return found


def _compare(earlier: CleanRow, row: CleanRow, spec: SheetSpec) -> None:
    differing = [
        column
        for column in spec
        if row.values.get(column.key) is not None and row.values[column.key] != earlier.values.get(column.key)
    ]
    if not differing:
        row.repeats = earlier.number
        row.object_to(None, "row.repeated", row=earlier.number)
    elif all(column.several for column in differing):
        for column in differing:
            joined = (*(earlier.values.get(column.key) or ()), *row.values[column.key])
            earlier.values[column.key] = tuple(dict.fromkeys(joined))
        row.repeats = earlier.number
        row.object_to(None, "row.joined", row=earlier.number)
    else:
        titles = "、".join(column.title for column in differing)
        row.repeats = earlier.number
        row.object_to(None, "row.contradicts", row=earlier.number, titles=titles)
        earlier.object_to(None, "row.contradicted", row=row.number)
