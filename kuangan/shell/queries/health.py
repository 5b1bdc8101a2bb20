"""Whether the installation works: database, migrations, worker."""

from dataclasses import dataclass

from django.db import DatabaseError, connection

from kuangan.shell.serving.preparing import unapplied_migrations
from kuangan.shell.serving.ticking import SILENT_AFTER, seconds_since_sign

_seen_complete: list[bool] = []
"""Filled once all migrations were seen applied: a running process never loses them."""


@dataclass(frozen=True)
class Health:
    """The answer of /healthz."""

    database: bool
    migrations: bool
    worker: bool

    @property
    def serving(self) -> bool:
        """Whether pages can be answered."""
        return self.database and self.migrations

    @property
    def word(self) -> str:
        """ok, degraded (the worker is silent) or down."""
        if not self.serving:
            return "down"
        return "ok" if self.worker else "degraded"


# house: unscoped — says nothing about any record
def health() -> Health:
    """Ask the database, compare the migrations, look for the worker's sign of life."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _seen_complete:
            if unapplied_migrations():
                return Health(True, False, False)
            _seen_complete.append(True)
        seconds = seconds_since_sign()
    except DatabaseError:
        return Health(False, False, False)
    return Health(True, True, seconds is not None and seconds <= SILENT_AFTER)
