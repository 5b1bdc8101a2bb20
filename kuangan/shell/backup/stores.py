"""What a backup needs to know of a database, whichever it is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kuangan.shell.backup.manifest import Table

KEPT = "SELECT sha256, size FROM integrity_storedfile ORDER BY sha256"
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
TRAIL = "integrity_auditevent"
LAST = "SELECT id, entered_at FROM integrity_auditevent ORDER BY id DESC LIMIT 1"
TOUCH = "UPDATE integrity_auditevent SET kind = kind WHERE id = (SELECT min(id) FROM integrity_auditevent)"
"""What the guards of the audit trail must refuse."""


@dataclass(frozen=True)
class Content:
    """What a database holds: its tables, triggers, applied migrations, and the files that its rows name."""

    server: str
    tables: dict[str, Table]
    triggers: dict[str, str]
    migrations: list[str]
    kept: list[tuple[str, int]]


@dataclass(frozen=True)
class Present:
    """What stands where a restore would come: rows by table, number and moment (as the database writes it) of the last
    record of the trail; 0 and "" without one."""

    rows: dict[str, int]
    last: int = 0
    last_at: str = ""


@dataclass(frozen=True)
class Snapshot:
    """A consistent copy on disk, and what is in it."""

    path: Path
    content: Content


class Store(Protocol):
    """One database, to be copied from or restored to."""

    vendor: str
    part: str

    def size(self) -> int:
        """Bytes on disk, about."""

    def snapshot(self, folder: Path) -> AbstractContextManager[Snapshot]:
        """Copy the database into `folder` as it is at one moment, while others go on writing."""

    def present(self) -> Present | None:
        """What is there now; None where nothing is."""

    def refuse_unfit(self, server: str, *, replace: bool) -> None:
        """CommandError when this place cannot take a restore, with the mend."""

    def restore(self, dump: Path, prove: Callable[[Content], None], *, replace: bool) -> Iterator[str]:
        """Bring `dump` into a fresh database, have it proven, put it in place; yields what to tell the operator."""


def store_of(told: dict[str, Any]) -> Store:
    """The store behind connection settings (an entry of DATABASES)."""
    if told["ENGINE"].endswith("sqlite3"):
        from kuangan.shell.backup.sqlite import Sqlite

        return Sqlite(told)
    from kuangan.shell.backup.postgres import Postgres

    return Postgres(told)
