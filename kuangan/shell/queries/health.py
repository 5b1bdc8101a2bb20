"""Whether the installation can serve: database, migrations, worker, trail, clock, files, replica, room on the disk."""

from dataclasses import dataclass
from time import monotonic

from django.db import DatabaseError, connection, connections
from django.utils.connection import ConnectionDoesNotExist

from kuangan.access.models import separation
from kuangan.foundation.integrity import guards
from kuangan.foundation.integrity.comparison import outstanding
from kuangan.foundation.integrity.files import shelves
from kuangan.foundation.integrity.queries import seconds_behind
from kuangan.foundation.kernel.errors import Outage
from kuangan.shell.queries.work import disk_free, unsealed_since
from kuangan.shell.serving.preparing import unapplied_migrations
from kuangan.shell.serving.ticking import LATE_ROUND, SILENT_AFTER, seconds_since_round, seconds_since_sign

LITTLE_SPACE = 1024**3
"""Free bytes below which somebody must act, while pages are still answered."""
LATE_SEAL = 900.0
"""Seconds after which a record without a seal means that nobody seals."""
STORE_SECONDS = 30.0
"""For so long an answer of the file store is believed: a monitor that asks every second does not burden it."""
_store: list[tuple[float, str]] = []
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
    round: bool = True
    guards: bool = True
    clock: bool = True
    records: bool = True
    files: bool = True
    replica: bool = True

    @property
    def serving(self) -> bool:
        """Whether pages can be answered."""
        return self.database and self.migrations

    @property
    def word(self) -> str:
        """ok, degraded (pages are answered, but somebody must look) or down."""
        if not self.serving:
            return "down"
        parts = (
            self.worker, self.round, self.seals, self.disk, self.guards, self.clock, self.records, self.files,
            self.replica,
        )  # fmt: skip
        return "ok" if all(parts) else "degraded"

    def parts(self) -> dict[str, str]:
        """Each part in a word, for those who may know."""
        words = {
            "database": ("ok", "down"),
            "migrations": ("ok", "missing"),
            "worker": ("ok", "silent"),
            "round": ("ok", "late"),
            "seals": ("ok", "late"),
            "disk": ("ok", "nearly full"),
            "guards": ("ok", "missing"),
            "clock": ("ok", "behind the last record"),
            "records": ("ok", "differ from the trail"),
            "files": ("ok", "refused or away"),
            "replica": ("ok", "away"),
        }
        return {name: good if getattr(self, name) else bad for name, (good, bad) in words.items()}


# house: unscoped — says nothing about any record
def missing_guards() -> list[str]:
    """Triggers that are missing or switched off: those of the trail, and those that keep administrations apart."""
    return [*guards.missing(connection), *separation.missing(connection)]


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
        seconds, ended = seconds_since_sign(), seconds_since_round()
        sealed = unsealed_since() <= LATE_SEAL
        guarded, behind = not missing_guards(), seconds_behind() > 0
        differing = outstanding()
    except DatabaseError:
        return Health(False, False, False, disk=disk)
    return Health(
        True, True, seconds is not None and seconds <= SILENT_AFTER, seals=sealed, disk=disk, guards=guarded,
        clock=not behind, records=not differing, round=ended is not None and ended <= LATE_ROUND,
        files=not store_trouble(), replica=not replica_trouble(),
    )  # fmt: skip


# house: unscoped — says nothing about any record
def store_trouble(*, remembered: bool = True) -> str:
    """Why files can be neither kept nor shown; "" when they can. An answer is remembered for 30 seconds."""
    if not (remembered and _store and monotonic() - _store[0][0] < STORE_SECONDS):
        try:
            shelves.probe()
            found = ""
        except (Outage, OSError) as error:
            found = str(error)
        _store[:] = [(monotonic(), found)]
    return _store[0][1]


# house: unscoped — says nothing about any record
def replica_trouble() -> str:
    """Why the read replica does not answer; "" when it does, or when there is none."""
    try:
        with connections["replica"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except ConnectionDoesNotExist:
        return ""
    except DatabaseError as error:
        return type(error).__name__
    return ""
