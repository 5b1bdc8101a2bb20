"""Rows of one file that name the same thing: the same is left out, a continuation joined, a contradiction an error."""

from kuangan.foundation.exchange.cleaning.text import folded
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.objections import CleanRow


def note_repeats(rows: list[CleanRow], spec: SheetSpec) -> None:
    """Compare rows of equal key: the same is left out, a continuation is joined, a contradiction is an error."""
    first: dict[tuple[object, ...], CleanRow] = {}
    for row in rows:
        names = key_of(row, spec)
        earlier = next((first[name] for name in names if name in first), None)
        if earlier is None or _told_apart(earlier, row, spec):
            for name in names:
                first.setdefault(name, row)
        else:
            _compare(earlier, row, spec)


def _told_apart(earlier: CleanRow, row: CleanRow, spec: SheetSpec) -> bool:
    """Whether a stronger key that both rows fill says they are two: a weaker one that agrees then proves nothing."""
    theirs = {name[: len(name) // 2]: name for name in key_of(earlier, spec)}
    both = next((name for name in key_of(row, spec) if name[: len(name) // 2] in theirs), None)
    return both is not None and theirs[both[: len(both) // 2]] != both


def key_of(row: CleanRow, spec: SheetSpec) -> list[tuple[object, ...]]:
    """Return every key of the spec that the row fills completely, folded for comparison."""
    found: list[tuple[object, ...]] = []
    for key in spec.keys:
        parts = [row.values.get(name) for name in key]
        if all(part not in (None, "") for part in parts):
            found.append((*key, *(folded(str(part)) for part in parts)))
    return found


def _compare(earlier: CleanRow, row: CleanRow, spec: SheetSpec) -> None:
    differing = [
        column
        for column in spec
        if row.values.get(column.key) is not None and row.values[column.key] != earlier.values.get(column.key)
    ]
    if not differing:
        row.repeats = earlier.number
        row.object_to(None, "row.repeated", row=earlier.number)
    elif all(column.several for column in differing):
        for column in differing:
            joined = (*(earlier.values.get(column.key) or ()), *row.values[column.key])
            earlier.values[column.key] = tuple(dict.fromkeys(joined))
        row.repeats = earlier.number
        row.object_to(None, "row.joined", row=earlier.number)
    else:
        titles = "、".join(column.title for column in differing)
        row.repeats = earlier.number
        row.object_to(None, "row.contradicts", row=earlier.number, titles=titles)
        earlier.object_to(None, "row.contradicted", row=row.number)
