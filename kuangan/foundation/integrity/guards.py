"""Triggers by which the database refuses to change or delete audit rows and seals, on SQLite and on PostgreSQL."""

from collections.abc import Iterable
from typing import Any

TABLE = "integrity_auditevent"
SEALS = "integrity_seal"
# Names of triggers by table: those of the audit table are older than the seals and keep theirs.
_NAMES = {TABLE: "audit", SEALS: "seal"}
_UNIQUE = {TABLE: ("id",), SEALS: ("number", "previous")}
"""Columns by which a row could be put in another's place (INSERT OR REPLACE deletes without asking a trigger)."""
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit rows are never changed or deleted'; END $$"
)


def _sqlite(table: str) -> Iterable[str]:
    name = _NAMES[table]
    for act, word in (("UPDATE", "changed"), ("DELETE", "deleted")):
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {name}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'audit rows are never {word}'); END"
        )
    same = " OR ".join(f"{column} = NEW.{column}" for column in _UNIQUE[table])
    stands = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - names of our own tables
    yield (
        f"CREATE TRIGGER IF NOT EXISTS {name}_no_replace BEFORE INSERT ON {table} WHEN {stands} "
        "BEGIN SELECT RAISE(ABORT, 'audit rows are never replaced'); END"
    )


def _postgres(table: str) -> Iterable[str]:
    name = _NAMES[table]
    yield f"DROP TRIGGER IF EXISTS {name}_no_change ON {table}"
    yield (
        f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
    )
    yield f"DROP TRIGGER IF EXISTS {name}_no_truncate ON {table}"
    yield (
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )


def install(connection: Any) -> None:
    """Put the triggers in place on the tables that exist; safe to repeat."""
    present = _present(connection)
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite" and present:
            cursor.execute(_FUNCTION)
        for table in present:
            for statement in _sqlite(table) if connection.vendor == "sqlite" else _postgres(table):
                cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take the triggers away: for the test suite's flush and for migrations that fill a new column."""
    with connection.cursor() as cursor:
        for table in _present(connection):
            name = _NAMES[table]
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}_no_update")
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}_no_delete")
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}_no_replace")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}_no_change ON {table}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}_no_truncate ON {table}")


def missing(connection: Any) -> list[str]:
    """Names of the triggers that should be there and are not, or are switched off."""
    acts: tuple[str, ...] = ("update", "delete", "replace")
    question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor != "sqlite":
        acts = ("change", "truncate")
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    wanted = {f"{_NAMES[table]}_no_{act}" for table in _present(connection) for act in acts}
    with connection.cursor() as cursor:
        cursor.execute(question)
        return sorted(wanted - {str(name) for (name,) in cursor.fetchall()})


def _present(connection: Any) -> list[str]:
    tables = set(connection.introspection.table_names())
    return [table for table in _NAMES if table in tables]
