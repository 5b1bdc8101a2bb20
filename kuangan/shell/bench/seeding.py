"""Invented data by the thousand, written set-based: only what is measured goes through the product's own verbs."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.models import OuterRef, Subquery

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.plan.actions import load, publish
from kuangan.plan.models import Plan
from kuangan.registry.models import Enterprise, Mine, MineState

SYSTEM = Actor.system("bench")
ISSUED = datetime.combine(date(2023, 3, 23), time(9), clock.SHANGHAI)
"""When the plan is published and the mines are known."""
TODAY = datetime.combine(date(2023, 7, 20), time(9), clock.SHANGHAI)
"""The day on which everything is measured."""
SINCE = date(2023, 1, 1)
CHANGED = date(2023, 5, 4)
COUNTIES = ("440703", "440704", "440705", "440781", "440783", "440784", "440785")
INVENTED_PLAN = Path(__file__).with_name("plan.yaml")
_STATUSES = ("producing", "producing", "producing", "construction", "long_stopped", "resuming", "producing", "closed")
_BATCH = 2000


def seed_bodies() -> None:
    """Regions and authorities, from content/."""
    for command in ("load_regions", "load_authorities"):
        call_command(command, stdout=StringIO())


def put_in_force(package: Path) -> Plan:
    """A plan loaded and published on its first day."""
    with clock.at(ISSUED):
        return publish(SYSTEM, load(SYSTEM, package)).plan


def _county(number: int) -> str:
    return COUNTIES[number % len(COUNTIES)]


def seed_mines(count: int, county: Callable[[int], str] = _county) -> list[int]:
    """Mines with varied facts, one in five with a change in May; returns their numbers in order.

    `county` says where the n-th of all mines lies: in turn in the counties of Jiangmen unless told otherwise.
    """
    if count <= 0:
        return []
    first = Mine.rows.count()
    numbers = range(first, first + count)
    enterprises = Enterprise.rows.bulk_create(
        (
            Enterprise(name=f"第{n}石业有限公司", region_code=county(n), search_text=f"第{n}石业", entered_at=ISSUED)
            for n in numbers
        ),
        batch_size=_BATCH,
    )
    mines = Mine.rows.bulk_create(
        (
            Mine(
                enterprise_id=owner.pk, name=f"第{n}石场", code=f"{county(n)}-{n:06d}", region_code=county(n),
                kind="underground" if n % 9 == 0 else "open_pit", search_text=f"第{n}石场 di{n}shichang",
                entered_at=ISSUED,
            )
            for n, owner in zip(numbers, enterprises, strict=True)
        ),
        batch_size=_BATCH,
    )  # fmt: skip
    pairs = list(zip(numbers, [mine.pk for mine in mines], strict=True))
    MineState.rows.bulk_create((state for n, pk in pairs for state in _states(n, pk)), batch_size=_BATCH)
    present = MineState.rows.filter(mine=OuterRef("pk"), valid_to__isnull=True).values("pk")
    ids = [pk for _n, pk in pairs]
    Mine.rows.filter(pk__gte=ids[0]).update(current_id=Subquery(present[:1]))
    refresh_statistics()
    return ids


def refresh_statistics(*, vacuum: bool = False) -> None:
    """What a database does by itself after a while: PostgreSQL's planner learns what is in the tables, and (`vacuum`)
    which of their pages an index may speak for."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if vacuum and connection.vendor == "postgresql" else "ANALYZE")


def _states(number: int, mine_id: int) -> list[MineState]:
    facts = {
        "people_working": number % 3 == 0,
        "has_contractors": number % 4 == 0,
        "slope_height_m": Decimal(40 + number % 140),
        "flood_threat": number % 11 == 0,
    }
    now = _STATUSES[number % len(_STATUSES)]
    if number % 5:
        return [MineState(mine_id=mine_id, valid_from=SINCE, known_at=ISSUED, status=now, **facts)]
    return [
        MineState(
            mine_id=mine_id, valid_from=SINCE, valid_to=CHANGED, known_at=ISSUED, status="long_stopped", **facts
        ),
        MineState(mine_id=mine_id, valid_from=CHANGED, known_at=clock.start_of_day(CHANGED), status=now, **facts),
    ]  # fmt: skip
