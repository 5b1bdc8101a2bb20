"""Progress by county, laid out as tiles in their rough geographic position."""

import csv
from functools import cache

from config.environment import BASE_DIR
from kuangan.duties.queries.progress import by_county
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.plan.models import Plan
from kuangan.registry.models import Region
from kuangan.registry.states import Level
from kuangan.shell.rules import CountyRow, Place, Tile, laid_out

PLACES = BASE_DIR / "content/regions/tiles.csv"


@cache
def _places() -> dict[str, Place]:
    with PLACES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Place(int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}


def county_rows(scope: Scope, plan: Plan) -> list[CountyRow]:
    """Every county of the plan's region that the scope reaches: done of owed, and overdue. Two SQL."""
    prefix = prefix_of(plan.region_code)
    regions = Region.objects.filter(code__startswith=prefix, level=Level.COUNTY, valid_to__isnull=True).order_by("code")
    figures = by_county(scope, plan)
    rows = []
    for region in regions:
        if scope.covers_region(region.code):
            figure = figures.get(region.code)
            done, owed, overdue = (figure.done, figure.owed, figure.over) if figure else (0, 0, 0)
            rows.append(CountyRow(region.code, region.short_name or region.name, done, owed, overdue))
    return rows


# house: unscoped — arranges rows that were read within a scope
def county_tiles(rows: list[CountyRow]) -> list[Tile]:
    """The rows as tiles of the schematic map."""
    return laid_out(rows, _places())
