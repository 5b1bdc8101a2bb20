"""A ledger (台账) on paper: title, unit and day, a table whose head is repeated, signatures, page of pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.documents import setting
from kuangan.foundation.documents.words import breakable
from kuangan.foundation.kernel.errors import Refused

FEW_ROWS = 500
"""So many rows are set while somebody waits (less than a second)."""
MOST_ROWS = 10_000
"""So many are set in one PDF, by the worker; a longer list is no paper any more."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: key of the value, printed title, and its share of the width. Narrow ones are centred."""

    key: str
    title: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """How a ledger looks: `paper` a4 or a3, `size` of its type in points."""

    title: str
    columns: tuple[Column, ...]
    signatures: tuple[str, ...]
    paper: str = "a4"
    landscape: bool = True
    size: float = 9.0
    none: str = ""
    note: str = ""


def pdf(form: Form, rows: Sequence[Sequence[str]], *, unit: str, day: str, title: str = "", note: str = "") -> bytes:
    """The ledger as PDF/A. Rows hold texts in the order of the columns. More than FEW_ROWS are set apart.

    Raises Refused for more than MOST_ROWS.
    """
    if len(rows) > MOST_ROWS:
        raise Refused(
            _("A PDF holds at most %(most)d rows. Narrow the list, or take the workbook.") % {"most": MOST_ROWS}
        )
    data = _data(form, rows, unit, day, title, note)
    return setting.pdf("ledger", data, tags=False) if len(rows) <= FEW_ROWS else setting.pdf_apart("ledger", data)


def _data(
    form: Form, rows: Sequence[Sequence[str]], unit: str, day: str, title: str, note: str
) -> dict[str, Any]:  # fmt: skip
    return {
        "title": title or form.title, "unit": unit, "unit_line": f"填报单位：{unit}", "day_line": f"填报日期：{day}",
        "paper": form.paper, "landscape": form.landscape, "size": form.size, "none": form.none,
        "note": note or form.note, "signatures": list(form.signatures),
        "columns": [{"title": one.title, "width": one.width, "centred": one.centred} for one in form.columns],
        "rows": [[breakable(cell) for cell in row] for row in rows],
    }  # fmt: skip
