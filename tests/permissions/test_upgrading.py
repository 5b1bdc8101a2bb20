"""A database of the last release, with every kind of row in it, comes to the present: nothing lost, guards stand.

The rows are those of the world of this folder, as far as the tables of that release have their columns.
"""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.sqlite3._functions import register

from kuangan.foundation.integrity import guards
from tests.house.rooms import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
LAST_RELEASE = {
    "access": "0006_grant_requests", "api": "0002_worker", "duties": "0002_signature_once",
    "exchange": "0005_reasons", "governance": "0002_search_column", "hazards": "0003_search_columns",
    "inspections": "0001_initial", "integrity": "0004_replace_guards", "kernel": "0001_initial",
    "notices": "0001_initial", "plan": "0001_initial", "registry": "0010_capacities_and_builder",
    "shell": "0002_play", "standards": "0003_titles_alone",
}  # fmt: skip
"""The migrations of the last release, by room. Moved on when a version is released, to what was landed then."""
OWN = ("django_migrations", "sqlite_sequence", "django_content_type", "auth_permission")
MAKE = """
import django, json, sys
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
told = json.loads(sys.argv[1])
rest = [key for key in executor.loader.graph.leaf_nodes() if key[0] not in told]
executor.migrate([*told.items(), *rest])
"""


def run(folder: Path, *words: str, status: int = 0) -> str:
    """A process on the installation in `folder`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KUANGAN_", "DATABASE_"))}
    told = {"KUANGAN_DEMO": "1", "KUANGAN_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    asked = [sys.executable, *words]
    done = subprocess.run(asked, env={**kept, **told}, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"PRAGMA table_info('{table}')")]


def fill(path: Path) -> dict[str, list[str]]:
    """Copy every row of the world into the tables of that release; the columns by table."""
    copied: dict[str, list[str]] = {}
    world = connection.connection
    with closing(sqlite3.connect(path)) as old:
        register(old)
        for (table,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            present = columns(world, table)
            shared = [one for one in columns(old, table) if one in present]
            if table in OWN or not shared:
                continue
            # With a sign before it a value is what is stored, and not what the framework makes of it.
            stored = ", ".join(f'+"{one}"' for one in shared)
            rows = world.execute(f'SELECT {stored} FROM "{table}"')
            marks, names = ", ".join("?" * len(shared)), ", ".join(f'"{one}"' for one in shared)
            old.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
            copied[table] = shared
        old.commit()
    return copied


def content(path: Path, copied: dict[str, list[str]]) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as database:
        kept = {}
        for table, shared in copied.items():
            names = ", ".join(f'"{one}"' for one in shared)
            kept[table] = sorted(map(repr, database.execute(f'SELECT {names} FROM "{table}"')))
        return kept


def test_an_upgrade_from_the_last_release_keeps_every_row_and_the_guards(tmp_path: Path, world: Any) -> None:
    path = tmp_path / "kuangan.sqlite3"
    run(tmp_path, "-c", MAKE, json.dumps(LAST_RELEASE))
    copied = fill(path)
    before = content(path, copied)
    filled = {table for table, rows in before.items() if rows}
    assert {"duties_submission", "hazards_hazard", "access_grantrecord", guards.TABLE} <= filled and len(filled) > 40

    run(tmp_path, "manage.py", "migrate", "--noinput")
    run(tmp_path, "manage.py", "createcachetable")

    after = content(path, copied)
    differing = {table for table in copied if after[table] != before[table]}
    assert not differing, {table: set(after[table]) ^ set(before[table]) for table in differing}
    with closing(sqlite3.connect(path)) as database:
        register(database)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for act in (f"UPDATE {guards.TABLE} SET kind = 'x'", f"DELETE FROM {guards.TABLE}"):
            with pytest.raises(sqlite3.DatabaseError, match="never"):
                database.execute(act)
        triggers = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert {"audit_no_replace", "seal_no_delete", "grants_apart_insert"} <= triggers
    run(tmp_path, "manage.py", "audit", "seal")
    assert "一致" in run(tmp_path, "manage.py", "audit", "verify")
