"""Clean values as JSON and back, by the kinds of their columns."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kuangan.foundation.exchange.columns import ColumnKind, SheetSpec


def pack(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON can carry them."""
    return {key: _packed(value) for key, value in values.items()}


def _packed(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def unpack(stored: Mapping[str, Any], spec: SheetSpec) -> dict[str, Any]:
    """Return what `pack` stored as dates, decimals and tuples again; keys the spec no longer has are left out."""
    known = spec.by_key
    return {
        key: value if value is None else _UNPACKED.get(known[key].kind, _plain)(value)
        for key, value in stored.items()
        if key in known
    }


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_UNPACKED: dict[ColumnKind, Callable[[Any], Any]] = {
    ColumnKind.DATE: date.fromisoformat,
    **dict.fromkeys((ColumnKind.DECIMAL, ColumnKind.LONGITUDE, ColumnKind.LATITUDE), Decimal),
}
