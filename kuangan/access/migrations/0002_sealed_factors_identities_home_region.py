"""Second factors are sealed at rest; accounts know where they were opened; identities of a provider can be noted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kuangan.foundation.kernel.clock
from kuangan.access.rules import seal, unseal

FIELDS = ("secret", "seed")


def _each(apps, change):
    rows = []
    for row in apps.get_model("mfa", "Authenticator").objects.order_by("pk"):
        fresh = {name: change(row.data[name]) for name in FIELDS if isinstance(row.data.get(name), str)}
        if fresh:
            row.data = {**row.data, **fresh}
            rows.append(row)
    apps.get_model("mfa", "Authenticator").objects.bulk_update(rows, ["data"], batch_size=200)


def seal_all(apps, schema_editor):
    _each(apps, lambda text: seal(text, settings.KUANGAN_SECOND_FACTOR_KEYS))


def unseal_all(apps, schema_editor):
    _each(apps, lambda text: unseal(text, settings.KUANGAN_SECOND_FACTOR_KEYS))


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="home_region",
            field=models.CharField(blank=True, editable=False, max_length=6, verbose_name="opened in region"),
        ),
        migrations.CreateModel(
            name="ExpectedIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=150, verbose_name="identity")),
                ("noted_by", models.CharField(max_length=100, verbose_name="noted by")),
                ("noted_by_id", models.BigIntegerField(blank=True, editable=False, null=True)),
                (
                    "noted_at",
                    models.DateTimeField(default=kuangan.foundation.kernel.clock.now, verbose_name="noted"),
                ),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expected_identities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={"verbose_name": "noted identity", "ordering": ["-id"]},
        ),
        migrations.AddConstraint(
            model_name="expectedidentity",
            constraint=models.CheckConstraint(
                condition=models.Q(("value", ""), _negated=True), name="expected_identity_is_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="expectedidentity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("used_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("value",),
                name="one_account_per_expected_identity",
            ),
        ),
        migrations.AddConstraint(
            model_name="expectedidentity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("used_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("user",),
                name="one_expected_identity_per_account",
            ),
        ),
        migrations.RunPython(seal_all, unseal_all),
    ]
