"""Requests for help get the text they are found in."""

from django.db import migrations, models

from kuangan.foundation.kernel.text import search_text


def make(apps, schema_editor):
    """Fill the new column."""
    requests = apps.get_model("governance", "HelpRequest")._base_manager
    rows = list(requests.only("helper", "words"))
    for row in rows:
        row.search_text = search_text(row.helper, beside=(row.words,), limit=600)
    requests.bulk_update(rows, ["search_text"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [("governance", "0001_initial")]

    operations = [
        migrations.AddField(
            "helprequest", "search_text", models.CharField(blank=True, editable=False, max_length=600, default=""), preserve_default=False
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
