"""Row counts and content hashes of every table, and the triggers: what makes two databases equal."""

import hashlib
import json
import sqlite3
from typing import Any

from kuangan.shell.backup.manifest import Table

_PLAIN = {"smallint", "integer", "bigint", "uuid", "date", "boolean"}


def sqlite_tables(connection: sqlite3.Connection) -> dict[str, Table]:
    """Every table of a SQLite database."""
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {name: _sqlite_table(connection, name) for (name,) in names if name != "sqlite_stat1"}


def _sqlite_table(connection: sqlite3.Connection, name: str) -> Table:
    quoted = '"' + name.replace('"', '""') + '"'
    keys = [row for row in connection.execute(f"PRAGMA table_info({quoted})") if row[5]]
    order = ", ".join('"' + row[1].replace('"', '""') + '"' for row in sorted(keys, key=lambda row: row[5]))
    digest, rows = hashlib.sha256(), 0
    for row in connection.execute(f"SELECT * FROM {quoted} ORDER BY {order or 'rowid'}"):  # noqa: S608 -- our own tables
        digest.update(json.dumps(row, default=_blob).encode() + b"\n")
        rows += 1
    return Table(rows, digest.hexdigest())


def _blob(value: Any) -> dict[str, str]:
    return {"blob": bytes(value).hex()}


def sqlite_triggers(connection: sqlite3.Connection) -> dict[str, str]:
    """Name and definition of every trigger."""
    return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"))


def postgres_tables(cursor: Any) -> dict[str, Table]:
    """Every table of the current schema of PostgreSQL, as the transaction of `cursor` sees it."""
    for setting, value in (("timezone", "UTC"), ("datestyle", "ISO, YMD"), ("extra_float_digits", "3")):
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])
    cursor.execute('SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename COLLATE "C"')
    return {name: _postgres_table(cursor, name) for (name,) in cursor.fetchall()}


def _postgres_table(cursor: Any, name: str) -> Table:
    quoted = '"' + name.replace('"', '""') + '"'
    cursor.execute(
        "SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_index i "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) "
        "WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)",
        [quoted],
    )
    keys = [f'"{column}"' if kind in _PLAIN else f'"{column}"::text COLLATE "C"' for column, kind in cursor.fetchall()]
    order = ", ".join(keys) or f'{quoted}::text COLLATE "C"'
    digest, rows = hashlib.sha256(), 0
    with cursor.copy(f"COPY (SELECT * FROM {quoted} ORDER BY {order}) TO STDOUT") as pieces:  # noqa: S608 -- our own tables
        for piece in pieces:
            digest.update(piece)
            rows += bytes(piece).count(b"\n")  # a line break inside a value is written as \n
    return Table(rows, digest.hexdigest())


def postgres_triggers(cursor: Any) -> dict[str, str]:
    """Name, definition and whether it is on, of every trigger that is no constraint."""
    cursor.execute(
        "SELECT tgrelid::regclass::text || '.' || tgname, tgenabled::text || ' ' || pg_get_triggerdef(oid) "
        "FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
    )
    return dict(cursor.fetchall())


def differences(wanted: dict[str, Table], found: dict[str, Table]) -> list[str]:
    """Sentences on tables that are not equal; empty when all are."""
    problems = [f"table {name} is not in the archive" for name in found if name not in wanted]
    for name, table in wanted.items():
        other = found.get(name)
        if other is None:
            problems.append(f"table {name} is missing")
        elif other.rows != table.rows:
            problems.append(f"table {name} has {other.rows} rows instead of {table.rows}")
        elif other != table:
            problems.append(f"the content of table {name} differs")
    return problems
