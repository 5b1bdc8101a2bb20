"""Who stands behind a bearer kind: plain look-ups over the authorities of a plan's region."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kuangan.foundation.authority.scopes import prefix_of
from kuangan.plan.rules.dues import Bearer

AUTHORITY_SORTS = {
    "county_bureau": ("emergency_bureau", "county"),
    "city_bureau": ("emergency_bureau", "city"),
    "county_government": ("government", "county"),
    "city_government": ("government", "city"),
    "province": ("emergency_bureau", "province"),
}


@dataclass(frozen=True, slots=True)
class Body:
    """An authority as a plain value. `row` is whatever the caller wants back.

    `since`: the day from which plans ask something of it, None for always; `known_at`: when it was entered.
    """

    id: int
    code: str
    kind: str
    level: str
    region_code: str
    name: str
    row: Any = None
    since: date | None = None
    known_at: datetime | None = None


class Bodies:
    """The authorities that a plan may name: those in its region and above it; `in_order` is all by region."""

    def __init__(self, plan_region: str, bodies: Iterable[Body]) -> None:
        prefix = prefix_of(plan_region)
        self._prefix = prefix
        self._all = [
            body
            for body in bodies
            if body.region_code.startswith(prefix) or prefix.startswith(prefix_of(body.region_code))
        ]
        self._by_place: Mapping[tuple[str, str, str], Body] = {
            (body.kind, body.level, body.region_code): body for body in reversed(self._all)
        }
        self._by_code = {body.code: body for body in self._all}
        self.in_order = sorted(self._all, key=lambda body: (body.region_code, body.id))

    def of(self, bearer: Bearer) -> list[Body]:
        """Every authority that this bearer means."""
        if bearer.kind == "named":
            found = self._by_code.get(bearer.code)
            return [found] if found else []
        sort = AUTHORITY_SORTS.get(bearer.kind)
        if sort is None:
            return []
        if bearer.kind == "province":
            return [body for body in self._all if (body.kind, body.level) == sort][:1]
        return [
            body for body in self._all if (body.kind, body.level) == sort and body.region_code.startswith(self._prefix)
        ]

    def for_region(self, kind: str, region_code: str) -> Body | None:
        """The authority of a kind that is in charge of a region: the county's own, or its city's, or the province's."""
        authority_kind, level = AUTHORITY_SORTS[kind]
        return self._by_place.get((authority_kind, level, _at_level(region_code, level)))


def _at_level(region_code: str, level: str) -> str:
    cut = {"county": 6, "city": 4, "province": 2}[level]
    return region_code[:cut].ljust(6, "0")
