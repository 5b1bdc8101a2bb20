"""`manage.py openapi`: writes the API's document, as it is kept in docs/api/openapi.json."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


def written() -> str:
    """The document as text, the same on every machine."""
    from kuangan.shell.api import document

    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


class Command(BaseCommand):
    """Prints the OpenAPI document."""

    help = "Print the OpenAPI document of the HTTP API: manage.py openapi > docs/api/openapi.json"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", type=Path, metavar="FILE", help="only say whether FILE is this document")

    def handle(self, *args: Any, check: Path | None = None, **options: Any) -> None:
        if check is None:
            self.stdout.write(written(), ending="")
            return
        if not check.is_file() or check.read_text(encoding="utf-8") != written():
            raise CommandError(f"{check} is not what the API says: run manage.py openapi > {check}")
        self.stdout.write(f"{check} is what the API says")
