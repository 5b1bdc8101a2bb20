"""Clean values as JSON and back, by the kinds of their columns."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kuangan.foundation.exchange.columns import ColumnKind, SheetSpec

_DECIMALS = frozenset({ColumnKind.DECIMAL, ColumnKind.LONGITUDE, ColumnKind.LATITUDE})


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
    return {key: _unpacked(value, spec.by_key[key].kind) for key, value in stored.items() if key in spec.by_key}


def _unpacked(value: Any, kind: ColumnKind) -> Any:
    if value is None:
        return None
    if kind == ColumnKind.DATE:
        return date.fromisoformat(value)
    if kind in _DECIMALS:
        return Decimal(value)
    return tuple(value) if isinstance(value, list) else value
