"""The dated facts of bearers, as plain stretches: what derivation, explanation and preview look at."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from kuangan.duties.rules.planning import Stretch
from kuangan.plan.rules.parts import PlanPackage
from kuangan.plan.rules.predicates import REGION_MINES
from kuangan.plan.rules.scope import outcome
from kuangan.registry.models import FACTS, Authority, Mine, MineState
from kuangan.registry.states import AuthorityKind, MineStatus

_COLUMNS = ("mine_id", "mine__kind", "valid_from", "valid_to", "known_at", *FACTS)


def mine_stretches(package: PlanPackage, mine_ids: Iterable[int]) -> dict[int, list[Stretch]]:
    """The stretches of each mine in order, with the outcome of the plan's scope rules as the fact `scope`."""
    rows = (
        MineState.objects.unscoped("derivation works for the whole plan")
        .filter(mine_id__in=list(mine_ids))
        .order_by("mine_id", "valid_from")
        .values_list(*_COLUMNS)
    )
    codes: dict[tuple[Any, ...], str] = {}
    found: dict[int, list[Stretch]] = defaultdict(list)
    for mine_id, kind, start, end, known_at, *values in rows.iterator(chunk_size=5000):
        facts: dict[str, Any] = {"kind": kind, **dict(zip(FACTS, values, strict=True))}
        vector = (kind, *values)
        if vector not in codes:
            codes[vector] = outcome(package.scope, facts, package.scope_default).code
        facts["scope"] = codes[vector]
        found[mine_id].append(Stretch(start, end, facts, known_at))
    return found


def authority_stretches(
    authority: Authority, mines: Sequence[Sequence[Stretch]], started: tuple[date, datetime]
) -> list[Stretch]:
    """The stretches of an authority: its own facts, and those of the mines in its region as they changed.

    `started`: the first day to tell of, and when the plan became known, for an authority without any mine.
    """
    first_day, known_from = started
    starts = sorted({max(first_day, s.start) for mine in mines for s in mine} | {first_day})
    found = []
    for position, start in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else None
        present = [s for mine in mines for s in mine if s.covers(start)]
        known = max((s.known_at for s in present if max(first_day, s.start) == start), default=known_from)
        found.append(Stretch(start, end, authority_facts(authority, [s.facts for s in present]), known))
    return found


def authority_facts(authority: Authority, mines: Sequence[Any]) -> dict[str, Any]:
    """The facts a plan may ask of an authority on one day. Closed mines do not count as mines of the region."""
    kind = authority.kind
    if kind == AuthorityKind.EMERGENCY_BUREAU and authority.level == "province":
        kind = "province"
    living = [facts for facts in mines if facts["status"] != MineStatus.CLOSED]
    return {"kind": kind, "level": authority.level, "has_mines": bool(living), REGION_MINES: living}


def mines_in(prefix: str, ids: Iterable[int] | None = None) -> list[Mine]:
    """The mines of a region, or those of them that are named."""
    found = Mine.objects.unscoped("derivation works for the whole plan").filter(region_code__startswith=prefix)
    return list((found if ids is None else found.filter(pk__in=list(ids))).order_by("pk"))
