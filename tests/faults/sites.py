"""A site in processes of its own on a copy of the test database: to be killed, and looked into from outside."""

import contextlib
import json
import os
import random
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

from django.db import connection

from config.environment import BASE_DIR
from kuangan.shell.bench.server import free_port

_PAUSE = Event()


def until(what: str, is_so: Callable[[], bool], seconds: float = 60.0) -> None:
    """Look again and again until it is so. Raises TimeoutError naming `what` when it never is."""
    for _ in range(int(seconds / 0.1)):
        if is_so():
            return
        _PAUSE.wait(0.1)
    raise TimeoutError(what)


class EmbeddedStore:
    """A SQLite file."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "kuangan.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(self._file)])
        self.url = f"sqlite:///{self._file}"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement finds, read past the product."""
        with contextlib.closing(sqlite3.connect(self._file)) as opened:
            return opened.execute(sql).fetchall()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Somebody else, such as a tool of the database, keeps everybody from writing."""
        with contextlib.closing(sqlite3.connect(self._file, isolation_level=None)) as opened:
            opened.execute("BEGIN EXCLUSIVE")
            yield
            opened.execute("ROLLBACK")

    def kill(self) -> None:
        """There is no server to kill; whoever wrote was killed with the site."""

    def close(self) -> None:
        """Nothing to end."""


class Cluster:
    """A PostgreSQL of its own, with durable commits, holding a copy of the test database unless it is to be empty."""

    def __init__(self, *, empty: bool = False) -> None:
        found = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        folders = [Path(found)] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        self._bin = next(place for place in folders if (place / "initdb").exists())
        self.home = Path(tempfile.mkdtemp(prefix="kuangan-faults."))  # pytest's own folders are closed to others
        if os.getuid() == 0:
            shutil.chown(self.home, "postgres")
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        self._start()
        if empty:
            return
        self._run("createdb", "-h", self.home, "-U", "postgres", "faults")
        self._fill()
        self.url = f"postgres://postgres@/faults?host={self.home}"

    @property
    def _data(self) -> Path:
        return self.home / "data"

    def _run(self, program: str, *arguments: object) -> None:
        owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*owner, str(self._bin / program), *map(str, arguments)]
        done = subprocess.run(command, cwd=self.home, check=False, capture_output=True, text=True)
        log = self.home / "log"
        told = log.read_text()[-1500:] if log.exists() else ""
        assert done.returncode == 0, f"{program}: {done.stderr} {told}"

    def _start(self) -> None:
        options = f"-k {self.home} -c listen_addresses=''"
        self._run("pg_ctl", "-D", self._data, "-w", "-s", "-l", self.home / "log", "-o", options, "start")

    def _fill(self) -> None:
        settings = connection.settings_dict
        where = ["-h", settings["HOST"] or os.environ["PGHOST"], "-U", settings["USER"] or os.environ["PGUSER"]]
        dump = subprocess.Popen([self._bin / "pg_dump", *where, settings["NAME"]], stdout=subprocess.PIPE)
        load = [self._bin / "psql", "-q", "-h", self.home, "-U", "postgres", "-d", "faults", "-v", "ON_ERROR_STOP=1"]
        subprocess.run(load, stdin=dump.stdout, check=True, capture_output=True)
        assert dump.wait() == 0

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement finds, read past the product."""
        import psycopg

        with psycopg.connect(host=str(self.home), user="postgres", dbname="faults") as opened:
            return opened.execute(sql).fetchall()  # type: ignore[arg-type]

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Somebody else keeps everybody from writing what pages write on the side."""
        import psycopg

        with psycopg.connect(host=str(self.home), user="postgres", dbname="faults") as opened:
            for table in ("django_session", "integrity_auditevent", "notices_notice", "api_allowance"):
                opened.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")  # type: ignore[arg-type]
            yield
            opened.rollback()

    def kill(self) -> None:
        """Every process of the server at once, as a power cut would; then it recovers."""
        number = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        family = [number, *_children(number)]
        for each in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        until("the killed database to be gone", lambda: not any(Path(f"/proc/{each}").exists() for each in family))
        self._start()

    def close(self) -> None:
        """End the server and forget it."""
        with contextlib.suppress(AssertionError):
            self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")
        shutil.rmtree(self.home, ignore_errors=True)


class Site:
    """Web server and worker under their supervisor, with an address."""

    def __init__(self, folder: Path, store: EmbeddedStore | Cluster, rows_each: int) -> None:
        self.store = store
        self.port = free_port()
        kept = {key: value for key, value in os.environ.items() if key != "KUANGAN_TESTING"}
        self._environment = {
            **kept, "DATABASE_URL": store.url, "KUANGAN_DATA_DIR": str(folder), "KUANGAN_HTTPS": "0",
            "KUANGAN_SECRET_KEY": secrets.token_urlsafe(50), "KUANGAN_MFA_REQUIRED": "0", "KUANGAN_DEMO": "0",
            "KUANGAN_WEB_WORKERS": "2", "DJANGO_SETTINGS_MODULE": "config.settings",
        }  # fmt: skip
        manage = [sys.executable, str(BASE_DIR / "manage.py")]
        self._finish([*manage, "collectstatic", "--noinput", "-v0"])
        seeded = self._finish([sys.executable, "-m", "tests.faults.seeding", str(rows_each)])
        self.people: dict[str, Any] = json.loads(seeded)
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [*manage, "serve", "--port", str(self.port)],
            env=self._environment, cwd=BASE_DIR, stdout=self._log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def _finish(self, command: list[str]) -> str:
        done = subprocess.run(command, env=self._environment, cwd=BASE_DIR, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def kill_somebody(self, chance: random.Random) -> None:
        """kill -9 for one of web server, web workers and worker, whoever it hits."""
        with contextlib.suppress(ProcessLookupError, IndexError):
            os.kill(chance.choice(_children(self._process.pid)), signal.SIGKILL)

    def close(self) -> str:
        """End everything; returns what the site printed."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=25)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._log.close()
        return Path(self._log.name).read_text(errors="replace")


@contextlib.contextmanager
def suffering(folder: Path, rows_each: int) -> Iterator[Site]:
    """A running site on the database that the tests run on; gone with the block."""
    store = Cluster() if connection.vendor == "postgresql" else EmbeddedStore(folder)
    try:
        site = Site(folder, store, rows_each)
        try:
            yield site
        finally:
            site.close()
    finally:
        store.close()


def _children(process: int) -> list[int]:
    """Everybody below a process, from what Linux tells."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            found = re.search(r"^PPid:\s+(\d+)", status.read_text(), re.MULTILINE)
            parents[int(status.parent.name)] = int(found.group(1)) if found else 0
    below: list[int] = []
    level = {process}
    while level:
        level = {child for child, parent in parents.items() if parent in level}
        below.extend(sorted(level))
    return below
