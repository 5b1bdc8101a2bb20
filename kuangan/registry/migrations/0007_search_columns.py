"""Bodies and contractors get the text they are found in; that of everything else is made anew by the one normaliser."""

from django.db import migrations, models

from kuangan.foundation.kernel.text import search_text

BATCH = 1_000


def make_anew(apps, schema_editor):
    """Fill the search columns, in batches that are written before the next is read."""
    for name, related, made in (
        ("Authority", (), lambda row: search_text(row.name, row.short_name, limit=600)),
        ("Agency", (), lambda row: search_text(row.name, row.credit_code, row.qualification_no, limit=600)),
        ("Contractor", (), lambda row: search_text(row.name, row.credit_code, row.licence_no, limit=600)),
        ("Enterprise", (), lambda row: search_text(row.name, row.credit_code, limit=300)),
        ("Person", (), lambda row: search_text(row.name, limit=200)),
        ("Mine", ("enterprise",), lambda row: search_text(
            row.name, row.short_name, row.code, row.enterprise.name, row.enterprise.credit_code)),
    ):  # fmt: skip
        model = apps.get_model("registry", name)
        rows = model._base_manager.select_related(*related).order_by("pk")
        last = 0
        while batch := list(rows.filter(pk__gt=last)[:BATCH]):
            for row in batch:
                row.search_text = made(row)
            model._base_manager.bulk_update(batch, ["search_text"])
            last = batch[-1].pk


class Migration(migrations.Migration):

    dependencies = [("registry", "0006_daily_supervisor")]

    operations = [
        *(
            migrations.AddField(name, "search_text", models.CharField(blank=True, editable=False, max_length=600, default=""), preserve_default=False)
            for name in ("authority", "agency", "contractor")
        ),
        migrations.RunPython(make_anew, migrations.RunPython.noop),
    ]
