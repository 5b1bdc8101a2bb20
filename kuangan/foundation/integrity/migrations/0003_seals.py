"""Digests of audit rows, those of existing rows among them, and the seals.

The triggers that refuse changes make way for this one migration and are put back at its end.
"""

from typing import Any

import kuangan.foundation.kernel.clock
from django.db import migrations, models

from kuangan.foundation.integrity import guards
from kuangan.foundation.integrity.canonical import digest_of, new_uid, settled

AT_ONCE = 2000
UPDATE = f"UPDATE {guards.TABLE} SET uid = %s, digest = %s WHERE id = %s"


def lift(apps: Any, schema_editor: Any) -> None:
    guards.remove(schema_editor.connection)


def put_back(apps: Any, schema_editor: Any) -> None:
    guards.install(schema_editor.connection)


def fill(apps: Any, schema_editor: Any) -> None:
    """Give each existing row its mark and its digest, a few thousand at a time."""
    model = apps.get_model("integrity", "AuditEvent")
    rows, last = model.rows.using(schema_editor.connection.alias).order_by("id"), 0
    while found := list(rows.filter(id__gt=last)[:AT_ONCE]):
        changes = []
        for event in found:
            event.uid = new_uid()
            event.before, event.after, event.details = map(settled, (event.before, event.after, event.details))
            changes.append((event.uid, digest_of(event), event.pk))
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(UPDATE, changes)
        last = found[-1].pk


class Migration(migrations.Migration):
    dependencies = [("integrity", "0002_guards")]
    operations = [
        migrations.RunPython(lift, put_back),
        migrations.AddField(
            "auditevent", "uid", models.CharField(default="", max_length=32, verbose_name="random mark"),
            preserve_default=False,
        ),
        migrations.AddField(
            "auditevent", "digest", models.CharField(default="", max_length=64, verbose_name="SHA-256"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            "auditevent",
            models.CheckConstraint(
                condition=models.Q(models.Q(("digest", ""), _negated=True), models.Q(("uid", ""), _negated=True)),
                name="audit_row_has_a_digest",
            ),
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="seal number")),
                ("sealed_at", models.DateTimeField(default=kuangan.foundation.kernel.clock.now, verbose_name="sealed")),
                ("count", models.PositiveIntegerField(verbose_name="records")),
                ("first", models.BigIntegerField(verbose_name="first record")),
                ("last", models.BigIntegerField(verbose_name="last record")),
                ("highest", models.BigIntegerField(verbose_name="highest record so far")),
                ("total", models.BigIntegerField(verbose_name="records so far")),
                ("root", models.CharField(max_length=64, verbose_name="root")),
                ("previous", models.CharField(max_length=64, unique=True, verbose_name="hash of the seal before")),
                ("hash", models.CharField(max_length=64, verbose_name="hash")),
                ("leaves", models.BinaryField(verbose_name="leaves")),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0), ("number__gt", 0)), name="seal_is_not_empty"
                    )
                ],
            },
        ),
        migrations.RunPython(put_back, lift),
    ]
