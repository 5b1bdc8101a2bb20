"""Row 12: deriving assignments for many mines, and again after one mine has changed."""

import resource
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db import connection, transaction

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.tasks import derive_mines
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan
from kuangan.registry.models import MineState
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.seeding import INVENTED_PLAN, SYSTEM, TODAY, put_in_force, refresh_statistics, seed_bodies
from kuangan.shell.bench.seeding import seed_mines as seed
from kuangan.shell.bench.timing import once, statements

CHANGES = 12


def measure(*, is_quick: bool, **_options: Any) -> list[Figures]:
    """40,000 mines on PostgreSQL, 4,000 on SQLite or when quick, with the invented plan."""
    on_postgresql = connection.vendor == "postgresql"
    count = 40_000 if on_postgresql and not is_quick else 4_000
    seed_bodies()
    plan = put_in_force(INVENTED_PLAN)
    mines = seed(count)
    before = _peak_mib()
    with clock.at(TODAY):
        taken = once(lambda: derive(SYSTEM, plan, cause="bench"))
        rows = Assignment.rows.count()
        grown = _peak_mib() - before
        refresh_statistics()
        again = once(lambda: derive(SYSTEM, plan, cause="bench again"))
        change, asked = _changes(plan, mines)
    found = Figures("12", f"derive {rows:,} assignments of {count:,} mines")
    found.lines.append(("from nothing", f"{rows / taken:,.0f} rows/s, {taken:.1f} s, memory +{grown:.0f} MiB"))
    found.lines.append(("again, nothing changed (nightly)", f"{rows / again:,.0f} rows/s, {again:.1f} s"))
    found.lines.append(("facts of one mine changed", f"{ms(change)}, {asked} SQL"))
    if on_postgresql:
        for name, floor in _floors().items():
            found.lines.append((f"floor: {name}", f"{rows / floor:,.0f} rows/s; ours is {floor / taken:.2f} of it"))
        found.limits.append(Limit("rows/s", rows / taken, 20_000, at_least=True))
    found.limits.append(Limit("one mine", change * 1000, 50, None, " ms"))
    return [found]


def _changes(plan: Plan, mines: list[int]) -> tuple[float, int]:
    """The least time of several changes of single mines, which void and make assignments, and its SQL."""
    chosen = [pk for pk in mines if not MineState.rows.filter(mine_id=pk, valid_to__isnull=False).exists()][:CHANGES]
    taken = []
    for pk in chosen:
        state = MineState.rows.get(mine_id=pk)
        MineState.rows.filter(pk=state.pk).update(valid_to=date(2023, 7, 10))
        state.pk, state.valid_from, state.known_at = None, date(2023, 7, 10), clock.now()
        state.status = "producing" if state.status == "long_stopped" else "long_stopped"
        state.has_contractors = state.people_working = False
        state.save(force_insert=True)
        taken.append(once(partial(derive_mines, [pk])))
    return min(taken), statements(lambda: derive_mines(chosen[:1]))


def _floors() -> dict[str, float]:
    """Seconds of COPY of the same rows into tables like ours."""
    table = Assignment._meta.db_table
    with connection.cursor() as cursor:
        names = [field.column for field in Assignment._meta.concrete_fields if not field.primary_key]
        columns = ", ".join(f'"{name}"' for name in names)
        with cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as copy:
            lines = b"".join(copy).splitlines(keepends=True)
        floors = {}
        for name, prepare in _TABLES.items():
            cursor.execute("DROP TABLE IF EXISTS bench_floor")
            cursor.execute(f"CREATE TABLE bench_floor (LIKE {table} INCLUDING ALL)")
            prepare(cursor)
            floors[name] = _copied(cursor, columns, lines)
        cursor.execute("DROP TABLE bench_floor")
    return floors


def _copied(cursor: Any, columns: str, lines: list[bytes]) -> float:
    """Seconds to copy all lines in transactions of 4,000, as large as those of derivation."""
    start = time.perf_counter()
    for first in range(0, len(lines), 4_000):
        with transaction.atomic(), cursor.copy(f"COPY bench_floor ({columns}) FROM STDIN") as copy:
            copy.write(b"".join(lines[first : first + 4_000]))
    return time.perf_counter() - start


def _bind(cursor: Any) -> None:
    """The foreign keys, which LIKE does not take over."""
    for field in Assignment._meta.concrete_fields:
        if field.is_relation and field.db_constraint:  # type: ignore[attr-defined]
            target = field.related_model._meta.db_table  # type: ignore[union-attr]
            cursor.execute(
                f"ALTER TABLE bench_floor ADD FOREIGN KEY ({field.column}) REFERENCES {target} (id) "
                "DEFERRABLE INITIALLY DEFERRED"
            )


_TABLES: dict[str, Callable[[Any], None]] = {
    "COPY, same indexes": lambda cursor: None,
    "COPY, same indexes and foreign keys": _bind,
}


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
