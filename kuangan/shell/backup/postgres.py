"""Backup and restore of PostgreSQL: pg_dump in our own snapshot; a fresh database, proven before it takes the name."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from kuangan.foundation.kernel import clock
from kuangan.shell.backup import tables
from kuangan.shell.backup.stores import KEPT, LAST, MIGRATIONS, TOUCH, TRAIL, Content, Present, Snapshot

_OURS = {"pool", "server_side_binding", "assume_role", "isolation_level"}
"""Options of Django's that the database's own programs do not know."""

HOMES = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of several versions side by side."""


class Postgres:
    """A database of a PostgreSQL server."""

    vendor = "postgresql"
    part = "database.dump"

    def __init__(self, told: dict[str, Any]) -> None:
        self.name = str(told["NAME"])
        named = {"user": told.get("USER"), "password": told.get("PASSWORD"), "host": told.get("HOST")}
        options = {key: value for key, value in told.get("OPTIONS", {}).items() if key not in _OURS}
        everything = {**named, "port": told.get("PORT"), **options}
        self._told: dict[str, Any] = {key: str(value) for key, value in everything.items() if value not in (None, "")}

    def size(self) -> int:
        """Bytes on the server's disk; the dump is smaller."""
        with self._connected() as connection:
            return int(connection.execute("SELECT pg_database_size(current_database())").fetchone()[0])

    @contextmanager
    def snapshot(self, folder: Path) -> Iterator[Snapshot]:
        """Our transaction lends its snapshot to pg_dump, so that the hashes are those of the dump."""
        dump = folder / self.part
        with self._connected() as connection:
            program = program_for("pg_dump", _major(connection))
            with connection.transaction():
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                lent = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
                self._run([program, "--format=custom", *_BARE, f"--snapshot={lent}", f"--file={dump}"], self.name)
                content = _examined(connection)
        dump.chmod(0o600)
        yield Snapshot(dump, content)

    def present(self) -> Present | None:
        """What is there now; None where nothing is."""
        with self._connected() as connection:
            asked = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            names = [row[0] for row in connection.execute(asked).fetchall()]
            if not names:
                return None
            counted = [f"SELECT count(*) FROM {_quoted(name)}" for name in names]  # noqa: S608
            rows = {name: connection.execute(one).fetchone()[0] for name, one in zip(names, counted, strict=True)}
            last = connection.execute(LAST).fetchone() if TRAIL in names else None
        return Present(rows, last[0], str(last[1])) if last else Present(rows)

    def refuse_unfit(self, server: str, *, replace: bool) -> None:
        """Refuse an older server, a database that holds something, and one where somebody is at work."""
        with self._connected() as connection:
            if int(server.partition(".")[0] or 0) > _major(connection):
                raise CommandError(
                    f"the archive is of PostgreSQL {server}, this server is older: restore to a newer one"
                )
            program_for("pg_restore", int(server.partition(".")[0] or 0))
            if not _tables(connection):
                return
            if not replace:
                raise CommandError(
                    f"the database {self.name} already holds data. Create an empty one and name it in DATABASE_URL, or "
                    "give --replace: the present database is then put aside under another name, not deleted."
                )
            if others := self._others(connection):
                raise CommandError(
                    f"{others} connections are open to {self.name}: stop `serve`, `web` and `work` first"
                )

    def restore(self, dump: Path, prove: Callable[[Content], None], *, replace: bool) -> Iterator[str]:
        """Into the empty database, or into a fresh one that then exchanges names with the old."""
        with self._connected() as connection:
            holds = _tables(connection)
            program = program_for("pg_restore", _major(connection))
        if not holds:
            try:
                self._fill(program, dump, self.name, prove)
            except CommandError as error:
                mend = f"Drop the database {self.name} and create an empty one before you try again."
                raise CommandError(f"{error}\n{mend}") from error
            return
        stamp = f"{clock.real_now():%Y%m%d_%H%M%S}"
        fresh, aside = f"{self.name[:40]}_restoring_{stamp}", f"{self.name[:40]}_before_{stamp}"
        self._create(fresh)
        try:
            self._fill(program, dump, fresh, prove)
            self.refuse_unfit("", replace=replace)
            self._exchange(fresh, aside)
        except BaseException:
            self._drop(fresh)
            raise
        yield f"the former database is now {aside}"

    def _fill(self, program: str, dump: Path, name: str, prove: Callable[[Content], None]) -> None:
        self._run(
            [program, "--exit-on-error", "--single-transaction", *_BARE, str(dump)], name, told=f"--dbname={name}"
        )
        with self._connected(name) as connection, connection.transaction():
            prove(_examined(connection))
        with self._connected(name) as connection:
            _refused(connection)

    def _create(self, name: str) -> None:
        with self._elsewhere() as connection:
            like = connection.execute(
                "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = %s",
                [self.name],
            ).fetchone()
            wanted = "TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}".format(*map(_literal, like))
            connection.execute(f"CREATE DATABASE {_quoted(name)} {wanted}")

    def _exchange(self, fresh: str, aside: str) -> None:
        with self._elsewhere() as connection, connection.transaction():
            connection.execute(f"ALTER DATABASE {_quoted(self.name)} RENAME TO {_quoted(aside)}")
            connection.execute(f"ALTER DATABASE {_quoted(fresh)} RENAME TO {_quoted(self.name)}")

    def _drop(self, name: str) -> None:
        """Remove what this restore made itself and could not prove."""
        with self._elsewhere() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {_quoted(name)}")

    def _others(self, connection: Any) -> int:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        return int(connection.execute(asked, [self.name]).fetchone()[0])

    @contextmanager
    def _connected(self, name: str = "", *, autocommit: bool = True) -> Iterator[Any]:
        import psycopg

        try:
            connection = psycopg.connect(dbname=name or self.name, autocommit=autocommit, **self._told)
        except psycopg.OperationalError as error:
            raise CommandError(f"the database does not answer ({error}): check DATABASE_URL") from error
        with connection:
            yield connection

    @contextmanager
    def _elsewhere(self) -> Iterator[Any]:
        """Connected to the server, but not to our database, so that it can be renamed."""
        import psycopg

        try:
            with self._connected("postgres") as connection:
                yield connection
        except psycopg.errors.InsufficientPrivilege as error:
            raise CommandError(
                f"the database role may not create databases ({error}): let it (ALTER ROLE … CREATEDB), or create an "
                "empty database and name it in DATABASE_URL"
            ) from error

    def _run(self, command: list[str], name: str, *, told: str = "") -> None:
        """Run a program of the database's; the password goes by the environment: no list of processes shows it."""
        given = {f"PG{key.upper()}": value for key, value in self._told.items() if key in _BY_ENVIRONMENT}
        environment = {**os.environ, **given, "PGDATABASE": name}
        done = subprocess.run(
            [*command, *([told] if told else [])], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CommandError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-2000:]}")


_BARE = ["--no-owner", "--no-privileges"]
_BY_ENVIRONMENT = frozenset(
    {"user", "password", "passfile", "host", "port", "service", "sslmode", "sslrootcert", "sslcert", "sslkey"}
)


def program_for(name: str, major: int) -> str:
    """The path of pg_dump or pg_restore of at least this major version; CommandError with the mend without one."""
    found: dict[str, int] = {}
    homes = sorted(HOMES.glob("*/bin"), reverse=True)
    for candidate in [shutil.which(name), *(shutil.which(name, path=str(home)) for home in homes)]:
        if candidate and candidate not in found:
            said = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False).stdout
            number = re.search(r"(\d+)", said)
            found[candidate] = int(number[1]) if number else 0
            if found[candidate] >= major:
                return candidate
    if not found:
        raise CommandError(f"{name} is not installed: install the PostgreSQL client, version {major} or newer")
    newest = max(found.values())
    raise CommandError(f"{name} is of version {newest}, older than the server: install the client of version {major}")


def _major(connection: Any) -> int:
    return int(connection.info.server_version) // 10000


def _tables(connection: Any) -> int:
    return int(connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()").fetchone()[0])


def _examined(connection: Any) -> Content:
    with connection.cursor() as cursor:
        found = tables.postgres_tables(cursor)
        return Content(
            server=cursor.execute("SHOW server_version").fetchone()[0].split()[0],
            tables=found,
            triggers=tables.postgres_triggers(cursor),
            migrations=[row[0] for row in cursor.execute(MIGRATIONS).fetchall()],
            kept=cursor.execute(KEPT).fetchall(),
        )


def _refused(connection: Any) -> None:
    """The guards are at work: an audit row cannot be changed."""
    import psycopg

    try:
        with connection.transaction(force_rollback=True):
            touched = connection.execute(TOUCH).rowcount
    except psycopg.errors.RaiseException:
        return
    if touched:
        raise CommandError("the restored database lets audit rows be changed: its guards are missing")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
