"""The dated facts of bearers, as plain stretches: what derivation, explanation and preview look at."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce, Greatest

from kuangan.duties.rules.planning import Stretch
from kuangan.foundation.authority.scopes import inside, prefix_of
from kuangan.plan.rules.parts import PlanPackage
from kuangan.plan.rules.predicates import REGION_MINES, facts_used
from kuangan.plan.rules.scope import outcome, scope_facts
from kuangan.registry.models import FACTS, Authority, Mine, MineState
from kuangan.registry.states import AuthorityKind, MineStatus

_COLUMNS = ("mine_id", "begins", "valid_to", "known_at", "mine__kind", *FACTS)
_BEGINS = Greatest("valid_from", Coalesce("mine__in_scope_since", "valid_from"))
"""The first day of a state on which the mine was in scope: what lies before is nobody's duty."""

_REACHED = Q(valid_to__isnull=True) | Q(mine__in_scope_since__isnull=True) | Q(valid_to__gt=F("mine__in_scope_since"))


def mine_stretches(package: PlanPackage, mine_ids: Iterable[int]) -> dict[int, list[Stretch]]:
    """The stretches of each mine in order, with the outcome of the plan's scope rules as the fact `scope`."""
    rows = (
        MineState.objects.unscoped("derivation works for the whole plan")
        .filter(_REACHED, mine_id__in=list(mine_ids))
        .annotate(begins=_BEGINS)
        .order_by("mine_id", "valid_from")
        .values_list(*_COLUMNS)
    )
    read = _Facts(package, ("kind", *FACTS))
    found: dict[int, list[Stretch]] = defaultdict(list)
    for mine_id, start, end, known_at, *values in rows:
        found[mine_id].append(Stretch(start, end, read.of(values), known_at))
    return found


def region_stretches(
    package: PlanPackage, plan_region: str, prefixes: Iterable[str], names: Iterable[str]
) -> dict[str, list[Stretch]]:
    """Per county of these regions, the stretches of its mines; only facts that `names` and the plan's scope rules need.

    The database counts mines with the same facts over the same days as one, so that a province is as quick as a town;
    `known_at` is the latest of theirs.
    """
    asked = {"status", *names} | {name for rule in package.scope for name in facts_used(rule.when)}
    columns = [name for name in ("kind", *FACTS) if name in asked]
    asked_for = set(prefixes)
    places = Q(mine__region_code__in=sorted(prefix for prefix in asked_for if len(prefix) == 6))
    for prefix in sorted(prefix for prefix in asked_for if len(prefix) < 6):
        places |= inside("mine__region_code", prefix)
    rows = (
        MineState.objects.unscoped("derivation works for the whole plan")
        .filter(_REACHED, places, inside("mine__region_code", prefix_of(plan_region)))
        .annotate(begins=_BEGINS)
        .order_by()
        .values_list("mine__region_code", "begins", "valid_to", *map(_column, columns))
        .annotate(known=Max("known_at"))
    )
    read = _Facts(package, columns)
    found: dict[str, list[Stretch]] = defaultdict(list)
    for region_code, start, end, *values, known_at in rows:
        found[region_code].append(Stretch(start, end, read.of(values), known_at))
    return found


class _Facts:
    """Turns columns into facts, one mapping for all stretches with the same values."""

    def __init__(self, package: PlanPackage, names: Sequence[str]) -> None:
        self._package = package
        self._names = names
        self._known: dict[tuple[Any, ...], dict[str, Any]] = {}

    def of(self, values: Sequence[Any]) -> dict[str, Any]:
        """The facts of a stretch with the outcome of the scope rules. Not to be changed: others share it."""
        vector = tuple(values)
        facts = self._known.get(vector)
        if facts is None:
            facts = self._known[vector] = dict(zip(self._names, vector, strict=True))
            facts |= scope_facts(outcome(self._package.scope, facts, self._package.scope_default))
        return facts


def _column(name: str) -> str:
    return "mine__kind" if name == "kind" else name


def authority_stretches(
    authority: Authority, mines: Sequence[Stretch], started: tuple[date, datetime]
) -> list[Stretch]:
    """The stretches of an authority: its own facts, and those of the mines in its region as they changed.

    `mines`: the stretches of all of them, in any order. `started`: the first day to tell of, and when both the plan and
    the authority were known. Mines with the same facts are told of once.
    """
    first_day, known_from = started
    begin: dict[date, list[Stretch]] = defaultdict(list)
    over: dict[date, list[Stretch]] = defaultdict(list)
    for stretch in mines:
        if stretch.end is None or stretch.end > first_day:
            begin[max(first_day, stretch.start)].append(stretch)
            if stretch.end is not None:
                over[stretch.end].append(stretch)
    starts = sorted({first_day, *begin})
    present: dict[int, list[Any]] = {}  # by identity of the shared facts: how many stretches have them, and the facts
    found = []
    ends = deque(sorted(over))
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        while ends and ends[0] <= start:
            for stretch in over[ends.popleft()]:
                _count(present, stretch, -1)
        for stretch in begin[start]:
            _count(present, stretch, 1)
        known = max((known_from, *(s.known_at for s in begin[start])))
        facts = authority_facts(authority, [facts for _number, facts in present.values()])
        found.append(Stretch(start, end, facts, known))
    return found


def _count(present: dict[int, list[Any]], stretch: Stretch, step: int) -> None:
    entry = present.setdefault(id(stretch.facts), [0, stretch.facts])
    entry[0] += step
    if not entry[0]:
        del present[id(stretch.facts)]


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
