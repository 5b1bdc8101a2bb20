"""Mines as a plan sees them: their facts on a day, and whether they are in scope."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.plan.models import PlanVersion
from kuangan.plan.queries.versions import package_of
from kuangan.plan.rules.facts import FACTS as PLAN_FACTS
from kuangan.plan.rules.reasons import since_begin
from kuangan.plan.rules.scope import Outcome, outcome
from kuangan.plan.rules.supplies import Supply
from kuangan.registry.models import FACTS, Mine, MineState


# house: unscoped — names only
def supplied_facts() -> dict[str, Supply]:
    """The facts that the registry holds about mines, and what is read off an authority."""
    return dict.fromkeys(("kind", *FACTS, "level", "has_mines"), Supply())


# house: unscoped — values of rows that the caller has read
def facts_of(mine: Mine, state: MineState | None) -> dict[str, Any]:
    """What a plan's conditions ask about one mine; numbers as float, unknown as None."""
    found: dict[str, Any] = {"kind": mine.kind}
    for name in FACTS:
        value = getattr(state, name, None)
        found[name] = float(value) if isinstance(value, Decimal) else value
    return found


# house: unscoped — values of rows that the caller has read
def since_of(mine: Mine, states: Sequence[MineState], version: PlanVersion) -> dict[str, date]:
    """Since when each present fact and the scope outcome hold; `states` in order of time, the present last."""
    found: dict[str, date] = {}
    if not states:
        return found
    package = package_of(version)
    seen = [{**facts_of(mine, state), "scope": _code(package, mine, state)} for state in states]
    for name in [*FACTS, "scope"]:
        value, start = seen[-1][name], states[-1].valid_from
        for facts, state in zip(reversed(seen), reversed(states), strict=True):
            if facts[name] != value:
                break
            start = state.valid_from
        if value is not None:
            found[name] = start
    return since_begin(found, package.window.start, clock.today())


def _code(package: Any, mine: Mine, state: MineState) -> str:
    return outcome(package.scope, facts_of(mine, state), package.scope_default).code


def mines_in_scope(scope: Scope, version: PlanVersion, region_prefix: str, on: date) -> list[tuple[Mine, Outcome]]:
    """Mines of a region that the plan reaches on a day (in full scope or under watch), read in two queries."""
    package = package_of(version)
    mines = list(Mine.objects.within(scope).filter(region_code__startswith=region_prefix))
    states = _states_on(mines, on)
    found = [
        (mine, outcome(package.scope, facts_of(mine, states.get(mine.pk)), package.scope_default)) for mine in mines
    ]
    return [(mine, said) for mine, said in found if said.code != "out"]


def _states_on(mines: Iterable[Mine], on: date) -> dict[int, MineState]:
    rows = MineState.objects.unscoped("states of mines already read within a scope").filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), mine__in=[mine.pk for mine in mines], valid_from__lte=on
    )
    return {row.mine_id: row for row in rows}


# house: unscoped — vocabulary of a package
def known_facts(version: PlanVersion) -> dict[str, Any]:
    """Words for every fact the package asks about: the shared ones and those it declares itself."""
    from kuangan.plan.rules.facts import Fact

    declared = {
        item["name"]: Fact(
            item["name"],
            item["label"],
            item["type"],
            item.get("choices", {}),
            item.get("unit", ""),
            item.get("holder", "mine"),
        )
        for item in version.data.get("facts", ())
    }
    return {**PLAN_FACTS, **declared}
