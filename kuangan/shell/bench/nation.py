"""An invented country for measuring: 340 prefectures, 40,000 mines, and a plan by which each owes thirty duties."""

from collections.abc import Callable
from pathlib import Path

import yaml

from kuangan.registry.models import Authority, Region
from kuangan.registry.states import AuthorityKind, Level
from kuangan.shell.bench.seeding import INVENTED_PLAN

PROVINCES = (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61,
             62, 63, 64, 65)  # fmt: skip
PREFECTURES = 11
COUNTIES = 8
WHOLE = "000000"
PROVINCE, CITY, COUNTY = "440000", "440100", "440101"
"""Whose figures are taken."""
COUNTY_MINES = 300
"""So many mines lie in the county whose board is drawn; the others have about fifteen each."""
_BATCH = 2000
_FULL = {"scope": "full"}
_OPEN_PIT = {"fact": "kind", "is": "open_pit"}
_HIGH = {"fact": "slope_height_m", "at_least": 100}
_WET = {"fact": "flood_threat", "is": True}
_CONTRACTED = {"fact": "has_contractors", "is": True}


def seed_country() -> list[str]:
    """Regions and authorities of the country; returns its counties, those of the measured province first."""
    provinces = sorted(PROVINCES, key=lambda code: (f"{code}0000" != PROVINCE, code))
    cities = [f"{province}{number:02d}00" for province in provinces for number in range(1, PREFECTURES + 1)]
    counties = [f"{city[:4]}{number:02d}" for city in cities for number in range(1, COUNTIES + 1)]
    levels = {f"{province}0000": Level.PROVINCE for province in provinces}
    levels |= dict.fromkeys(cities, Level.CITY) | dict.fromkeys(counties, Level.COUNTY)
    Region.objects.bulk_create(
        (Region(code=code, name=f"地区{code}", short_name=f"区{code}", level=level) for code, level in levels.items()),
        batch_size=_BATCH,
    )
    Authority.objects.bulk_create(
        (
            Authority(name=f"{code}{kind}", code=f"{code}-{kind}", kind=kind, level=level, region_code=code)
            for code, level in levels.items()
            for kind in (AuthorityKind.EMERGENCY_BUREAU, AuthorityKind.GOVERNMENT)
        ),
        batch_size=_BATCH,
    )
    return counties


def county_of(counties: list[str]) -> Callable[[int], str]:
    """Where the n-th mine lies: the first COUNTY_MINES in one county, then evenly in all."""
    return lambda number: COUNTY if number < COUNTY_MINES else counties[number % len(counties)]


def plan_of_the_country(folder: Path) -> Path:
    """The plan as a file: forty columns of the board, about thirty assignments for a mine in full scope."""
    plan = yaml.safe_load(INVENTED_PLAN.read_text(encoding="utf-8"))
    plan["urn"], plan["issuer"] = "urn:kuangan:plan:bench-nation:2023", {"region": WHOLE, "name": "国家矿山安全监察局"}
    plan["parameters"] = [
        {"id": "flood_season_start", "title": "汛期开始日", "type": "date", "default": "2023-08-01",
         "set_by": ["city_office"], "clauses": ["二"]}
    ]  # fmt: skip
    meeting = next(duty for duty in plan["duties"] if duty["id"] == "meeting")
    plan["duties"] = [*_duties(), meeting]
    path = folder / "plan.yaml"
    path.write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _duties() -> list[dict[str, object]]:
    once = [_duty(f"once-{n}", n, due={"on": f"2023-{4 + n % 6:02d}-{10 + n:02d}"}, grace_days=20) for n in range(20)]
    monthly = [
        _duty(f"monthly-{n}", n, cadence={"kind": "monthly", "starts": "2023-06-01"}, due={"end_of": "period"},
              on_end="finish_period")
        for n in range(3)
    ]  # fmt: skip
    special = [
        _duty(f"special-{n}", n, applies={"all": [_FULL, condition]}, due={"on": "2023-08-31"})
        for n, condition in enumerate([_OPEN_PIT, _HIGH, _WET, _CONTRACTED, {"all": [_OPEN_PIT, _HIGH]}])
    ]
    flood = [_duty(f"flood-{n}", n, due={"before": {"parameter": "flood_season_start"}, "days": n + 1})
             for n in range(2)]  # fmt: skip
    visits = [
        _duty(f"visit-{n}", n, group="监管", due={"on": "2023-09-30"},
              bearer={"kind": "county_bureau", "for_each": "mine", "link": "county"})
        for n in range(8)
    ]  # fmt: skip
    watch = [
        _duty(f"watch-{n}", n, group="监管", applies={"scope": "watch"}, due={"on": "2023-09-30"},
              bearer={"kind": "county_bureau", "for_each": "mine", "link": "county"})
        for n in range(2)
    ]  # fmt: skip
    return [*once, *monthly, *special, *flood, *visits, *watch]


def _duty(slug: str, number: int, **told: object) -> dict[str, object]:
    return {
        "id": slug, "title": f"责任{slug}", "short": f"责任{number}", "group": "企业", "summary": f"责任{slug}。",
        "clauses": ["二"], "bearer": "mine", "applies": _FULL, "cadence": "once",
        "evidence": [{"key": "record", "kind": "file", "label": "记录", "accepts": ["document"]}],
        "chain": [{"by": "county_bureau", "act": "review"}], **told,
    }  # fmt: skip
