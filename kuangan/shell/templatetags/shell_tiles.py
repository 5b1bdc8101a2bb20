"""The schematic map of counties as a drawing that templates can write out."""

from collections.abc import Iterable
from typing import Any

from django import template

from kuangan.foundation.ui.context import address
from kuangan.plan.queries import Progress
from kuangan.shell.queries.counties import county_tiles
from kuangan.shell.rules import TILE_HEIGHT, TILE_WIDTH, CountyRow, drawing_size

register = template.Library()


@register.simple_tag
def county_drawing(counties: Iterable[tuple[str, str, Progress]]) -> dict[str, Any]:
    """Tiles and sizes for counties given as (code, name, progress); `list_url` leads to the list behind a figure."""
    rows = [CountyRow(code, name, found.done, found.owed, found.over) for code, name, found in counties]
    tiles = county_tiles(rows)
    width, height = drawing_size(tiles)
    return {
        "tiles": tiles,
        "width": width,
        "height": height,
        "tile_width": TILE_WIDTH,
        "tile_height": TILE_HEIGHT,
        "list_url": address("duties:list"),
    }
