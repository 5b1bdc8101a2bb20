"""Longitude and latitude of a row, read together where one cell alone does not say the place."""

from typing import Any

from kuangan.foundation.exchange.cleaning.degrees import bounds, read_degrees
from kuangan.foundation.exchange.cleaning.places import datum_in, place_of
from kuangan.foundation.exchange.cleaning.remarks import Unreadable
from kuangan.foundation.exchange.cleaning.text import plain
from kuangan.foundation.exchange.columns import Column, ColumnKind, SheetSpec
from kuangan.foundation.exchange.layout import Table
from kuangan.foundation.exchange.objections import CleanRow, Source, issue_of
from kuangan.foundation.exchange.reading.sheets import Row

_EAST, _NORTH = ColumnKind.LONGITUDE, ColumnKind.LATITUDE


def place(found: CleanRow, row: Row, table: Table, sources: list[Source], spec: SheetSpec) -> None:
    """Read longitude and latitude together where one of the cells alone does not say it; their text is kept."""
    pair = [next((s for s in sources if s.column.kind == kind), None) for kind in (_EAST, _NORTH)]
    raws = [row.cells[s.index] if s is not None and s.index < len(row.cells) else None for s in pair]
    here = [s for s in pair if s is not None]
    if not here or all(raw in (None, "") for raw in raws):
        return
    titles = {column.index: column.title for column in table.columns}
    datum = next((name for s in here if (name := datum_in(titles.get(s.index, "")))), "")
    try:
        place, remarks = place_of(raws[0], raws[1], datum)
    except Unreadable as problem:
        place, remarks = None, (problem.remark,)
        if any(found.values[s.column.key] is not None for s in here) and problem.remark.code == "place.zone":
            return
    for s, raw in zip(pair, raws, strict=True):
        if s is not None and isinstance(raw, str) and spec.keeps_unread and (remarks or "°" in raw or "度" in raw):
            found.kept[s.column.title] = plain(raw)[:200]
    if not remarks:
        return
    codes = {s.column.title for s in here}
    found.issues = [issue for issue in found.issues if issue.title not in codes]
    for key, value in zip((_EAST, _NORTH), place or (None, None), strict=True):
        column = next((one for one in spec if one.kind == key), None)
        if column is not None:
            found.values[column.key] = value
    first = next(s for s, raw in zip(pair, raws, strict=True) if s is not None and raw not in (None, ""))
    is_kept = place is None and spec.keeps_unread and spec.is_optional(first.column)
    raw = row.cells[first.index]
    found.issues += [issue_of(found.number, first, remark, raw, is_kept=is_kept) for remark in remarks]


def exchange_degrees(found: CleanRow, row: Row, sources: list[Source]) -> None:
    """Exchange longitude and latitude that stand in each other's column, and say so."""
    if not any(issue.code == "degrees.range" for issue in found.issues):
        return
    east = next((s for s in sources if s.column.kind == ColumnKind.LONGITUDE), None)
    north = next((s for s in sources if s.column.kind == ColumnKind.LATITUDE), None)
    if east is None or north is None or max(east.index, north.index) >= len(row.cells):
        return
    try:
        longitude, latitude = read_degrees(row.cells[north.index]), read_degrees(row.cells[east.index])
    except Unreadable:
        return
    if longitude is None or latitude is None or not (_in(longitude, east.column) and _in(latitude, north.column)):
        return
    found.issues = [issue for issue in found.issues if issue.code != "degrees.range"]
    found.values[east.column.key], found.values[north.column.key] = longitude, latitude
    found.object_to(east.column, "degrees.swapped")


def _in(value: Any, column: Column) -> bool:
    low, high = bounds(column)
    return bool(low <= value <= high)
