"""The ledger as rows of its table: what the filter of the page leaves, read in parts so that memory does not grow."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.replica import reading_from_replica
from kuangan.hazards.models import FivePoints, Hazard
from kuangan.hazards.models.hazard import REGISTRAR
from kuangan.hazards.queries.campaigns import campaigns_of, running
from kuangan.hazards.queries.listing import Narrowing, hazards
from kuangan.hazards.queries.self_found import with_mark
from kuangan.plan.models import Plan
from kuangan.registry.queries.bodies import counties

PART = 1_000
OVERTAKEN = "检查后录入，自述发现日期在检查之前，不按自查计"
REGISTRAR_WORDS = "验收人即登记人"
"""Chinese content: the table is handed in."""
_READ = (
    "region_code", "state", "grade", "source", "disaster", "focus_area", "place", "description", "requirement",
    "found_at", "entered_at", "found_by", "deadline_at", "responsible", "rectified_at", "applied_at", "verified_at",
    "verified_by", "closed_at", "listed_at", "mine__name", "mine__short_name", "criterion__code",
    "criterion__mine_kind", *REGISTRAR,
)  # fmt: skip
"""What the table prints: a hazard is wide, an export of a city reads a hundred thousand."""


def ledger_rows(scope: Scope, narrow: Narrowing) -> Iterator[dict[str, Any]]:
    """The hazards of a filter as values by column key of sheets.LEDGER, in the order of the list."""
    with reading_from_replica():
        names = dict(counties(scope).values_list("code", "name"))
        plans = running(scope)
        ids = list(hazards(scope, narrow).select_related(None).values_list("pk", flat=True))
    for start in range(0, len(ids), PART):
        some = ids[start : start + PART]
        with reading_from_replica():
            found = ledger_values(scope, some, names, plans)
        yield from (found[pk] for pk in some if pk in found)


def ledger_values(
    scope: Scope, ids: Sequence[int], names: dict[str, str], plans: Sequence[Plan] = ()
) -> dict[int, dict[str, Any]]:
    """Hazards by their keys as values of the ledger's columns, in two statements. `names` are counties by code; of the
    campaigns `plans` the remark says before which a hazard was found."""
    chosen = with_mark(Hazard.objects.within(scope).filter(pk__in=ids))
    rows = chosen.select_related("mine", "criterion").only(*_READ).order_by()
    fives: dict[int, tuple[str, Any]] = {}
    points = FivePoints.objects.within(scope).filter(hazard__in=ids).order_by("hazard_id", "-version")
    for hazard_id, measures, funds in points.values_list("hazard_id", "measures", "funds_yuan"):
        fives.setdefault(hazard_id, (measures, funds))
    return {row.pk: _values(row, names, plans, *fives.get(row.pk, ("", None))) for row in rows}


def _values(row: Hazard, names: dict[str, str], plans: Sequence[Plan], measures: str, funds: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "county": names.get(row.region_code, row.region_code),
        "mine": row.mine.name,
        "found_on": _day(row.found_at),
        "entered_on": _day(row.entered_at),
        "remark": "；".join(filter(None, _remarks(row, plans))) or None,
        "source": row.source,
        "place": row.place,
        "description": row.description,
        "grade": row.grade,
        "criterion": row.criterion.label if row.criterion else None,
        "disaster": row.disaster,
        "focus_area": row.focus_area,
        "requirement": row.requirement,
        "measures": measures,
        "responsible": row.responsible,
        "funds_yuan": funds,
        "deadline": _day(row.deadline_at),
        "found_by": row.found_by,
        "state": row.state,
        "rectified_on": _day(row.rectified_at),
        "applied_on": _day(row.applied_at),
        "verified_on": _day(row.verified_at),
        "verified_by": row.verified_by,
        "closed_on": _day(row.closed_at),
        "listed_on": _day(row.listed_at),
    }


def _remarks(row: Hazard, plans: Sequence[Plan]) -> list[str]:
    carried = [f"{one.plan}前结转" for one in campaigns_of(row, plans) if one.is_carried]
    own = [OVERTAKEN if getattr(row, "overtaken", False) else "", REGISTRAR_WORDS if row.registrar_verified else ""]
    return own + carried


def _day(moment: datetime | None) -> date | None:
    """The day in Shanghai, as people write it into a table."""
    return clock.day_of(moment) if moment else None
