"""Constants and arithmetic of the shell; no database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

DEMO_STARTS = datetime(2023, 7, 20, 1, 0, tzinfo=UTC)
"""20 July 2023, 09:00 in Shanghai: when a new demo begins."""
FARTHEST_STEP = timedelta(days=366)
"""How far the demo clock moves at once."""
DEMO_PASSWORD = "Kuangan-2023"  # noqa: S105  # nosec B105 - printed on the sign-in page of every demo
"""The password of all invented accounts; they exist in a demo only."""


@dataclass(frozen=True)
class CountyRow:
    """The figures of one county: assignments accepted, owed and overdue."""

    code: str
    name: str
    done: int
    owed: int
    overdue: int


@dataclass(frozen=True)
class Place:
    """Where a county stands on the schematic map: column from the west, row from the north."""

    column: int
    row: int


TILE_WIDTH, TILE_HEIGHT, TILE_GAP = 84, 68, 6
"""Sizes of a tile in units of the drawing."""
_ROWS_WITHOUT_PLACE = 5


@dataclass(frozen=True)
class Tile:
    """A county on the schematic map, in units of the drawing."""

    county: CountyRow
    x: int
    y: int

    @property
    def bar(self) -> int:
        """Width of the bar: the share of what is owed that is done, of the tile's inner width."""
        inner = TILE_WIDTH - 16
        return round(inner * self.county.done / self.county.owed) if self.county.owed else 0


def laid_out(rows: Iterable[CountyRow], places: dict[str, Place]) -> list[Tile]:
    """Tiles at their places; counties without one fill rows of five below the others."""
    known = list(rows)
    used = [places[row.code] for row in known if row.code in places]
    west = min((place.column for place in used), default=0)
    north = min((place.row for place in used), default=0)
    below = max((place.row for place in used), default=-1) - north + 1
    tiles, strays = [], 0
    for row in known:
        if place := places.get(row.code):
            column, line = place.column - west, place.row - north
        else:
            column, line = strays % _ROWS_WITHOUT_PLACE, below + strays // _ROWS_WITHOUT_PLACE
            strays += 1
        tiles.append(Tile(row, column * (TILE_WIDTH + TILE_GAP), line * (TILE_HEIGHT + TILE_GAP)))
    return tiles


def drawing_size(tiles: Iterable[Tile]) -> tuple[int, int]:
    """Width and height of the drawing that holds the tiles."""
    known = list(tiles)
    width = max((tile.x for tile in known), default=0) + TILE_WIDTH
    return width, max((tile.y for tile in known), default=0) + TILE_HEIGHT


@dataclass(frozen=True)
class Stopped:
    """What a browser stopped, with nothing of a person: directive, host or keyword, path of the page."""

    directive: str
    blocked: str
    page: str


def stopped_by_policy(report: Any, most: int = 5) -> list[Stopped]:
    """The first violations in what a browser posted, in either of its two formats; nonsense gives an empty list."""
    if isinstance(report, dict) and isinstance(report.get("csp-report"), dict):
        found = [report["csp-report"]]
    elif isinstance(report, list):
        sent = [one for one in report if isinstance(one, dict) and one.get("type") == "csp-violation"]
        found = [one["body"] for one in sent if isinstance(one.get("body"), dict)]
    else:
        found = []
    read = [_stopped(body) for body in found[:most]]
    return [one for one in read if _DIRECTIVE.match(one.directive)]


def _stopped(body: dict[str, Any]) -> Stopped:
    def told(*names: str) -> str:
        return next((str(body[name]) for name in names if isinstance(body.get(name), str)), "")

    directive = (told("effectiveDirective", "effective-directive", "violated-directive").split() or [""])[0]
    address = told("documentURL", "document-uri")
    try:
        blocked, path = urlsplit(told("blockedURL", "blocked-uri")), urlsplit(address).path
        host = f"{blocked.scheme}://{blocked.hostname}" if blocked.hostname else blocked.scheme or blocked.path
    except ValueError:
        return Stopped("", "", "")
    return Stopped(directive, host[:120] if _HOST.match(host) else "other", path[:300])


_DIRECTIVE = re.compile(r"^[a-z][a-z-]{2,39}$")
_HOST = re.compile(r"^[a-z][a-z0-9+.-]*(://[A-Za-z0-9._:\[\]-]+)?$")
