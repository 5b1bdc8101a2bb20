"""Since when a mine, an authority or an agency is in scope; what is registered already keeps its history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_capacities_and_builder")]

    operations = [
        migrations.AddField(
            "mine", "in_scope_since", models.DateField(blank=True, null=True, verbose_name="in scope since")
        ),
        migrations.AddField(
            "authority", "in_scope_since", models.DateField(blank=True, null=True, verbose_name="in scope since")
        ),
        migrations.AddField(
            "authority", "entered_at", models.DateTimeField(blank=True, null=True, verbose_name="entered")
        ),
        migrations.AddField(
            "agency", "in_scope_since", models.DateField(blank=True, null=True, verbose_name="in scope since")
        ),
        migrations.AddField(
            "agency", "entered_at", models.DateTimeField(blank=True, null=True, verbose_name="entered")
        ),
    ]
