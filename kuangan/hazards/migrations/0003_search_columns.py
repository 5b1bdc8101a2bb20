"""Risks get the text they are found in, and that of hazards is made anew by the one normaliser."""

from django.db import migrations, models

from kuangan.foundation.kernel.text import search_text

BATCH = 1_000


def make_anew(apps, schema_editor):
    """Fill the search columns, in batches that are written before the next is read."""
    for name, made in (
        ("Hazard", lambda row: search_text(
            row.place, row.mine.name, row.mine.short_name, beside=(row.description,), limit=600)),
        ("Risk", lambda row: search_text(row.place, row.responsible, beside=(row.description,), limit=600)),
    ):  # fmt: skip
        model = apps.get_model("hazards", name)
        rows = model._base_manager.select_related("mine").order_by("pk")
        last = 0
        while batch := list(rows.filter(pk__gt=last)[:BATCH]):
            for row in batch:
                row.search_text = made(row)
            model._base_manager.bulk_update(batch, ["search_text"])
            last = batch[-1].pk


class Migration(migrations.Migration):

    dependencies = [("hazards", "0002_verification_in_days"), ("registry", "0007_search_columns")]

    operations = [
        migrations.AddField(
            "risk", "search_text", models.CharField(blank=True, editable=False, max_length=600, default=""), preserve_default=False
        ),
        migrations.RunPython(make_anew, migrations.RunPython.noop),
    ]
