"""The embedded database as it is set up keeps every row that was committed, however connections come and go."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from config.environment import SQLITE_OPTIONS
from tests.faults.conftest import TIMES

SECONDS = 4 * TIMES
COMING_AND_GOING = """
import json, sqlite3, sys, threading, time
path, settings, until = sys.argv[1], sys.argv[2], time.monotonic() + float(sys.argv[3])
done, errors = [0], []

def work():
    while time.monotonic() < until:
        try:
            one = sqlite3.connect(path, timeout=20, isolation_level=None)
            one.executescript(settings)
            one.execute("SELECT count(*) FROM kept").fetchall()
            one.execute("BEGIN IMMEDIATE")
            one.execute("INSERT INTO kept (text) VALUES (?)", ["x" * 3000])
            one.execute("COMMIT")
            done.append(1)
            one.close()
        except sqlite3.Error as error:
            errors.append(getattr(error, "sqlite_errorname", str(error)))

threads = [threading.Thread(target=work) for _ in range(2)]
[one.start() for one in threads]
[one.join() for one in threads]
print(json.dumps([sum(done), errors]))
"""


@pytest.mark.embedded
def test_no_committed_row_is_lost_while_connections_come_and_go(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    settings = str(SQLITE_OPTIONS["init_command"]).format(sync="NORMAL")
    with closing(sqlite3.connect(path)) as first:
        first.executescript(f"{settings}CREATE TABLE kept (id integer PRIMARY KEY, text text)")
    asked = [sys.executable, "-c", COMING_AND_GOING, str(path), settings, str(SECONDS)]
    running = [subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [json.loads(one.communicate(timeout=60 + SECONDS)[0]) for one in running]
    assert [errors for _done, errors in told] == [[], []]
    with closing(sqlite3.connect(path)) as last:
        assert last.execute("SELECT count(*) FROM kept").fetchone()[0] == sum(done for done, _errors in told) > 0
        assert last.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@pytest.mark.embedded
def test_the_file_is_not_mapped_into_memory() -> None:
    assert "PRAGMA mmap_size=0;" in str(SQLITE_OPTIONS["init_command"])
