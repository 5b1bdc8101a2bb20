"""How much newer what stands in a place is than the backup that would take it: said before it is put aside."""

from kuangan.shell.backup.manifest import Manifest
from kuangan.shell.backup.stores import TRAIL, Present

MOST_NAMED = 12
_OURS = ("django_", "sqlite_", "kuangan_cache")
"""Tables whose rows nobody entered: sessions, tasks, the framework's own."""


def how_much_newer(manifest: Manifest, present: Present) -> list[str]:
    """Sentences for the operator: last record of each, and the tables in which the present data have more rows."""
    kept = {name: table.rows for name, table in manifest.tables.items()}
    more = {
        name: rows - kept.get(name, 0)
        for name, rows in present.rows.items()
        if rows > kept.get(name, 0) and not name.startswith(_OURS)
    }
    said = [
        f"the backup is of {manifest.made_at}, with {kept.get(TRAIL, 0):,} records in its trail",
        f"the present data end with record {present.last} of {present.last_at or '—'}, "
        f"{present.rows.get(TRAIL, 0):,} records in its trail",
    ]
    if not more:
        return [*said, "nothing in the present data is missing in the backup, as far as numbers of rows tell"]
    named = sorted(more.items(), key=lambda one: -one[1])
    words = ", ".join(f"{name} {rows:,}" for name, rows in named[:MOST_NAMED])
    rest = f", and {len(named) - MOST_NAMED} tables more" if len(named) > MOST_NAMED else ""
    return [*said, f"not in the backup: {sum(more.values()):,} rows ({words}{rest})"]
