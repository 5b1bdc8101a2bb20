"""What tests of this room stand on beside the shared cast: actors without accounts, mines by code, a small package."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.plan.package.reading import read
from kuangan.registry.models import Authority, Enterprise, Mine, MineState, Region
from kuangan.registry.states import AuthorityKind, Level, MineKind
from tests import cast

CITY, ENPING, KAIPING, ELSEWHERE = cast.JIANGMEN, cast.ENPING, cast.KAIPING, "440106"
"""ELSEWHERE is a county of another city."""
URN = "urn:kuangan:plan:test:quarries"


def person(role: Role, scope: Scope, name: str = "", organisation: str = "") -> Actor:
    """Somebody with one role in one scope."""
    return Actor(user_id=7, name=name or str(role.value), organisation=organisation, grants=(Grant(role, scope),))


def city_office() -> Actor:
    return person(Role.CITY_OFFICE, Scope.of_region(CITY), "市局经办")


def city_leader() -> Actor:
    return person(Role.CITY_LEADER, Scope.of_region(CITY), "市局领导")


def county_reviewer(region: str = ENPING) -> Actor:
    return person(Role.COUNTY_REVIEWER, Scope.of_region(region), f"县局经办{region}")


def county_leader(region: str = ENPING) -> Actor:
    return person(Role.COUNTY_LEADER, Scope.of_region(region), f"县局领导{region}")


def principal(mine: Mine) -> Actor:
    return person(Role.MINE_PRINCIPAL, Scope.of_mine(mine.pk), f"矿长{mine.code}")


def bureau(region: str) -> Authority:
    """The emergency management bureau of a region."""
    if region != ELSEWHERE:
        return cast.bureau(region)
    Region.objects.get_or_create(code=region, defaults={"name": "天河区", "short_name": "天河", "level": Level.COUNTY})
    found, _created = Authority.objects.get_or_create(
        code=f"{region}.emergency",
        defaults={
            "name": "天河区应急管理局",
            "kind": AuthorityKind.EMERGENCY_BUREAU,
            "level": Level.COUNTY,
            "region_code": region,
        },
    )
    return found


def counties() -> dict[str, Authority]:
    """The city, two of its counties and a county elsewhere, each with its bureau."""
    return {code: bureau(code) for code in (CITY, ENPING, KAIPING, ELSEWHERE)}


def mine(code: str, region: str = ENPING, *, since: date = date(2023, 1, 1), **facts: Any) -> Mine:
    """A mine with one present state: a producing open pit unless said otherwise."""
    kind = facts.pop("kind", MineKind.OPEN_PIT)
    enterprise = Enterprise.objects.create(name=f"{code}公司", region_code=region)
    row = Mine.objects.create(enterprise=enterprise, name=f"{code}矿", code=code, kind=kind, region_code=region)
    state = MineState.objects.create(mine=row, valid_from=since, **{"status": "producing", **facts})
    row.current = state
    row.save(update_fields=["current"])
    return row


SMALL: dict[str, Any] = read(Path(__file__).parent / "packages" / "quarries").data


def data(**changes: Any) -> dict[str, Any]:
    """The small package, with parts replaced."""
    return {**copy.deepcopy(SMALL), **changes}


def package_file(folder: Path, content: dict[str, Any] | None = None) -> Path:
    """The package as a file: JSON is YAML."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "plan.yaml"
    file.write_text(json.dumps(content or data(), ensure_ascii=False, indent=1), "utf-8")
    return file
