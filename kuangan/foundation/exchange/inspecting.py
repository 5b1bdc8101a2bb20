"""An upload read and laid out: the sheet chosen, the columns proposed, what was noticed."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.exchange import mapping
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.freezing import thaw
from kuangan.foundation.exchange.layout import Table, best_table, find_table
from kuangan.foundation.exchange.reading import Deadline, Limits, Workbook, read
from kuangan.foundation.kernel.errors import Refused

SHOWN_NOTES = 20
LIMITS = Limits()


@dataclass(frozen=True)
class Inspection:
    """A table with its proposed mapping; `notes` are codes for exchange.notes."""

    book: Workbook
    table: Table
    mapping: mapping.Mapping
    notes: list[dict[str, Any]]


def inspect(
    data: bytes, name: str, spec: SheetSpec, *, sheet: str = "", header: tuple[int, int] | None = None,
    limits: Limits = LIMITS, deadline: Deadline | None = None,
) -> Inspection:  # fmt: skip
    """Read a file and propose where the table is and what its columns are. Raises Refused with the mend."""
    book = read(data, name, limits=limits, deadline=deadline)
    return lay_out(book, _choose(book, spec, sheet, header), spec)


def again(body: bytes, spec: SheetSpec, header: tuple[int, int]) -> Inspection:
    """The same from the cells that freezing.freeze has kept; `header` is where the first look found it."""
    book, sheet = thaw(body)
    return lay_out(book, find_table(sheet, spec, header=header), spec)


def lay_out(book: Workbook, table: Table, spec: SheetSpec) -> Inspection:
    """Propose columns for a table. Refused when it holds no rows."""
    if not table.rows:
        raise Refused(_("No rows were found below the header. Choose another sheet or file."))
    return Inspection(book, table, mapping.guess(table.columns, spec), _noticed(book, table, spec))


def _choose(book: Workbook, spec: SheetSpec, sheet: str, header: tuple[int, int] | None) -> Table:
    if sheet:
        found = next((each for each in book.sheets if each.name == sheet and each.rows), None)
        if found is None:
            raise Refused(_("The sheet “%(name)s” is empty or missing. Choose another sheet.") % {"name": sheet})
        return find_table(found, spec, header=header)
    table = best_table(book.sheets, spec)
    if table is None:
        raise Refused(_("The file holds no filled cells. Choose another file."))
    return table if header is None else find_table(table.sheet, spec, header=header)


def _noticed(book: Workbook, table: Table, spec: SheetSpec) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = []

    def note(code: str, **params: Any) -> None:
        notes.append({"code": code, "params": params})

    if book.marks.get("spec") == spec.name:
        note("returned" if book.marks.get("version") == str(spec.version) else "older")
    if book.encoding and not book.encoding.startswith("utf-8"):
        note("encoding", encoding=book.encoding.upper())
    if book.date1904:
        note("date1904")
    notes += _first(book.foreign) + _hidden(table)
    for unit in dict.fromkeys(one.unit[1:] for one in table.columns if one.unit.startswith("*") and one.unit[1:]):
        note("unit", unit=unit)
    for other in book.sheets:
        if other is not table.sheet and other.rows:
            note("other_sheet", name=other.name, rows=len(other.rows))
    if table.filled:
        note("merged", count=len(table.sheet.merged))
    if table.sheet.formulas:
        note("formulas", count=len(table.sheet.formulas))
    return notes + _passed_over(table)


def _first(notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    more = [{"code": "more", "params": {"count": len(notes) - SHOWN_NOTES}}] if len(notes) > SHOWN_NOTES else []
    return notes[:SHOWN_NOTES] + more


def _hidden(table: Table) -> list[dict[str, Any]]:
    """What a person may not see in the file although it is read."""
    notes: list[dict[str, Any]] = []
    if table.sheet.hidden:
        notes.append({"code": "hidden", "params": {"name": table.sheet.name}})
    if hidden := sorted(row.index for row in table.rows if row.index in table.sheet.hidden_rows):
        rows = spans([index + 1 for index in hidden])
        notes.append({"code": "hidden_rows", "params": {"count": len(hidden), "rows": rows}})
    if columns := [one.letter for one in table.columns if one.index in table.sheet.hidden_columns]:
        notes.append({"code": "hidden_columns", "params": {"columns": "、".join(columns)}})
    return notes


def spans(numbers: list[int]) -> str:
    """Row numbers in short, at most twenty spans: 5–8、12."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [f"{first}–{last}" if last > first else str(first) for first, last in found[:SHOWN_NOTES]]
    return "、".join(shown) + ("…" if len(found) > SHOWN_NOTES else "")


def _passed_over(table: Table) -> list[dict[str, Any]]:
    """Rows that are no data, at most 20 of a sort by name and the rest by number."""
    notes: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    for found in table.notes:
        seen[found.code] += 1
        if seen[found.code] <= SHOWN_NOTES:
            notes.append({"code": found.code, "params": found.params})
    for count in (count - SHOWN_NOTES for count in seen.values() if count > SHOWN_NOTES):
        notes.append({"code": "more", "params": {"count": count}})
    return notes
