"""Puts the triggers in place by which the database refuses to change or delete audit rows."""

from typing import Any

from django.db import migrations

from kuangan.foundation.integrity import guards


def install(apps: Any, schema_editor: Any) -> None:
    guards.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("integrity", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
