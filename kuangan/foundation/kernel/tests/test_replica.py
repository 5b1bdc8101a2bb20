"""A read replica: two clusters started here, one following the other; whoever wrote sees what they wrote."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction

from config import deployment
from kuangan.foundation.kernel import replica
from kuangan.foundation.kernel.replica import Router, reading_from_replica

pytestmark = pytest.mark.embedded
HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
FAST = "-c listen_addresses='' -c fsync=off -c shared_buffers=16MB -c max_connections=20 -c autovacuum=off"


def program(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join([*map(str, HOMES), os.environ.get("PATH", "")]))


class Clusters:
    """A primary and a standby on unix sockets in one folder, run by the user postgres where we are root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self._owner:
            shutil.chown(folder, "postgres")
        self.run(
            "initdb", "-D", folder / "primary", "-A", "trust", "-U", "postgres", "-N", "--locale=C.UTF-8", "-E", "UTF8"
        )
        self.start("primary")
        source = ["-h", folder / "primary-socket", "-U", "postgres"]
        self.run("pg_basebackup", *source, "-D", folder / "standby", "-R", "-c", "fast", "-N")
        self.start("standby")

    def run(self, name: str, *arguments: object) -> None:
        command = [*self._owner, str(program(name)), *map(str, arguments)]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL)

    def start(self, which: str) -> None:
        socket = self.folder / f"{which}-socket"
        socket.mkdir()
        if self._owner:
            shutil.chown(socket, "postgres")
        log = self.folder / f"{which}.log"
        self.run("pg_ctl", "-D", self.folder / which, "-w", "-s", "-l", log, "-o", f"-k {socket} {FAST}", "start")

    def stop(self, which: str) -> None:
        if (self.folder / which / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", self.folder / which, "-m", "immediate", "-s", "stop")

    def told(self, which: str) -> dict:
        socket = str(self.folder / f"{which}-socket")
        address = f"postgres://postgres@/postgres?host={socket}"
        return {**deployment.env.db_url_config(address), "CONN_MAX_AGE": 0, "OPTIONS": {"host": socket}, "HOST": ""}


@pytest.fixture(scope="module")
def clusters():
    if not all(map(program, ("initdb", "pg_ctl", "pg_basebackup"))):
        pytest.skip(
            "NOT RUN: no PostgreSQL on this machine (initdb, pg_ctl, pg_basebackup); apt-get install -y postgresql"
        )
    folder = Path(tempfile.mkdtemp(prefix="kr"))  # short: a socket's path may have 107 bytes
    folder.chmod(0o755)
    both = None
    try:
        both = Clusters(folder)
        yield both
    finally:
        for which in ("standby", "primary"):
            if both:
                both.stop(which)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def pair(clusters, monkeypatch, settings, django_db_blocker):
    """The two under the names of the product's two databases, with one small table."""
    settings.KUANGAN_REPLICA_WAIT = 20.0
    monkeypatch.setattr(replica, "PRIMARY", "tried_primary")
    monkeypatch.setattr(replica, "REPLICA", "tried_replica")
    monkeypatch.setattr(replica, "_resting_until", [0.0])
    for which in ("primary", "standby"):
        alias = {"primary": "tried_primary", "standby": "tried_replica"}[which]
        monkeypatch.setitem(
            connections.settings,
            alias,
            connections.configure_settings({"default": {}, alias: clusters.told(which)})[alias],
        )
    with django_db_blocker.unblock():
        ask("tried_primary", "CREATE TABLE IF NOT EXISTS note (number int)")
        ask("tried_primary", "TRUNCATE note")
        yield clusters
        for alias in ("tried_primary", "tried_replica"):
            connections[alias].close()
            del connections[alias]


def ask(alias: str, question: str) -> list:
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall() if cursor.description else []


def read() -> tuple[str, int]:
    """Which database answers a read now, and how many notes it holds."""
    alias = Router().db_for_read(None)
    return alias, ask(alias, "SELECT count(*) FROM note")[0][0]


def test_whoever_wrote_sees_it_on_the_replica_at_once(pair):
    for number in range(1, 4):
        ask("tried_primary", f"INSERT INTO note VALUES ({number})")
        with reading_from_replica() as fit:
            assert fit
            assert read() == ("tried_replica", number)
    assert read() == ("tried_primary", 3)


def test_a_replica_that_lags_is_left_alone(pair, settings):
    settings.KUANGAN_REPLICA_WAIT = 0.1
    ask("tried_replica", "SELECT pg_wal_replay_pause()")
    try:
        ask("tried_primary", "INSERT INTO note VALUES (1)")
        with reading_from_replica() as fit:
            assert (fit, read()) == (False, ("tried_primary", 1))
    finally:
        ask("tried_replica", "SELECT pg_wal_replay_resume()")
    settings.KUANGAN_REPLICA_WAIT = 20.0
    with reading_from_replica():
        assert read() == ("tried_replica", 1)


def test_inside_a_transaction_and_for_writes_it_is_the_primary(pair):
    with transaction.atomic(using="tried_primary"):
        ask("tried_primary", "INSERT INTO note VALUES (1)")
        with reading_from_replica() as fit:
            assert (fit, read()) == (False, ("tried_primary", 1))
    with reading_from_replica():
        assert Router().db_for_write(None) == "tried_primary"
        with pytest.raises(Exception, match="read-only"):
            ask("tried_replica", "INSERT INTO note VALUES (2)")
    assert not Router().allow_migrate("tried_replica", "duties")


def test_a_replica_that_is_down_costs_nothing_but_itself(pair):
    pair.stop("standby")
    connections["tried_replica"].close()
    ask("tried_primary", "INSERT INTO note VALUES (1)")
    with reading_from_replica() as fit:
        assert (fit, read()) == (False, ("tried_primary", 1))
    assert replica._resting_until[0] > 0, "it is not asked again at every page"


def test_without_a_replica_a_block_reads_from_the_one_database():
    assert "replica" not in connections.settings
    with reading_from_replica() as fit:
        assert not fit
        assert Router().db_for_read(None) == "default"


def test_a_replica_needs_a_primary_of_its_kind(monkeypatch):
    monkeypatch.setenv("DATABASE_REPLICA_URL", "postgres://reader@replica/kuangan")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        deployment.databases()
    monkeypatch.setenv("DATABASE_URL", "postgres://writer@primary/kuangan")
    both = deployment.databases()
    assert both["replica"]["HOST"] == "replica" and both["default"]["HOST"] == "primary"
    assert both["replica"]["TEST"] == {"MIRROR": "default"}
    monkeypatch.delenv("DATABASE_REPLICA_URL")
    assert set(deployment.databases()) == {"default"}
