"""Delimited text (CSV): UTF-8, UTF-16 and GB18030; commas, semicolons, tabs."""
# ruff: noqa: RUF001 - the dirt of real files is meant

import csv
import io
import re

from django.utils.translation import gettext as _

from kuangan.foundation.exchange.reading.limits import Deadline, Limits, too_big
from kuangan.foundation.exchange.reading.sheets import Row, Sheet, Workbook
from kuangan.foundation.kernel.errors import Refused

_SEPARATORS = ",;\t|，"
_GUARDED = re.compile(r"\A'(?='*[=+\-@\t\r\n＝＋－＠])")


def read(data: bytes, limits: Limits, deadline: Deadline) -> Workbook:
    """Read delimited text. A guarding apostrophe before = + - @ is taken off again (see writing.delimited)."""
    text, encoding = decode(data)
    first = text[:5].lower()
    separator = ""
    if first.startswith("sep=") and len(text) > 4:
        separator, text = text[4], text.partition("\n")[2]
    rows: list[Row] = []
    cells = 0
    try:
        for index, record in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text))
        ):
            if index % 1000 == 0:
                deadline.check()
            if len(record) > limits.columns:
                raise too_big(_("more than %(rows)d rows or %(columns)d columns") % vars_of(limits))
            values: list[object] = [_GUARDED.sub("", cell) if cell.strip() else None for cell in record]
            if any(value is not None for value in values):
                rows.append(Row(index, values))
                cells += len(values)
            if len(rows) > limits.rows or len(values) > limits.columns or cells > limits.cells:
                raise too_big(_("more than %(rows)d rows or %(columns)d columns") % vars_of(limits))
    except csv.Error:
        raise Refused(_("The text cannot be read as a table. Save it from WPS or Excel as .xlsx.")) from None
    return Workbook("csv", [Sheet("CSV", rows)], encoding=encoding)


def vars_of(limits: Limits) -> dict[str, int]:
    """Return the limits a message names."""
    return {"rows": limits.rows, "columns": limits.columns}


def decode(data: bytes) -> tuple[str, str]:
    """Return (text, encoding). GB18030 is what older office programs write; bytes that fit nothing are refused."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried = ["utf-16"]
    elif b"\x00" in data[:4096]:
        tried = [_unmarked_utf16(data)]
    else:
        tried = ["utf-8-sig", "gb18030"]
    for encoding in tried:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text, encoding
    raise Refused(_("This is neither a workbook nor a readable text. Save the table as .xlsx."))


def _unmarked_utf16(data: bytes) -> str:
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if odd > 4 * max(even, 1):
        return "utf-16-le"
    return "utf-16-be" if even > 4 * max(odd, 1) else "binary"


def _separator(text: str) -> str:
    """Choose the separator that splits the first lines most evenly into most cells."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:30] if line.strip()]
    counts = {mark: sum(min(line.count(mark), 60) for line in lines) for mark in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda mark: counts[mark])
    return best if counts[best] else ","
