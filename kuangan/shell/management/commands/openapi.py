"""`manage.py openapi`: writes the API's document, as it is kept in docs/api/openapi.json."""

import json
from typing import Any

from django.core.management.base import BaseCommand


def written() -> str:
    """The document as text, the same on every machine."""
    from kuangan.shell.api import document

    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


class Command(BaseCommand):
    """Prints the OpenAPI document."""

    help = "Print the OpenAPI document of the HTTP API: manage.py openapi > docs/api/openapi.json"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(written(), ending="")
