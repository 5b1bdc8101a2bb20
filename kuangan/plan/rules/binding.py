"""Whom a plan can bind: bodies below its issuer or beside it. What those above do is context, not a duty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kuangan.foundation.authority.scopes import prefix_of

LEVELS = {0: "state", 2: "province", 4: "city", 6: "county"}
"""The level of an issuer by the length of its region's prefix."""
RANKS = {"state": 0, "province": 1, "city": 2, "county": 3, "town": 4}
BEARER_LEVELS = {
    "province": "province",
    "city_bureau": "city",
    "city_government": "city",
    "county_bureau": "county",
    "county_government": "county",
}


def level_of(region: str) -> str:
    """The level of whoever issues a plan for a region."""
    return LEVELS.get(len(prefix_of(region.ljust(6, "0"))), "town")


def binds(issuer_region: str, level: str) -> bool:
    """Whether an issuer of a region can bind bodies of a level; mines and enterprises have none and are bound."""
    return not level or RANKS.get(level, 0) >= RANKS[level_of(issuer_region)]


def kinds_of(bearer: Any) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The kinds of bearer in a duty as spelled in a package, each with its path below ``bearer``."""
    if isinstance(bearer, str):
        yield bearer, ()
    elif isinstance(bearer, Mapping) and "kind" in bearer:
        yield bearer["kind"], ("kind",)
    elif isinstance(bearer, Mapping):
        for key, several in bearer.items():
            for number, one in enumerate(several):
                yield from ((kind, (key, number, *path)) for kind, path in kinds_of(one))


def binds_all(issuer_region: str, bearer: Any) -> bool:
    """Whether every bearer of a duty as spelled in a package is one that the issuer can bind."""
    return all(binds(issuer_region, BEARER_LEVELS.get(kind, "")) for kind, _path in kinds_of(bearer))
