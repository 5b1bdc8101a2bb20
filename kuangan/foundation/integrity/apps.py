"""Application registration of integrity."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class IntegrityConfig(AppConfig):
    """Registers the integrity room."""

    name = "kuangan.foundation.integrity"
    label = "integrity"

    def ready(self) -> None:
        from kuangan.foundation.integrity import policy  # noqa: F401

        post_migrate.connect(reinstall_guards, sender=self)


def reinstall_guards(using: str, **kwargs: Any) -> None:
    """Put the triggers back after every migration: SQLite loses them when it rebuilds a table."""
    from kuangan.foundation.integrity import guards

    connection = connections[using]
    if guards.TABLE in connection.introspection.table_names():
        guards.install(connection)
