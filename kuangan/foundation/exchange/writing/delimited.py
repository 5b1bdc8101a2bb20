"""CSV that Excel and WPS open rightly: UTF-8 with a mark, and no cell that would run as a formula."""
# ruff: noqa: RUF001 - the dirt of real files is meant

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.writing.cells import as_text

_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def guarded(text: str) -> str:
    """Put an apostrophe before text a spreadsheet would take for a formula; reading takes exactly one off again."""
    if _RISKY.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def write_csv(spec: SheetSpec, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Write rows of values by column key as UTF-8 CSV with a byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(column.heading) for column in spec])
    for row in rows:
        writer.writerow([guarded(as_text(column, row.get(column.key))) for column in spec])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
