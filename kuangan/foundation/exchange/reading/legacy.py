"""The old .xls: read in a process of its own with limits on memory and time, for its cells may claim any size."""

import datetime
import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.exchange.reading.limits import Deadline, Limits, too_big
from kuangan.foundation.exchange.reading.sheets import Row, Sheet, Workbook
from kuangan.foundation.kernel import children
from kuangan.foundation.kernel.errors import Refused

_CHILD = Path(__file__).with_name("legacy_child.py")


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def read(data: bytes, limits: Limits, deadline: Deadline) -> Workbook:
    """Read a BIFF workbook (.xls, .et). Encrypted files and other office documents are refused by name."""
    if _wide("EncryptedPackage") in data or _wide("EncryptionInfo") in data:
        raise _encrypted()
    if _wide("WordDocument") in data:
        raise Refused(_("This is a Word document. Copy its table into a workbook and save it as .xlsx."))
    if _wide("Workbook") not in data and _wide("Book") not in data:
        raise _damaged()
    answer = _ask(data, limits, deadline)
    if "problem" in answer:
        raise _encrypted() if answer["problem"] == "password" else _damaged()
    if answer.get("large"):
        raise too_big(
            _("more than %(rows)d rows or %(columns)d columns") % {"rows": limits.rows, "columns": limits.columns}
        )
    return Workbook("xls", [_sheet(found) for found in answer["sheets"]])


def _ask(data: bytes, limits: Limits, deadline: Deadline) -> dict[str, Any]:
    bounds = json.dumps({"rows": limits.rows, "columns": limits.columns, "sheets": limits.sheets})
    answer = children.run(_CHILD, [bounds], data, turn="tables", seconds=max(1.0, deadline.left))
    if answer is None:
        deadline.check()
        raise _damaged()
    return dict(json.loads(answer))


def _sheet(found: dict[str, Any]) -> Sheet:
    rows = [Row(index, [_value(cell) for cell in cells]) for index, cells in found["rows"]]
    return Sheet(found["name"], rows, merged=[tuple(span) for span in found["merged"]], hidden=found["hidden"])


def _value(cell: object) -> object:
    if isinstance(cell, dict):
        return datetime.datetime.fromisoformat(cell["moment"])
    return cell


def _encrypted() -> Refused:
    return Refused(_("The workbook is protected by a password. Remove the password and save it again."))


def _damaged() -> Refused:
    return Refused(_("The old workbook cannot be read. Open it in WPS or Excel and save it as .xlsx."))
