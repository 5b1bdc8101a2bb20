"""The rows that could not be taken in, with the reason beside each: mend them here and upload this very sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.objections import Issue
from kuangan.foundation.exchange.writing.book import Book, validate
from kuangan.foundation.exchange.writing.cells import shown
from kuangan.foundation.exchange.writing.page_layout import row_height

WHERE, WHY, HOW = "原行号", "问题", "修改办法"


@dataclass(frozen=True)
class BadRow:
    """A row with its objections; the text of an unreadable cell is taken from its issue."""

    number: int
    values: Mapping[str, Any]
    issues: list[Issue] = field(default_factory=list)
    leftovers: Mapping[str, str] = field(default_factory=dict)


def write_bad_rows(spec: SheetSpec, rows: Iterable[BadRow]) -> bytes:
    """Write the rows to be mended: bad cells coloured, row number, problem and mend in the last columns."""
    book = Book()
    sheet = book.sheet("待修改")
    columns = list(spec)
    end = len(columns)
    sheet.set_row(0, 32)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, None, {"hidden": column.hidden})
        sheet.write_string(0, index, column.heading, book.formats["needed" if column.required else "head"])
        validate(sheet, column, index, 1, 2_000)
    for offset, (title, width) in enumerate(((WHERE, 8), (WHY, 44), (HOW, 44))):
        sheet.set_column(end + offset, end + offset, width)
        sheet.write_string(0, end + offset, title, book.formats["head"])
    for line, row in enumerate(rows, start=1):
        told = [issue for issue in row.issues if issue.level != "note"]
        why = "\n".join(_spoken(issue) for issue in told)
        mends = "\n".join(dict.fromkeys(issue.mend for issue in told if issue.mend))
        sheet.set_row(line, row_height(((why, 44), (mends, 44))))
        bad = {issue.title: issue for issue in row.issues if issue.level == "error" and issue.title}
        for index, column in enumerate(columns):
            issue = bad.get(column.title)
            value = shown(column, row.values.get(column.key))
            book.put(sheet, line, index, issue.value or value if issue else value, "bad" if issue else "")
        book.put(sheet, line, end, row.number, "middle")
        book.put(sheet, line, end + 1, why, "why")
        book.put(sheet, line, end + 2, mends, "why")
    sheet.freeze_panes(1, 0)
    book.mark(spec, 0)
    return book.finish()


def _spoken(issue: Issue) -> str:
    where = f"{issue.place} {issue.title}".strip()
    return f"{where}：{issue.message}"
