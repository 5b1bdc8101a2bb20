"""Announced days off and make-up days with the document that announced them; the kernel's rows are taken over."""

import django.db.models.deletion
from django.db import migrations, models

import kuangan.foundation.kernel.clock


def take_over(apps, _schema_editor):
    """Days that an operator had entered by hand keep their meaning; their note stands for the document."""
    notice, day = apps.get_model("registry", "CalendarNotice"), apps.get_model("registry", "WorkingDay")
    for row in apps.get_model("kernel", "WorkingDay").objects.order_by("day"):
        found, _created = notice.objects.get_or_create(
            year=row.day.year, document_number=row.note or "—",
            defaults={"announced_on": row.day, "entered_by": "migration"},
        )
        day.objects.create(day=row.day, works=row.works, notice=found)


class Migration(migrations.Migration):
    dependencies = [("registry", "0011_in_scope_since"), ("kernel", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CalendarNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("document_number", models.CharField(max_length=100, verbose_name="document number")),
                ("announced_on", models.DateField(verbose_name="announced on")),
                (
                    "entered_at",
                    models.DateTimeField(default=kuangan.foundation.kernel.clock.now, verbose_name="entered"),
                ),
                ("entered_by", models.CharField(max_length=100, verbose_name="entered by")),
            ],
            options={
                "verbose_name": "announcement of days off",
                "ordering": ["-year", "-announced_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=["year", "document_number"], name="calendar_notice_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("works", models.BooleanField(verbose_name="working day")),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="registry.calendarnotice",
                        verbose_name="announced by",
                    ),
                ),
            ],
            options={"verbose_name": "announced day", "ordering": ["day"]},
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
