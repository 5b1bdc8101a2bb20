"""An application is checked within ten days (总局令第16号第二十三条), which are days and not working days."""

from django.db import migrations

NAMES = ("verify_working_days", "verify_days")


def _renamed(before, after):
    def rename(apps, schema_editor):
        apps.get_model("hazards", "Setting")._base_manager.filter(name=before).update(name=after)

    return rename


class Migration(migrations.Migration):
    dependencies = [("hazards", "0001_initial")]
    operations = [migrations.RunPython(_renamed(*NAMES), _renamed(*reversed(NAMES)))]
