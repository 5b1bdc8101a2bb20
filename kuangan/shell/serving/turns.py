"""One at a time among all workers: whoever holds the turn does the minute's round, the others wait for the next.

On PostgreSQL the turn is a lock of the database's, on SQLite a lock on a file beside it. Both are given back by the
operating system when their holder dies, so nobody waits for a lease of the dead to run out.
"""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection


@contextmanager
def turn(name: str) -> Iterator[bool]:
    """Whether it is ours, for as long as the block lasts: `with turn("round") as ours: …`."""
    ways = _of_the_server(name) if connection.vendor == "postgresql" else _of_the_machine(name)
    with ways as ours:
        yield ours


@contextmanager
def _of_the_server(name: str) -> Iterator[bool]:
    """Bound to this connection. Behind a pooler that changes connections between statements it would not hold."""
    key = zlib.crc32(f"kuangan.{name}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        ours = bool(cursor.fetchone()[0])
    try:
        yield ours
    finally:
        if ours:
            _give_back(key)


def _give_back(key: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
    except DatabaseError:
        connection.close()  # the server gives it back with the connection


@contextmanager
def _of_the_machine(name: str) -> Iterator[bool]:
    path = Path(settings.DATA_DIR) / f"{name}.turn"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
