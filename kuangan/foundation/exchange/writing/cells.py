"""Values as people write them in cells."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kuangan.foundation.exchange.columns import Column, ColumnKind


def shown(column: Column, value: Any) -> str | float | int | date | None:
    """Return what a cell shows: labels of choices, 是/否, lists joined by 、; dates and numbers stay what they are."""
    if value is None or value == "":
        return None
    if type(value) is str and column.kind != ColumnKind.CHOICE:
        return value
    if column.kind == ColumnKind.CHOICE:
        return column.label_of(str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple | list):
        return "、".join(str(item) for item in value) or "无"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int | float | date) else str(value)


def as_text(column: Column, value: Any) -> str:
    """Return a value as plain text, dates as 2023-04-30."""
    found = shown(column, value)
    if found is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return found.isoformat() if isinstance(found, date) else str(found)
