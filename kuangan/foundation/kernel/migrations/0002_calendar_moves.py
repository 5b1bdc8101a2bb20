"""The announced days belong to the registry now, which has taken them over."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial"), ("registry", "0012_working_days")]

    operations = [migrations.DeleteModel("WorkingDay")]
