"""Accounts get the text they are found in."""

from django.db import migrations, models

from kuangan.foundation.kernel.text import search_text


def make(apps, schema_editor):
    """Fill the new column."""
    accounts = apps.get_model("access", "User").objects
    rows = list(accounts.only("username", "name", "phone"))
    for row in rows:
        row.search_text = search_text(row.username, row.name, row.phone[-4:], limit=600)
    accounts.bulk_update(rows, ["search_text"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [("access", "0004_account_email"), ("registry", "0007_search_columns")]

    operations = [
        migrations.AddField(
            "user", "search_text", models.CharField(blank=True, editable=False, max_length=600, default=""), preserve_default=False
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
