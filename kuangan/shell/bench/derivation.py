"""Row 12: deriving assignments for many mines, and again after one mine has changed."""

import resource
from functools import partial
from typing import Any

from django.db import connection

from kuangan.duties.actions.derive import derive
from kuangan.duties.models import Assignment
from kuangan.duties.tasks import derive_mines
from kuangan.foundation.kernel import clock
from kuangan.shell.bench.changing import change_one_mine, unchanged_mines
from kuangan.shell.bench.floors import copied_per_second
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.seeding import INVENTED_PLAN, SYSTEM, TODAY, put_in_force, refresh_statistics, seed_bodies
from kuangan.shell.bench.seeding import seed_mines as seed
from kuangan.shell.bench.timing import once, statements

CHANGES = 12


def measure(*, is_quick: bool, mines: int = 0, **_options: Any) -> list[Figures]:
    """40,000 mines on PostgreSQL, 4,000 on SQLite or when quick, or as many as asked for, with the invented plan."""
    on_postgresql = connection.vendor == "postgresql"
    count = mines or (40_000 if on_postgresql and not is_quick else 4_000)
    seed_bodies()
    plan = put_in_force(INVENTED_PLAN)
    seed(count)
    before = _peak_mib()
    with clock.at(TODAY):
        taken = once(lambda: derive(SYSTEM, plan, cause="bench"))
        rows = Assignment.rows.count()
        grown = _peak_mib() - before
        refresh_statistics()
        again = once(lambda: derive(SYSTEM, plan, cause="bench again"))
        change, asked = _changes()
    found = Figures("12", f"derive {rows:,} assignments of {count:,} mines")
    found.lines.append(("from nothing", f"{rows / taken:,.0f} rows/s, {taken:.1f} s, memory +{grown:.0f} MiB"))
    found.lines.append(("again, nothing changed (nightly)", f"{rows / again:,.0f} rows/s, {again:.1f} s"))
    found.lines.append(("facts of one mine changed", f"{ms(change)}, {asked} SQL"))
    if on_postgresql:
        for name, floor in copied_per_second(rows).items():
            found.lines.append((f"floor: {name}", f"{floor:,.0f} rows/s; ours is {rows / taken / floor:.2f} of it"))
        found.limits.append(Limit("rows/s", rows / taken, 20_000, at_least=True))
    found.limits.append(Limit("one mine", change * 1000, 50, None, " ms"))
    return [found]


def _changes() -> tuple[float, int]:
    """The least time of several changes of single mines, which void and make assignments, and its SQL."""
    chosen = unchanged_mines(CHANGES)
    taken = []
    for pk in chosen:
        change_one_mine(pk)
        taken.append(once(partial(derive_mines, [pk])))
    return min(taken), statements(lambda: derive_mines(chosen[:1]))


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
