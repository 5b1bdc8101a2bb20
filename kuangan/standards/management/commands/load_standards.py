"""`manage.py load_standards`: take criteria and laws in from content/standards; doing it again changes nothing."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import Refused
from kuangan.standards import actions, rules

Load = Callable[[Actor, Mapping[str, Any]], Any]
LOADERS: dict[str, Load] = {"criteria": actions.load_criteria, "laws": actions.load_law}
"""The folders below content/standards, and what takes their files in. Checklists have a command of their own."""


class Command(BaseCommand):
    """Loads each file in a transaction of its own, and says at the end what was refused."""

    help = "Load determination criteria and laws from content/standards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        usual = settings.BASE_DIR / "content/standards"
        parser.add_argument("--folder", type=Path, default=usual, help="holds criteria/ and laws/ (%(default)s)")

    def handle(self, *args: Any, folder: Path, verbosity: int = 1, **options: Any) -> None:
        refused = []
        for name, load in LOADERS.items():
            for path in sorted((folder / name).glob("*.yaml")):
                try:
                    loaded = load(Actor.system(), rules.read(path.read_text(encoding="utf-8")))
                except (OSError, UnicodeDecodeError, Refused) as error:
                    refused.append(f"{path}: {error}")
                    continue
                if verbosity:
                    self.stdout.write(f"{path.name}: {loaded} {loaded.version}")
        if refused:
            raise CommandError("\n".join(refused))
