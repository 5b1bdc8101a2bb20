"""Counties as they were called before, with what took their place (content/regions/former.csv)."""

import csv
from functools import cache

from django.conf import settings


@cache
def former_regions() -> tuple[tuple[str, str, str], ...]:
    """Code, name, code of the successor. They are no regions of today and stand in no list of them."""
    path = settings.BASE_DIR / "content/regions/former.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((row["code"], row["name"], row["successor"]) for row in csv.DictReader(file))
