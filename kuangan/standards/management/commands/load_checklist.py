"""`manage.py load_checklist FILE…`: take checklists in from YAML files; loading the same file again changes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import Refused
from kuangan.standards.actions import load_checklist
from kuangan.standards.rules.reading import read


class Command(BaseCommand):
    """Loads each file in a transaction of its own."""

    help = "Load checklists from YAML files (content/standards/checklists)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        for path in files:
            checklist = self._load(path)
            mark = "official" if checklist.official else "sample, not official"
            self.stdout.write(f"{path.name}: {checklist} ({checklist.items_total} items, {mark})")

    def _load(self, path: Path) -> Any:
        try:
            return load_checklist(Actor.system(), read(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path}: cannot be read: {error}") from error
        except Refused as refusal:
            raise CommandError(f"{path}: {refusal}") from refusal
