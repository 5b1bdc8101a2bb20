"""Rows of a sheet become clean values, or sentences that say how to mend them."""

from collections.abc import Callable, Mapping
from typing import Any

from kuangan.foundation.exchange import positions
from kuangan.foundation.exchange.cleaning import cleaner
from kuangan.foundation.exchange.cleaning.numbers import can_mean
from kuangan.foundation.exchange.cleaning.text import plain
from kuangan.foundation.exchange.columns import Column, SheetSpec
from kuangan.foundation.exchange.layout import SEQUENCE, Table, folded_title
from kuangan.foundation.exchange.objections import CleanRow, Issue, Source, issue_of
from kuangan.foundation.exchange.reading.limits import Deadline
from kuangan.foundation.exchange.reading.sheets import Row, letters
from kuangan.foundation.exchange.repeats import note_repeats

Watch = Callable[[int], None]
"""Told how many rows are done; raises to stop the work."""


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
    units = {column.index: column.unit for column in table.columns}
    sources = [
        Source(
            index,
            letters(index),
            spec[key],
            cleaner(spec[key], date1904=date1904, unit=unit_for(spec[key], units[index])),
        )
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
    note_repeats(rows, spec)
    return rows


def unit_for(column: Column, unit: str) -> str:
    """The unit in which a file counts a column. What is said of the whole table (*万元) counts where it can mean it."""
    if not unit.startswith("*"):
        return unit
    named = unit[1:]
    return named if column.unit and named and can_mean(column, named) else ""


def _row(row: Row, table: Table, sources: list[Source], leftover: Mapping[int, str], spec: SheetSpec) -> CleanRow:
    number = row.index + 1
    cells = row.cells
    width = len(cells)
    values: dict[str, Any] = {}
    issues: list[Issue] = []
    kept: dict[str, str] = {}
    for source in sources:
        raw = cells[source.index] if source.index < width else None
        if raw is None:
            values[source.column.key] = None
            continue
        value, remarks = source.clean(raw)
        values[source.column.key] = value
        is_kept = value is None and bool(remarks) and spec.keeps_unread and spec.is_optional(source.column)
        if is_kept:
            kept[source.column.title] = plain(raw)[:200]
        for remark in remarks:
            issues.append(issue_of(number, source, remark, raw, is_kept=is_kept))
    found = CleanRow(
        number, values, _Addresses(sources, number), issues,
        {title: plain(cells[i])[:200] for i, title in leftover.items() if i < width and cells[i] is not None},
        kept=kept,
    )  # fmt: skip
    if table.sheet.formulas or table.sheet.failures:
        _note_formulas(found, row, table, sources)
    positions.place(found, row, table, sources, spec)
    positions.exchange_degrees(found, row, sources)
    _require(found, spec)
    _miss_partners(found, spec)
    return found


class _Addresses(dict[str, str]):
    """Addresses by column key, spelled only when asked for."""

    def __init__(self, sources: list[Source], number: int) -> None:
        super().__init__()
        self._sources, self._number = sources, number

    def get(self, key: str, default: Any = None) -> Any:
        """Return the address of a column in this row."""
        return next((f"{s.letter}{self._number}" for s in self._sources if s.column.key == key), default)

    def __missing__(self, key: str) -> str:
        if (found := self.get(key)) is None:
            raise KeyError(key)
        return str(found)


def _note_formulas(found: CleanRow, row: Row, table: Table, sources: list[Source]) -> None:
    for source in sources:
        place = (row.index, source.index)
        failure = table.sheet.failures.get(place)
        empty = source.index >= len(row.cells) or row.cells[source.index] is None
        if failure:
            found.object_to(source.column, "formula.error", given=failure)
        elif place in table.sheet.formulas:
            found.object_to(source.column, "formula.empty" if empty else "formula.value")


def _require(found: CleanRow, spec: SheetSpec) -> None:
    for column in spec.required:
        if found.values.get(column.key) in (None, ""):
            spoken = any(issue.title == column.title and issue.level == "error" for issue in found.issues)
            if not spoken:
                found.object_to(column, "empty.required")


def _miss_partners(found: CleanRow, spec: SheetSpec) -> None:
    """Say which cells say nothing because the cell they belong to is empty; the room may know that one already."""
    for column in spec:
        value = found.values.get(column.key)
        if column.partner and value is not None and found.values.get(column.partner) is None:
            found.object_to(column, "cell.alone", partner=spec[column.partner].title)
