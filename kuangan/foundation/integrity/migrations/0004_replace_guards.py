"""Puts the guards in place anew: SQLite also refuses to put a row in another's place."""

from typing import Any

from django.db import migrations

from kuangan.foundation.integrity import guards


def install(apps: Any, schema_editor: Any) -> None:
    guards.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("integrity", "0003_seals")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
