"""Load public bodies from content/authorities; loading again changes nothing that is already so."""

import csv
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import Refused
from kuangan.registry.actions import register_authority
from kuangan.registry.models import Authority


class Command(BaseCommand):
    help = "Load the authorities of a city (every file of content/authorities when none is named)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("city", nargs="*", help="name of a file of content/authorities without .csv")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "content/authorities"
        names = options["city"] or sorted(path.stem for path in folder.glob("*.csv"))
        for name in names:
            path = folder / f"{name}.csv"
            if not path.is_file():
                raise CommandError(
                    f"{path} does not exist; there are: {', '.join(p.stem for p in folder.glob('*.csv'))}"
                )
            self.stdout.write(f"{name}: {load(path)} authorities")


def load(path: Path) -> int:
    """Register every body of one file; returns how many there are. The first time they are those that the installation
    begins with; one that is added to the file later owes a plan from its own day on."""
    actor = Actor.system("load_authorities")
    with path.open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    known = {
        authority.code: authority for authority in Authority.objects.filter(code__in=[row["code"] for row in rows])
    }
    is_founding = not known
    for row in rows:
        parent = row.pop("parent")
        try:
            known[row["code"]] = register_authority(
                actor, parent=known[parent] if parent else None, is_founding=is_founding, **row
            )
        except Refused as refused:
            raise CommandError(f"{path.name}, {row['code']}: {refused} Load the regions first.") from refused
    return len(rows)
