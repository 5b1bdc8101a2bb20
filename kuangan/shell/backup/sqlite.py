"""Backup and restore of SQLite: its online backup, and a file that is proven before it takes the old one's name."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

from kuangan.foundation.kernel import clock
from kuangan.shell.backup import tables
from kuangan.shell.backup.stores import KEPT, LAST, MIGRATIONS, TOUCH, TRAIL, Content, Present, Snapshot

_PATIENCE = 30.0
IN_USE = "the database is in use: stop `serve`, `web` and `work` first"


class Sqlite:
    """The embedded database."""

    vendor = "sqlite"
    part = "database.sqlite3"

    def __init__(self, told: dict[str, Any]) -> None:
        self.path = Path(told["NAME"])

    def size(self) -> int:
        """Bytes on disk."""
        return self.path.stat().st_size if self.path.exists() else 0

    @contextmanager
    def snapshot(self, folder: Path) -> Iterator[Snapshot]:
        """One read transaction copies all pages; writers go on in the write-ahead log."""
        if not self.path.is_file():
            raise CommandError(f"there is no database at {self.path}: check KUANGAN_DATA_DIR and DATABASE_URL")
        copy = folder / self.part
        with closing(sqlite3.connect(self.path, timeout=_PATIENCE)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        copy.chmod(0o600)
        yield Snapshot(copy, _examined(copy))

    def present(self) -> Present | None:
        """What is there now; None where nothing is."""
        if not _has_tables(self.path):
            return None
        with closing(sqlite3.connect(self.path)) as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
            last = connection.execute(LAST).fetchone() if TRAIL in names else None
        return Present(rows, *last) if last else Present(rows)

    def refuse_unfit(self, server: str, *, replace: bool) -> None:
        """Refuse to come where something is already, unless told to put it aside, and where somebody is at work."""
        if not _has_tables(self.path):
            return
        if not replace:
            raise CommandError(
                f"{self.path} already holds data. Choose another folder (KUANGAN_DATA_DIR), or give --replace: the "
                "present database is then put aside under another name, not deleted."
            )
        _fold(self.path)

    def restore(self, dump: Path, prove: Callable[[Content], None], *, replace: bool) -> Iterator[str]:
        """Copy beside the old file, prove, then exchange the names."""
        stamp = f"{clock.real_now():%Y%m%d-%H%M%S}"
        fresh = self.path.with_name(f"{self.path.name}.restoring-{stamp}")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(dump, fresh)
            fresh.chmod(0o600)
            prove(_examined(fresh))
            _refused(fresh)
            with fresh.open("rb") as stream:
                os.fsync(stream.fileno())
            self.refuse_unfit("", replace=replace)
            if self.path.exists():
                aside = self.path.with_name(f"{self.path.name}.before-restore-{stamp}")
                os.rename(self.path, aside)
                yield f"the former database is now {aside}"
            for ending in ("-wal", "-shm"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)  # empty: folded in above
            os.rename(fresh, self.path)
        finally:
            fresh.unlink(missing_ok=True)


def _examined(path: Path) -> Content:
    with closing(sqlite3.connect(path)) as connection:
        register(connection)  # constraints call them
        if (said := connection.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
            raise CommandError(f"{path} is damaged: {said}")
        found = tables.sqlite_tables(connection)
        return Content(
            server=sqlite3.sqlite_version,
            tables=found,
            triggers=tables.sqlite_triggers(connection),
            migrations=[row[0] for row in connection.execute(MIGRATIONS)],
            kept=connection.execute(KEPT).fetchall(),
        )


def _refused(path: Path) -> None:
    """The guards are at work: an audit row cannot be changed."""
    with closing(sqlite3.connect(path)) as connection:
        register(connection)
        try:
            touched = connection.execute(TOUCH).rowcount
        except sqlite3.DatabaseError:
            return
        finally:
            connection.rollback()
    if touched:
        raise CommandError("the restored database lets audit rows be changed: its guards are missing")


def _has_tables(path: Path) -> bool:
    if not path.exists():
        return False
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0


def _fold(path: Path) -> None:
    """Bring the write-ahead log into the file, which works only while nobody else has it open."""
    if users := _users(path):
        raise CommandError(f"{IN_USE} (processes {', '.join(users)})")
    with closing(sqlite3.connect(path, timeout=1)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise CommandError(IN_USE) from error


def _users(path: Path) -> list[str]:
    """Numbers of the processes that have the file open, as far as Linux lets us see them."""
    found = set()
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if handle.samefile(path):
                found.add(handle.parts[2])
        except OSError:
            continue  # ended meanwhile, or not ours to see
    return sorted(found)
