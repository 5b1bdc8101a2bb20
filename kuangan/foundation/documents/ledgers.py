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


@dataclass(frozen=True, slots=True)
class Ledger:
    """A filled form: rows hold texts in the order of the columns; `unit` fills it in, `note` says of what it speaks."""

    form: Form
    rows: Sequence[Sequence[str]]
    unit: str
    day: str
    title: str = ""
    note: str = ""


def pdf(*ledgers: Ledger) -> bytes:
    """Ledgers as one PDF/A, each beginning a page, on the paper of the first. More than FEW_ROWS are set apart.

    Raises Refused for more than MOST_ROWS.
    """
    count = sum(len(one.rows) for one in ledgers)
    if count > MOST_ROWS:
        raise Refused(
            _("A PDF holds at most %(most)d rows. Narrow the list, or take the workbook.") % {"most": MOST_ROWS}
        )
    first = ledgers[0].form
    data = {
        "paper": first.paper, "landscape": first.landscape, "size": first.size,
        "tables": [_table(one) for one in ledgers],
    }  # fmt: skip
    return setting.pdf("ledger", data, tags=False) if count <= FEW_ROWS else setting.pdf_apart("ledger", data)


def _table(ledger: Ledger) -> dict[str, Any]:
    form = ledger.form
    return {
        "title": ledger.title or form.title, "unit": ledger.unit, "day": ledger.day, "note": ledger.note,
        "none": form.none, "signatures": list(form.signatures),
        "columns": [{"title": one.title, "width": one.width, "centred": one.centred} for one in form.columns],
        "rows": [[breakable(cell) for cell in row] for row in ledger.rows],
    }  # fmt: skip
