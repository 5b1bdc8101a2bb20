"""When the facts of a stretch became known."""

from django.db import migrations, models

import kuangan.foundation.kernel.clock


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="minestate",
            name="known_at",
            field=models.DateTimeField(default=kuangan.foundation.kernel.clock.now, verbose_name="became known"),
        ),
    ]
