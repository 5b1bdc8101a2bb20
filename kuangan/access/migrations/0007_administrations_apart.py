"""Puts the triggers in place by which the database keeps administrations and other roles in different hands."""

from typing import Any

from django.db import migrations

from kuangan.access.models import separation


def install(apps: Any, schema_editor: Any) -> None:
    separation.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    separation.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("access", "0006_grant_requests")]
    operations = [migrations.RunPython(install, remove)]
