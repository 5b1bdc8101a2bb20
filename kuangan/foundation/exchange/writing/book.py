"""The common make of our workbooks: page, fonts, formats, the marks by which an edited file is recognised."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec
from kuangan.foundation.exchange.writing.page_layout import A4

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MARKS = "_kuangan"
LONGEST_TEXT = 32_767
_TEXT = {"quote_prefix": True}
"""Excel's own sign (the apostrophe that nobody sees) that a text stays text, also when somebody edits the cell."""
_LINE = {"border": 1, "border_color": "#7f8c9a", "valign": "vcenter", "font_name": "宋体", "font_size": 10}


@dataclass
class Book:
    """A workbook being written row by row, in constant memory, with every text written as text."""

    out: Any = field(default_factory=io.BytesIO)
    formats: dict[str, Format] = field(default_factory=dict)
    workbook: Any = None

    def __post_init__(self) -> None:
        import xlsxwriter  # here: 12 MB that only an export needs

        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "nan_inf_to_errors": True,
        }  # fmt: skip
        self.workbook = xlsxwriter.Workbook(self.out, options)
        made = self.workbook.add_format
        self.formats = {
            "title": made({**_TEXT, "font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}),
            "meta": made({**_TEXT, "font_name": "宋体", "font_size": 10}),
            "head": made({**_TEXT, **_LINE, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#e8eef6"}),
            "needed": made(
                {**_TEXT, **_LINE, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#bfd3ec"}
            ),
            "text": made({**_TEXT, **_LINE, "num_format": "@", "text_wrap": True}),
            "number": made({**_LINE, "num_format": "General"}),
            "date": made({**_LINE, "num_format": "yyyy-mm-dd", "align": "center"}),
            "middle": made({**_TEXT, **_LINE, "align": "center"}),
            "right": made({**_TEXT, "font_name": "宋体", "font_size": 10, "align": "right"}),
            "bad": made(
                {**_TEXT, **_LINE, "num_format": "@", "text_wrap": True, "bg_color": "#fde2e0", "font_color": "#a3160b"}
            ),
            "why": made({**_TEXT, **_LINE, "text_wrap": True, "font_color": "#a3160b"}),
        }

    def sheet(self, name: str, *, paper: int = A4) -> Worksheet:
        """Add a sheet that prints landscape, fitted to the page's width, with page numbers."""
        sheet = self.workbook.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", name)[:31])
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&C第 &P 页 共 &N 页")
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, value: Any, form: str = "") -> None:
        """Write one value by its type; text never becomes a formula or a link."""
        formats = self.formats
        kind = type(value)
        if kind is str and value:
            sheet.write_string(row, column, value[:LONGEST_TEXT], formats[form or "text"])
        elif value is None or value == "":
            sheet.write_blank(row, column, None, formats[form or "text"])
        elif kind is bool:
            sheet.write_string(row, column, "是" if value else "否", formats[form or "middle"])
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, formats[form or "number"])
        elif isinstance(value, str):
            sheet.write_string(row, column, str(value)[:LONGEST_TEXT], formats[form or "text"])
        else:
            sheet.write_datetime(row, column, value, formats[form or "date"])

    def mark(self, spec: SheetSpec, header_row: int) -> None:
        """Add the hidden sheet that tells a later import what this file is."""
        sheet = self.workbook.add_worksheet(MARKS)
        lines = [
            ("spec", spec.name), ("version", str(spec.version)), ("header_row", str(header_row + 1)),
            ("columns", " ".join(column.key for column in spec)),
        ]  # fmt: skip
        for row, (name, value) in enumerate(lines):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, value)
        sheet.hide()

    def close(self) -> None:
        """Write the end of the file."""
        self.workbook.close()

    def finish(self) -> bytes:
        """Close and return the file."""
        self.close()
        return bytes(self.out.getvalue())


def validate(sheet: Worksheet, column: Column, index: int, first: int, last: int) -> None:
    """Offer the choices as a drop-down list where they fit into one (255 characters)."""
    labels = (
        ["是", "否"] if column.kind == ColumnKind.BOOLEAN else [each[0] for each in column.choices.values() if each]
    )
    if labels and len(",".join(labels)) <= 255 and not column.several:
        sheet.data_validation(
            first, index, last, index,
            {"validate": "list", "source": labels, "error_type": "warning", "input_message": column.help[:255] or None},
        )  # fmt: skip
