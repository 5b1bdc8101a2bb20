"""What would be owed if facts were known: per mine, and per body whose duty looks at the mines of its region."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kuangan.duties.queries.campaign import region_facts
from kuangan.duties.queries.in_force import InForce
from kuangan.duties.queries.subjects import authority_facts
from kuangan.duties.rules.bearers import AUTHORITY_SORTS
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.plan.queries import ParameterSets, parameter_sets
from kuangan.plan.rules.dues import Duty
from kuangan.plan.rules.parts import PlanPackage
from kuangan.plan.rules.predicates import unknown_facts
from kuangan.plan.rules.scope import outcome, scope_facts
from kuangan.registry.models import FACTS, Authority, Mine

MOST = 300
"""So many mines are listed; whoever sees more narrows by county."""


class Missing(NamedTuple):
    """Facts nobody has entered, and the duties that hang on them."""

    facts: tuple[str, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """A mine or a body with what is missing. `mine_id` is empty for a body."""

    name: str
    region_code: str
    missing: Missing
    mine_id: int | None = None


@dataclass(slots=True)
class Gaps:
    """Everything that is missing under a plan: bodies, the first `MOST` mines, and how many mines there are in all."""

    bodies: list[Holder]
    mines: list[Holder]
    total: int = 0


def missing_facts(scope: Scope, item: InForce, *, county: str = "", mine_id: int | None = None) -> Gaps:
    """What is missing in a jurisdiction under a plan, by county and name; of one mine when it is named.

    Mines with the same facts are judged once, so that a whole city is one pass over its present facts.
    """
    mines = Mine.objects.within(scope).filter(region_code__startswith=prefix_of(item.plan.region_code))
    if county:
        mines = mines.filter(region_code=county)
    if mine_id is not None:
        mines = mines.filter(pk=mine_id)
    judge = _Judge(item.package, parameter_sets(item.plan, clock.today(), item.version))
    rows = mines.order_by("region_code", "name", "pk").values_list(
        "pk", "name", "region_code", "kind", *(f"current__{name}" for name in FACTS)
    )
    found = Gaps([], [])
    by_region: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for pk, name, region_code, *values in rows.iterator(chunk_size=2_000):
        facts, missing = judge.of(region_code, tuple(values))
        by_region[region_code].append(facts)
        if missing.duties:
            found.total += 1
            if len(found.mines) < MOST:
                found.mines.append(Holder(name, region_code, missing, pk))
    if mine_id is None:
        found.bodies = list(_bodies(item, judge, by_region))
    return found


class _Judge:
    """Remembers the answer for each combination of facts."""

    def __init__(self, package: PlanPackage, parameters: ParameterSets) -> None:
        self.package, self.parameters = package, parameters
        self._about_mines = [
            duty
            for duty in package.duties
            if duty.bearer.kind in ("mine", "enterprise") or duty.bearer.for_each == "mine"
        ]
        self._answers: dict[tuple[Any, ...], tuple[dict[str, Any], Missing]] = {}

    def of(self, region_code: str, values: tuple[Any, ...]) -> tuple[dict[str, Any], Missing]:
        key = (self.parameters.key_of(region_code), values)
        found = self._answers.get(key)
        if found is None:
            facts: dict[str, Any] = dict(zip(("kind", *FACTS), values, strict=True))
            facts |= scope_facts(outcome(self.package.scope, facts, self.package.scope_default))
            found = self._answers[key] = (facts, self.judged(self._about_mines, facts, region_code))
        return found

    def judged(self, duties: Iterable[Duty], facts: Mapping[str, Any], region_code: str) -> Missing:
        """The duties whose condition has no answer, and the facts that would give it one."""
        values = self.parameters.of(region_code)
        pairs = [(duty, unknown_facts(duty.applies, facts)) for duty in duties if duty.in_force(values)]
        open_pairs = [(duty, names) for duty, names in pairs if names]
        names = dict.fromkeys(name for _duty, names in open_pairs for name in names)
        return Missing(tuple(names), tuple(duty for duty, _names in open_pairs))


def _bodies(item: InForce, judge: _Judge, by_region: Mapping[str, list[Mapping[str, Any]]]) -> Iterator[Holder]:
    """County bodies with a duty whose condition looks at mines of which too little is known."""
    asking = [
        duty
        for duty in item.package.duties
        if duty.bearer.kind.startswith("county") and not duty.bearer.for_each and region_facts(duty)
    ]
    if not asking:
        return
    sorts = {duty.bearer.kind: AUTHORITY_SORTS[duty.bearer.kind] for duty in asking}
    for body in Authority.objects.filter(region_code__in=list(by_region)).order_by("region_code", "pk"):
        kinds = {kind for kind, sort in sorts.items() if sort == (body.kind, body.level)}
        duties = [duty for duty in asking if duty.bearer.kind in kinds]
        if duties:
            missing = judge.judged(duties, authority_facts(body, by_region[body.region_code]), body.region_code)
            if missing.duties:
                yield Holder(body.name, body.region_code, missing)
