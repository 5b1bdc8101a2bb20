"""A floor with errors is no floor, and what made one is named; no process divides with the embedded database open."""

import sqlite3

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from kuangan.shell.bench import bare
from kuangan.shell.bench.clients import Tally, floor_holds
from kuangan.shell.bench.report import Figures
from kuangan.shell.serving.preloaded import refuse_open_database


def test_one_error_of_the_floor_fails_the_run():
    tally = Tally()
    assert not Figures("2", "many", limits=[floor_holds(tally)]).is_missed
    tally.errors.append("status 500 SQLITE_IOERR_SHORT_READ: disk I/O error")
    row = Figures("2", "many", limits=[floor_holds(tally)])
    said: list[str] = []
    row.write(said.append)
    assert row.is_missed and "! errors of the floor 1" in said[-1]


def test_a_failure_of_the_floor_is_told_by_the_name_that_the_database_gives_it(tmp_path, monkeypatch):
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"SQLite format 3\0" + b"x" * 4096)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(broken))
    try:
        try:
            sqlite3.connect(broken).execute("SELECT * FROM sqlite_master")
        except sqlite3.DatabaseError as cause:
            raise OperationalError("file is not a database") from cause
    except OperationalError:
        told = bare.handler500(RequestFactory().get("/bare/"))
    words = told.content.decode()
    assert told.status_code == 500 and "SQLITE_NOTADB" in words
    if connection.vendor == "sqlite":
        assert "'broken.sqlite3': 4112" in words and "MiB free" in words


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the other database has a server of its own")
def test_no_process_divides_with_the_embedded_database_open(tmp_path, monkeypatch):
    path = tmp_path / "kuangan.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    refuse_open_database()
    held = sqlite3.connect(path)
    held.execute("PRAGMA journal_mode=WAL")
    held.execute("CREATE TABLE one (id integer)")
    with pytest.raises(RuntimeError, match="would divide"):
        refuse_open_database()
    held.close()
    refuse_open_database()
