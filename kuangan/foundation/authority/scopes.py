"""Scopes (管辖范围): region prefixes, organisations and named mines, turned into one condition per model.

Chinese administrative codes are strictly hierarchical: 44 is Guangdong, 4407 Jiangmen, 440785 Enping. A jurisdiction
is therefore a prefix, and "inside" is a string comparison that the database can index.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Manager, Model, Q

WHOLE_COUNTRY = "000000"


def inside(path: str, prefix: str) -> Q:
    """The condition that the code at a look-up path lies under a prefix, as a range that any index can serve.

    LIKE '4407%' is served by none where the database sorts by a language's rules or compares without case.
    """
    if len(prefix) == 6 or not prefix.isdigit():
        return Q(**{path if len(prefix) == 6 else f"{path}__startswith": prefix}) if prefix else Q()
    following = str(int(prefix) + 1).zfill(len(prefix))
    upper = Q(**{f"{path}__lt": following}) if len(following) == len(prefix) else Q()
    return Q(**{f"{path}__gte": prefix}) & upper


def prefix_of(region_code: str) -> str:
    """The jurisdiction prefix of a six-digit GB/T 2260 code: 440700 → 4407, 440000 → 44, 440785 → 440785.

    000000 stands for the whole country; its prefix is empty.
    """
    code = region_code.strip()
    if code == WHOLE_COUNTRY:
        return ""
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


@dataclass(frozen=True)
class ScopePaths:
    """Where a model keeps what a scope compares with: Django look-up paths, None where it has no such thing."""

    region: str | None = None
    authority: str | None = None
    enterprise: str | None = None
    mine: str | None = None
    agency: str | None = None


@dataclass(frozen=True)
class Scope:
    """What somebody is in charge of. The empty scope covers nothing."""

    regions: frozenset[str] = field(default_factory=frozenset)
    authorities: frozenset[int] = field(default_factory=frozenset)
    enterprises: frozenset[int] = field(default_factory=frozenset)
    mines: frozenset[int] = field(default_factory=frozenset)
    agencies: frozenset[int] = field(default_factory=frozenset)
    is_everywhere: bool = False

    @classmethod
    def everywhere(cls) -> "Scope":
        """The whole country: the system's own work, and central administrators."""
        return cls(is_everywhere=True)

    @classmethod
    def nothing(cls) -> "Scope":
        """Covers no row at all."""
        return cls()

    @classmethod
    def of_region(cls, *codes: str) -> "Scope":
        """Everything in the regions with these six-digit codes."""
        return cls(regions=frozenset(prefix_of(code) for code in codes))

    @classmethod
    def of_mine(cls, *mine_ids: int) -> "Scope":
        """The named mines only."""
        return cls(mines=frozenset(mine_ids))

    @classmethod
    def union(cls, scopes: Iterable["Scope"]) -> "Scope":
        """Whatever any of the scopes covers."""
        parts = list(scopes)
        return cls(
            regions=frozenset().union(*(part.regions for part in parts)),
            authorities=frozenset().union(*(part.authorities for part in parts)),
            enterprises=frozenset().union(*(part.enterprises for part in parts)),
            mines=frozenset().union(*(part.mines for part in parts)),
            agencies=frozenset().union(*(part.agencies for part in parts)),
            is_everywhere=any(part.is_everywhere for part in parts),
        )

    def covers_region(self, code: str) -> bool:
        """Whether a six-digit region code lies inside."""
        return self.is_everywhere or any(code.startswith(prefix) for prefix in self.regions)

    def in_region(self, code: str) -> "Scope":
        """What of this scope lies in one region by its code; named organisations and mines are left out."""
        wanted = prefix_of(code)
        if self.is_everywhere or any(wanted.startswith(prefix) for prefix in self.regions):
            return Scope(regions=frozenset({wanted}))
        return Scope(regions=frozenset(prefix for prefix in self.regions if prefix.startswith(wanted)))

    def condition(self, paths: ScopePaths) -> Q:
        """The SQL condition for a model with these paths; matches nothing when the scope and the paths never meet."""
        if self.is_everywhere:
            return Q()
        found = Q(pk__in=[])
        if paths.region:
            if "" in self.regions:
                return Q()
            for prefix in sorted(self.regions):
                found |= inside(paths.region, prefix)
        for named, ids in self._named(paths):
            if named and ids:
                found |= Q(**{f"{named}__in": sorted(ids)})
        return found

    def covers(self, row: Model) -> bool:
        """Whether one loaded row lies inside, by the paths its model declares as `scope_paths`."""
        if self.is_everywhere:
            return True
        paths: ScopePaths = row.scope_paths  # type: ignore[attr-defined]
        if paths.region and any(self.covers_region(str(code or "")) for code in _reach(row, paths.region)):
            return True
        return any(path and not ids.isdisjoint(_reach(row, path)) for path, ids in self._named(paths) if ids)

    def _named(self, paths: ScopePaths) -> list[tuple[str | None, frozenset[int]]]:
        return [
            (paths.authority, self.authorities),
            (paths.enterprise, self.enterprises),
            (paths.mine, self.mines),
            (paths.agency, self.agencies),
        ]


def _reach(row: Any, path: str) -> set[Any]:
    """The values at the end of a path, several where it passes a reverse relation."""
    reached = [row]
    for name in path.split("__"):
        values = [getattr(item, name) for item in reached if item is not None]
        reached = []
        for value in values:
            reached.extend(value.all() if isinstance(value, Manager) else [value])
    return set(reached)
