"""Where a county lies, roughly: boxes rounded outwards, only good for a question (content/regions/extents.csv)."""

import csv
from decimal import Decimal
from functools import cache

from django.conf import settings


@cache
def _extents() -> dict[str, tuple[float, float, float, float]]:
    path = settings.BASE_DIR / "content/regions/extents.csv"
    with path.open(encoding="utf-8", newline="") as file:
        sides = ("west", "south", "east", "north")
        return {row["code"]: tuple(float(row[side]) for side in sides) for row in csv.DictReader(file)}  # type: ignore[misc]


def is_outside(region_code: str, longitude: Decimal | None, latitude: Decimal | None) -> bool:
    """Whether a place certainly lies outside a county; unknown counties and places are never outside."""
    box = _extents().get(region_code)
    if box is None or longitude is None or latitude is None:
        return False
    west, south, east, north = box
    return not (west <= longitude <= east and south <= latitude <= north)
