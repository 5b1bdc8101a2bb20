"""An installation of its own for the tests of backup and restore: a database beside the tests own, and its files."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from types import MethodType
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import build
from kuangan.foundation.integrity.files import shelves
from kuangan.foundation.integrity.kinds import declare
from kuangan.foundation.integrity.models import StoredFile

WROTE = declare("shell.tried_backup", "wrote")
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class Site:
    """A database under an alias of its own, with tables like the test database's; `told` are its settings."""

    def __init__(self, alias: str, folder: Path, *, like: "Site | None" = None) -> None:
        self.alias = alias
        # What connects before the test framework forbids every database but its own.
        self._connect = like._connect if like else BaseDatabaseWrapper.ensure_connection
        default = connections["default"].settings_dict
        self.is_sqlite = default["ENGINE"].endswith("sqlite3")
        name = str(folder / f"{alias}.sqlite3") if self.is_sqlite else f"{default['NAME']}_{alias}"[:60]
        options = {key: value for key, value in default["OPTIONS"].items() if key != "pool"}
        self.told: dict[str, Any] = {**default, "NAME": name, "OPTIONS": options}
        if not self.is_sqlite:
            self.on_server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
        connections.settings[alias] = self.told
        if like is None:
            self._take_tables(default["NAME"])

    def _take_tables(self, source: str) -> None:
        if self.is_sqlite:
            connections["default"].ensure_connection()
            with closing(sqlite3.connect(self.told["NAME"])) as target:
                connections["default"].connection.backup(target)
                target.execute("PRAGMA journal_mode=WAL")
            return
        dump = subprocess.Popen([program("pg_dump"), "--no-owner", *self._address(), source], stdout=subprocess.PIPE)
        into = [program("psql"), "--quiet", "--output=/dev/null", *self._address(), self.told["NAME"]]
        subprocess.run(into, stdin=dump.stdout, check=True)
        assert dump.wait() == 0

    def connection(self) -> Any:
        """A new connection of Django's for this thread."""
        made = connections.create_connection(self.alias)
        made.ensure_connection = MethodType(self._connect, made)
        connections[self.alias] = made
        return made

    def write(self, number: int, content: bytes) -> StoredFile:
        """One act of a person: a kept file, and the record of it, in one transaction."""
        connection = self.connection()
        path = shelves.incoming()
        shelves.write(path, [content])
        stored = StoredFile(sha256="", size=len(content), media_type="text/plain", exif={"n": number, "路": "a\nb\t\\"})
        with path.open("rb") as stream:
            stored.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        shelves.settle(path, shelves.name_of(stored.sha256))
        with transaction.atomic(using=self.alias):
            stored.save(using=self.alias)
            build(Actor.system("张三\n'\""), WROTE, number=number).save(using=self.alias, force_insert=True)
        connection.close()
        return stored

    def rows(self, name: str | None = None) -> dict[str, list[Any]]:
        """Every row of every table, as a plain reader sees them, in no order: text of each."""
        if self.is_sqlite:
            with closing(sqlite3.connect(name or self.told["NAME"])) as one:
                tables = [row[0] for row in one.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
                return {table: sorted(map(repr, one.execute(f'SELECT * FROM "{table}"'))) for table in tables}
        with self.connected(name or self.told["NAME"]) as one:
            asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            tables = [row[0] for row in one.execute(asked).fetchall()]
            return {t: sorted(map(repr, one.execute(f'SELECT * FROM "{t}"').fetchall())) for t in tables}

    def connected(self, name: str = "") -> Any:
        """A plain connection to the server."""
        import psycopg

        named = {"user": self.told["USER"], "password": self.told["PASSWORD"], "host": self.told["HOST"]}
        given = {key: value for key, value in {**named, "port": self.told["PORT"]}.items() if value}
        return psycopg.connect(dbname=name or "postgres", autocommit=True, **given)

    def on_server(self, *statements: str) -> None:
        with self.connected() as one:
            for statement in statements:
                one.execute(statement)

    def put_aside(self) -> list[str]:
        """Names of former databases that a restore put aside."""
        if self.is_sqlite:
            path = Path(self.told["NAME"])
            return [str(one) for one in path.parent.glob(f"{path.name}.before-restore-*")]
        with self.connected() as one:
            asked = "SELECT datname FROM pg_database WHERE datname LIKE %s"
            return [row[0] for row in one.execute(asked, [f"{self.told['NAME'][:40]}\\_before\\_%"]).fetchall()]

    def drop(self) -> None:
        self.connection().close()
        del connections[self.alias]
        del connections.settings[self.alias]
        if not self.is_sqlite:
            for name in [self.told["NAME"], *self.put_aside()]:
                self.on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _address(self) -> list[str]:
        given = {"host": self.told["HOST"], "port": self.told["PORT"], "username": self.told["USER"]}
        return [f"--{key}={value}" for key, value in given.items() if value]


def program(name: str) -> str:
    """A program of PostgreSQL's."""
    homes = os.pathsep.join([os.environ.get("PATH", ""), *map(str, PROGRAMS)])
    return str(shutil.which(name, path=homes))
