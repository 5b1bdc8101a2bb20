"""Runs alone: reads an .xls from standard input under limits and prints its cells as JSON."""

import datetime
import io
import json
import sys
from typing import Any


def limit() -> None:
    """Bound memory to 1.5 GB and processor time to 30 s where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's timeout remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (1536 * 1024 * 1024, 1536 * 1024 * 1024))
    resource.setrlimit(resource.RLIMIT_CPU, (30, 30))


def plain(cell: object) -> object:
    """Return a cell as JSON can carry it; empty text is None, moments are marked."""
    if isinstance(cell, datetime.datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, datetime.date):
        return {"moment": f"{cell.isoformat()}T00:00:00"}
    if isinstance(cell, datetime.time | datetime.timedelta):
        return str(cell)
    return None if cell == "" else cell


def sheet_of(book: Any, meta: Any, bounds: dict[str, int]) -> dict[str, Any]:
    """Return one sheet's rows that hold something; None when it is larger than allowed."""
    sheet = book.get_sheet_by_name(meta.name)
    left = (sheet.start or (0, 0))[1]
    rows = []
    for index, cells in enumerate(sheet.iter_rows()):
        values = [None] * left + [plain(cell) for cell in cells]
        if any(value is not None for value in values):
            rows.append((index, values))
        if len(rows) > bounds["rows"] or len(values) > bounds["columns"]:
            raise OverflowError
    merged = [(top, start, bottom, end) for (top, start), (bottom, end) in sheet.merged_cell_ranges or []]
    return {"name": meta.name, "rows": rows, "merged": merged, "hidden": "Visible" not in str(meta.visible)}


def main() -> None:
    """Read, print, leave."""
    bounds = json.loads(sys.argv[1])
    data = sys.stdin.buffer.read()
    limit()
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        metas = [meta for meta in book.sheets_metadata if "WorkSheet" in str(meta.typ)][: bounds["sheets"]]
        answer: dict[str, Any] = {"sheets": [sheet_of(book, meta, bounds) for meta in metas]}
    except PasswordError:
        answer = {"problem": "password"}
    except OverflowError:
        answer = {"large": True}
    except Exception:  # any damage is the same to the reader
        answer = {"problem": "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
