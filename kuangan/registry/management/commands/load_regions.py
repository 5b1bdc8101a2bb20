"""Load the regions of China from content/regions; loading again changes nothing that is already so."""

import csv
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from kuangan.registry.models import Region
from kuangan.registry.states import Level


def level_of(code: str) -> Level:
    """The level that a GB/T 2260 code stands for."""
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


class Command(BaseCommand):
    help = "Load provinces, cities and counties by GB/T 2260 code."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "content/regions/gbt2260.csv"
        with path.open(encoding="utf-8", newline="") as file:
            regions = [Region(level=level_of(row["code"]), **row) for row in csv.DictReader(file)]
        Region.objects.bulk_create(
            regions,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "short_name", "name_en", "level"],
        )
        self.stdout.write(f"{len(regions)} regions")
