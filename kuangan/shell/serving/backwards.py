"""What is lost when migrations are taken back: tables and columns with the number of rows that stand in them."""

from dataclasses import dataclass
from typing import Any

from django.db.migrations import AddField, CreateModel
from django.db.migrations.exceptions import AmbiguityError
from django.db.migrations.executor import MigrationExecutor


@dataclass(frozen=True)
class Loss:
    """One migration that would be taken back, and what it drops, in words."""

    migration: str
    dropped: tuple[str, ...]


def losses(executor: MigrationExecutor, app: str, name: str) -> list[Loss]:
    """The migrations that `migrate APP NAME` takes back, in that order; empty when it only goes forwards.

    A name that no migration has is left to the command itself, which says so.
    """
    target = _target(executor, app, name)
    if target is None:
        return []
    back = [migration for migration, backwards in executor.migration_plan([target]) if backwards]
    if not back:
        return []
    present = executor.loader.project_state(list(executor.loader.applied_migrations)).apps
    return [Loss(str(one), tuple(_dropped(executor, present, one))) for one in back]


def _target(executor: MigrationExecutor, app: str, name: str) -> tuple[str, str | None] | None:
    if name == "zero":
        return (app, None) if app in executor.loader.migrated_apps else None
    try:
        return (app, executor.loader.get_migration_by_prefix(app, name).name)
    except (AmbiguityError, KeyError):
        return None


def _dropped(executor: MigrationExecutor, present: Any, migration: Any) -> list[str]:
    found = []
    for operation in migration.operations:
        if not isinstance(operation, (CreateModel, AddField)):
            continue
        name = operation.name if isinstance(operation, CreateModel) else operation.model_name
        try:
            table = present.get_model(migration.app_label, name)._meta.db_table
        except LookupError:
            continue  # taken away again by a later migration
        column = "" if isinstance(operation, CreateModel) else f", column {operation.name}"
        found.append(f"table {table}{column} ({_rows(executor.connection, table):,} rows)")
    return found


def _rows(connection: Any, table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own tables
        return int(cursor.fetchone()[0])
