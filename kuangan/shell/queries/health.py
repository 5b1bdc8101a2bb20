"""Whether the installation can serve: database, migrations, worker, seals, room on the disk."""

from dataclasses import dataclass

from django.db import DatabaseError, connection

from kuangan.shell.queries.work import disk_free, unsealed_since
from kuangan.shell.serving.preparing import unapplied_migrations
from kuangan.shell.serving.ticking import SILENT_AFTER, seconds_since_sign

LITTLE_SPACE = 1024**3
"""Free bytes below which somebody must act, while pages are still answered."""
LATE_SEAL = 900.0
"""Seconds after which a record without a seal means that nobody seals."""
_seen_complete: list[bool] = []
"""Filled once all migrations were seen applied: a running process never loses them."""


@dataclass(frozen=True)
class Health:
    """The answer of /readyz."""

    database: bool
    migrations: bool
    worker: bool
    seals: bool = True
    disk: bool = True

    @property
    def serving(self) -> bool:
        """Whether pages can be answered."""
        return self.database and self.migrations

    @property
    def word(self) -> str:
        """ok, degraded (pages are answered, but somebody must look) or down."""
        if not self.serving:
            return "down"
        return "ok" if self.worker and self.seals and self.disk else "degraded"

    def parts(self) -> dict[str, str]:
        """Each part in a word, for those who may know."""
        words = {
            "database": ("ok", "down"),
            "migrations": ("ok", "missing"),
            "worker": ("ok", "silent"),
            "seals": ("ok", "late"),
            "disk": ("ok", "nearly full"),
        }
        return {name: good if getattr(self, name) else bad for name, (good, bad) in words.items()}


# house: unscoped — says nothing about any record
def health() -> Health:
    """Ask the database, compare the migrations, look for the worker's sign of life, seals and room."""
    disk = disk_free() >= LITTLE_SPACE
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _seen_complete:
            if unapplied_migrations():
                return Health(True, False, False, disk=disk)
            _seen_complete.append(True)
        seconds = seconds_since_sign()
        sealed = unsealed_since() <= LATE_SEAL
    except DatabaseError:
        return Health(False, False, False, disk=disk)
    return Health(True, True, seconds is not None and seconds <= SILENT_AFTER, seals=sealed, disk=disk)
