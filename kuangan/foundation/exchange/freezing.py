"""Cells as they were read, packed for the time until a person has confirmed the columns: a file is read once."""

import json
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any

from kuangan.foundation.exchange.reading import Row, Sheet, Workbook

_MARK = "\0"
_FORMS: dict[type, str] = {datetime: "m", date: "d", time: "t", timedelta: "l"}


def freeze(book: Workbook, sheet: Sheet) -> bytes:
    """Pack one sheet with what its reader must know about the workbook."""
    told: dict[str, Any] = {
        "kind": book.kind, "date1904": book.date1904, "encoding": book.encoding, "marks": book.marks,
        "name": sheet.name, "hidden": sheet.hidden, "merged": sheet.merged, "formulas": sorted(sheet.formulas),
        "foreign": book.foreign,
        "hidden_rows": sorted(sheet.hidden_rows), "hidden_columns": sorted(sheet.hidden_columns),
        "failures": [[*place, text] for place, text in sheet.failures.items()],
        "sheets": [[one.name, len(one.rows), one.hidden, one is sheet] for one in book.sheets],
        "rows": [[row.index, row.cells] for row in sheet.rows],
    }  # fmt: skip
    return zlib.compress(json.dumps(told, default=_plain, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def thaw(body: bytes) -> tuple[Workbook, Sheet]:
    """Give back what `freeze` packed; the other sheets come with empty rows, to be counted."""
    told = json.loads(zlib.decompress(body))
    sheet = Sheet(
        told["name"],
        [Row(index, [_cell(cell) for cell in cells]) for index, cells in told["rows"]],
        [tuple(area) for area in told["merged"]],
        {(row, column) for row, column in told["formulas"]},
        {(row, column): text for row, column, text in told["failures"]},
        told["hidden"],
        set(told.get("hidden_rows", ())),
        set(told.get("hidden_columns", ())),
    )
    sheets = [
        sheet if is_ours else Sheet(name, [Row(0, [])] * count, hidden=hidden)
        for name, count, hidden, is_ours in told["sheets"]
    ]
    foreign = told.get("foreign", [])
    return Workbook(told["kind"], sheets, told["date1904"], told["encoding"], told["marks"], foreign), sheet


def _plain(value: Any) -> str:
    form = _FORMS[type(value)]
    return f"{_MARK}{form}{value.total_seconds() if form == 'l' else value.isoformat()}"


def _cell(value: Any) -> Any:
    """A cell again; texts of files hold no NUL, which marks days and times here."""
    if type(value) is not str or value[:1] != _MARK:
        return value
    form, text = value[1:2], value[2:]
    if form == "l":
        return timedelta(seconds=float(text))
    read = {"m": datetime.fromisoformat, "d": date.fromisoformat, "t": time.fromisoformat}.get(form)
    return read(text) if read else value
