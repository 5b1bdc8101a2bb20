"""Progress by county, laid out as tiles in their rough geographic position."""

import csv
from functools import cache

from config.environment import BASE_DIR
from kuangan.duties.queries.progress import by_county
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.plan.models import Plan
from kuangan.plan.queries import Progress
from kuangan.registry.models import Region
from kuangan.registry.states import Level
from kuangan.shell.rules import CountyRow, Place, Tile, laid_out

PLACES = BASE_DIR / "content/regions/tiles.csv"


@cache
def _places() -> dict[str, Place]:
    with PLACES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Place(int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}


def county_figures(scope: Scope, plan: Plan) -> list[tuple[str, str, Progress]]:
    """Code, name and progress of every county of the plan's region that the scope reaches. Two SQL."""
    prefix = prefix_of(plan.region_code)
    regions = Region.objects.filter(code__startswith=prefix, level=Level.COUNTY, valid_to__isnull=True).order_by("code")
    figures = by_county(scope, plan)
    return [
        (region.code, region.short_name or region.name, figures.get(region.code, Progress()))
        for region in regions
        if scope.covers_region(region.code)
    ]


# house: unscoped — arranges rows that were read within a scope
def county_tiles(rows: list[CountyRow]) -> list[Tile]:
    """The rows as tiles of the schematic map."""
    return laid_out(rows, _places())
