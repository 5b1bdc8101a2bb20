import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0005_reasons'),
    ]

    operations = [
        migrations.AddField(
            model_name='importbatch',
            name='foreseen',
            field=models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='what would follow'),
        ),
    ]
