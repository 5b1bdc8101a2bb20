"""The floor of derivation: PostgreSQL's COPY of the same rows into tables like ours."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from kuangan.duties.models import Assignment

_ROWS = 25_000
"""Rows in one transaction, about as many as in one batch of derivation."""


def copied_per_second(most: int) -> dict[str, float]:
    """Rows a second, of at most so many of the rows that are there, in the order in which they were written."""
    table = Assignment._meta.db_table
    names = [field.column for field in Assignment._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY (SELECT {columns} FROM {table} ORDER BY id LIMIT {most}) TO STDOUT") as copy:  # noqa: S608
            lines = b"".join(copy).splitlines(keepends=True)
        found = {}
        for name, prepare in _TABLES.items():
            cursor.execute("DROP TABLE IF EXISTS bench_floor")
            cursor.execute(f"CREATE TABLE bench_floor (LIKE {table} INCLUDING ALL)")
            prepare(cursor)
            found[name] = len(lines) / _copied(cursor, columns, lines)
        cursor.execute("DROP TABLE bench_floor")
    return found


def _copied(cursor: Any, columns: str, lines: list[bytes]) -> float:
    start = time.perf_counter()
    for first in range(0, len(lines), _ROWS):
        with transaction.atomic(), cursor.copy(f"COPY bench_floor ({columns}) FROM STDIN") as copy:
            copy.write(b"".join(lines[first : first + _ROWS]))
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
