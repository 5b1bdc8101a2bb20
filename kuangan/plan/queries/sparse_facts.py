"""Facts that a plan asks about and the registry hardly holds: whoever publishes is told before."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from kuangan.foundation.authority.scopes import inside, prefix_of
from kuangan.plan.models import PlanVersion
from kuangan.plan.queries.mines import known_facts
from kuangan.plan.queries.versions import package_of
from kuangan.plan.rules.predicates import facts_used
from kuangan.registry.models import FACTS, Mine

MOSTLY = 0.5
"""Below this share of mines a fact counts as mostly empty."""


@dataclass(frozen=True, slots=True)
class SparseFact:
    """One fact: for how many of the plan's mines it is known, and the duties that ask about it."""

    name: str
    label: Any
    known: int
    mines: int
    duties: tuple[str, ...]


# house: unscoped — counts for whoever keeps the plan; no row is shown
def sparse_facts(version: PlanVersion) -> list[SparseFact]:
    """The facts of mines that conditions of the version ask about and that fewer than half of its mines have on record,
    in one statement; nothing while no mine is registered in the plan's region."""
    package = package_of(version)
    asking: dict[str, list[str]] = {}
    for duty in package.duties:
        for name in facts_used(duty.applies):
            asking.setdefault(name, []).append(duty.title)
    for rule in package.scope:
        for name in facts_used(rule.when):
            asking.setdefault(name, [])
    names = [name for name in FACTS if name in asking]
    mines = Mine.objects.unscoped("counts of a whole plan").filter(
        inside("region_code", prefix_of(version.plan.region_code))
    )
    counts = mines.aggregate(total=Count("pk"), **{name: Count(f"current__{name}") for name in names})
    words, total = known_facts(version), counts["total"]
    return [
        SparseFact(name, words[name].label, counts[name], total, tuple(asking[name]))
        for name in names
        if total and counts[name] < total * MOSTLY
    ]
