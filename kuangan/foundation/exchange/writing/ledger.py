"""Ledgers (台账) as they are handed in: title, unit and date, numbered rows, signatures; editable and re-importable."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.writing.book import Book, validate
from kuangan.foundation.exchange.writing.cells import shown
from kuangan.foundation.exchange.writing.page_layout import fit, row_height

SIGNATURES = ("填表人：", "审核人：", "负责人：", "日期：")
TITLE_ROW, META_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2, 3
SPARE_ROWS = 500
NEEDED = "表头底色较深的列必填"
"""Printed above a table that people fill in: Chinese content, files travel between offices."""


@dataclass(frozen=True)
class Heading:
    """What stands above and below the table. `unit` is who fills it in (填报单位), `day` the date shown as text."""

    title: str = ""
    unit: str = ""
    day: str = ""
    signatures: tuple[str, ...] = SIGNATURES
    sheet: str = ""


def write_ledger(
    spec: SheetSpec, rows: Iterable[Mapping[str, Any]], heading: Heading | None = None, *, paper: int | None = None
) -> bytes:
    """Write a styled workbook of `rows` (values by column key). Columns that are `hidden` carry our keys.

    The paper is A4 where the columns are readable on it, otherwise A3; landscape.
    """
    out = io.BytesIO()
    write_ledger_to(out, spec, rows, heading, paper=paper)
    return out.getvalue()


def write_ledger_to(
    out: IO[bytes], spec: SheetSpec, rows: Iterable[Mapping[str, Any]], heading: Heading | None = None, *,
    paper: int | None = None,
) -> None:  # fmt: skip
    """The same to an open file, row by row: memory does not grow with the number of rows."""
    book = Book(out)
    _table(book, spec, rows, heading or Heading(), paper)
    book.mark(spec, HEADER_ROW)
    book.close()


def write_ledgers(
    parts: Iterable[tuple[SheetSpec, Iterable[Mapping[str, Any]], Heading]], *, paper: int | None = None
) -> bytes:
    """Several tables as the sheets of one workbook, to be handed in together; none of them is read back."""
    out = io.BytesIO()
    book = Book(out)
    for spec, rows, heading in parts:
        _table(book, spec, rows, heading, paper)
    book.close()
    return out.getvalue()


def _table(book: Book, spec: SheetSpec, rows: Iterable[Mapping[str, Any]], heading: Heading, paper: int | None) -> None:
    columns = list(spec)
    page = fit(columns, paper)
    sheet = book.sheet(heading.sheet or spec.title, paper=page.paper)
    last_column = len(columns)
    sheet.set_column(0, 0, 6)
    for index, column in enumerate(columns, start=1):
        sheet.set_column(index, index, page.widths[index - 1], None, {"hidden": column.hidden})
        validate(sheet, column, index, FIRST_ROW, FIRST_ROW + SPARE_ROWS)
    _head(book, sheet, spec, heading, last_column)
    number = 0
    put = book.put
    for number, row in enumerate(rows, start=1):
        line = FIRST_ROW + number - 1
        values = [None if (value := row.get(column.key)) is None else shown(column, value) for column in columns]
        sheet.set_row(line, row_height(zip(values, page.widths, strict=True)))
        put(sheet, line, 0, number, "middle")
        for index, value in enumerate(values, start=1):
            put(sheet, line, index, value)
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
    needs = any(column.required for column in spec)
    told = "　".join(filter(None, (NEEDED if needs else "", heading.day and f"填报日期：{heading.day}")))
    if told and last_column > 3:
        sheet.write_string(META_ROW, _last_shown(spec), told, book.formats["right"])
    sheet.set_row(HEADER_ROW, 32)
    sheet.write_string(HEADER_ROW, 0, "序号", book.formats["head"])
    for index, column in enumerate(spec, start=1):
        form = "needed" if column.required else "head"
        sheet.write_string(HEADER_ROW, index, column.heading, book.formats[form])


def _last_shown(spec: SheetSpec) -> int:
    return max(index for index, column in enumerate(spec, start=1) if not column.hidden)


def _sign(book: Book, sheet: Any, line: int, heading: Heading, last_column: int) -> None:
    step = max(1, min(last_column, 12) // max(1, len(heading.signatures)))
    for place, words in enumerate(heading.signatures):
        sheet.write_string(line, place * step, words, book.formats["meta"])
