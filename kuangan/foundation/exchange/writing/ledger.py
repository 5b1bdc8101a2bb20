"""Ledgers (台账) as they are handed in: title, unit and date, numbered rows, signatures; editable and re-importable."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.writing.book import A4, Book, validate
from kuangan.foundation.exchange.writing.cells import shown

SIGNATURES = ("填表人：", "审核人：", "负责人：", "日期：")
TITLE_ROW, META_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2, 3
SPARE_ROWS = 500


@dataclass(frozen=True)
class Heading:
    """What stands above and below the table. `unit` is who fills it in (填报单位), `day` the date shown as text."""

    title: str = ""
    unit: str = ""
    day: str = ""
    signatures: tuple[str, ...] = SIGNATURES
    sheet: str = ""


def write_ledger(
    spec: SheetSpec, rows: Iterable[Mapping[str, Any]], heading: Heading | None = None, *, paper: int = A4
) -> bytes:
    """Write a styled workbook of `rows` (values by column key). Columns that are `hidden` carry our keys."""
    out = io.BytesIO()
    write_ledger_to(out, spec, rows, heading, paper=paper)
    return out.getvalue()


def write_ledger_to(
    out: IO[bytes], spec: SheetSpec, rows: Iterable[Mapping[str, Any]], heading: Heading | None = None, *,
    paper: int = A4,
) -> None:  # fmt: skip
    """The same to an open file, row by row: memory does not grow with the number of rows."""
    book = Book(out)
    _table(book, spec, rows, heading or Heading(), paper)
    book.mark(spec, HEADER_ROW)
    book.close()


def write_ledgers(parts: Iterable[tuple[SheetSpec, Iterable[Mapping[str, Any]], Heading]], *, paper: int = A4) -> bytes:
    """Several tables as the sheets of one workbook, to be handed in together; none of them is read back."""
    out = io.BytesIO()
    book = Book(out)
    for spec, rows, heading in parts:
        _table(book, spec, rows, heading, paper)
    book.close()
    return out.getvalue()


def _table(book: Book, spec: SheetSpec, rows: Iterable[Mapping[str, Any]], heading: Heading, paper: int) -> None:
    sheet = book.sheet(heading.sheet or spec.title, paper=paper)
    columns = list(spec)
    last_column = len(columns)
    sheet.set_column(0, 0, 6)
    for index, column in enumerate(columns, start=1):
        sheet.set_column(index, index, column.width, None, {"hidden": column.hidden})
        validate(sheet, column, index, FIRST_ROW, FIRST_ROW + SPARE_ROWS)
    _head(book, sheet, spec, heading, last_column)
    number = 0
    put, numbered = book.put, list(enumerate(columns, start=1))
    for number, row in enumerate(rows, start=1):
        line = FIRST_ROW + number - 1
        put(sheet, line, 0, number, "middle")
        for index, column in numbered:
            value = row.get(column.key)
            put(sheet, line, index, value if value is None else shown(column, value))
    _sign(book, sheet, FIRST_ROW + number + 1, heading, last_column)
    sheet.freeze_panes(FIRST_ROW, 3 if last_column > 6 else 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.print_area(0, 0, FIRST_ROW + number + 1, last_column)
    sheet.autofilter(HEADER_ROW, 0, max(HEADER_ROW, FIRST_ROW + number - 1), last_column)


def _head(book: Book, sheet: Any, spec: SheetSpec, heading: Heading, last_column: int) -> None:
    sheet.set_row(TITLE_ROW, 30)
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last_column, "", book.formats["title"])
    sheet.write_string(TITLE_ROW, 0, heading.title or spec.title, book.formats["title"])
    sheet.write_string(META_ROW, 0, f"填报单位：{heading.unit}", book.formats["meta"])
    if heading.day and last_column > 3:
        sheet.write_string(META_ROW, min(last_column, 8), f"填报日期：{heading.day}", book.formats["meta"])
    sheet.set_row(HEADER_ROW, 32)
    sheet.write_string(HEADER_ROW, 0, "序号", book.formats["head"])
    for index, column in enumerate(spec, start=1):
        title = column.heading + ("*" if column.required else "")
        sheet.write_string(HEADER_ROW, index, title, book.formats["head"])


def _sign(book: Book, sheet: Any, line: int, heading: Heading, last_column: int) -> None:
    step = max(1, min(last_column, 12) // max(1, len(heading.signatures)))
    for place, words in enumerate(heading.signatures):
        sheet.write_string(line, place * step, words, book.formats["meta"])
