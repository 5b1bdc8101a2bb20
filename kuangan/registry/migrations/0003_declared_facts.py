"""A fact may be declared by the mine itself."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0002_minestate_known_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='factrecord',
            name='is_declared',
            field=models.BooleanField(default=False, verbose_name='declared by the mine'),
        ),
    ]
