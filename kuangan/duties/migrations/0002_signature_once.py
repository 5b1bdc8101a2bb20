"""One signature per person, round, requirement and content; those that were taken twice are marked, none is lost."""

from django.db import migrations, models
from django.db.models import Q


def mark_repeats(apps, schema_editor):
    signatures = apps.get_model("duties", "Signature").objects.using(schema_editor.connection.alias)
    seen = set()
    repeats = []
    keys = ("assignment_id", "round", "requirement", "signed_by_id", "content_hash")
    for pk, *key in signatures.filter(signed_by_id__isnull=False).order_by("id").values_list("id", *keys).iterator():
        if tuple(key) in seen:
            repeats.append(pk)
        seen.add(tuple(key))
    for start in range(0, len(repeats), 500):
        signatures.filter(pk__in=repeats[start : start + 500]).update(is_repeat=True)


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]

    operations = [
        migrations.AddField(
            "signature",
            "is_repeat",
            models.BooleanField(default=False, editable=False, verbose_name="repeats an earlier one"),
        ),
        migrations.RunPython(mark_repeats, migrations.RunPython.noop),
        migrations.AddConstraint(
            "signature",
            models.UniqueConstraint(
                condition=Q(is_repeat=False),
                fields=("assignment", "round", "requirement", "signed_by_id", "content_hash"),
                name="one_signature_per_person_and_content",
            ),
        ),
    ]
