"""Values of what a plan leaves open: per region and day, with their history."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import Decision, may
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.kernel import clock
from kuangan.plan.models import ParameterValue, Plan, PlanVersion
from kuangan.plan.policy import left_to_others
from kuangan.plan.queries.versions import package_of, published_version, speaking_version
from kuangan.plan.rules.parameters import typed, values
from kuangan.plan.rules.parts import Parameter, PlanPackage


# house: unscoped — parameters are public to everybody who owes something under the plan
def parameters(plan: Plan, region_code: str, on: date | None = None) -> dict[str, Any]:
    """All values for a region on a day (today): the region's own, else the plan region's, else the default."""
    return parameter_sets(plan, on or clock.today()).of(region_code)


class ParameterSets:
    """The parameter values of all regions on one day; regions without values of their own share one set."""

    def __init__(self, plan: Plan, package: PlanPackage, rows: list[ParameterValue]) -> None:
        self._package = package
        self._home = plan.region_code
        self.latest = max((row.pk or 0 for row in rows), default=0)
        self._own: dict[str, dict[str, Any]] = {}
        for row in rows:  # oldest first, so that the newest wins
            self._own.setdefault(row.region_code, {})[row.name] = row.value
        self._base = self._typed(self._own.get(self._home, {}))

    def of(self, region_code: str) -> dict[str, Any]:
        """The values that hold in a region."""
        if region_code == self._home or region_code not in self._own:
            return self._base
        return self._typed({**self._own.get(self._home, {}), **self._own[region_code]})

    def key_of(self, region_code: str) -> str:
        """The same text for regions that share a set."""
        return region_code if region_code in self._own and region_code != self._home else ""

    def is_own(self, region_code: str, name: str) -> bool:
        """Whether the region has a value of its own for the parameter."""
        return name in self._own.get(region_code, {})

    def _typed(self, given: dict[str, Any]) -> dict[str, Any]:
        known = {item.id: item for item in self._package.parameters}
        return values(
            self._package.parameters, {name: value for name, value in given.items() if _fits(known, name, value)}
        )


def _fits(known: dict[str, Parameter], name: str, value: Any) -> bool:
    """A value set under an earlier version may no longer fit: then the new version's default holds."""
    if name not in known:
        return False
    try:
        typed(known[name], value)
    except ValueError:
        return False
    return True


# house: unscoped — parameters are public to everybody who owes something under the plan
def parameter_sets(
    plan: Plan, on: date, version: PlanVersion | None = None, tried: ParameterValue | None = None
) -> ParameterSets:
    """All parameter values of a plan on a day, read in one query. Raises LookupError without a version in force.

    `tried`: an unsaved value that counts as set.
    """
    in_force = version or published_version(plan)
    if in_force is None:
        raise LookupError(f"{plan} has no version in force")
    rows = ParameterValue.objects.filter(plan=plan, effective_on__lte=on).order_by("effective_on", "id")
    return ParameterSets(plan, package_of(in_force), [*rows, *([tried] if tried else [])])


# house: unscoped — parameters are public to everybody who owes something under the plan
def parameter_spec(plan: Plan, name: str) -> Parameter:
    """What the plan says about a parameter; LookupError when it has none of this name."""
    version = speaking_version(plan)
    if version is None:
        raise LookupError(f"{plan} has no version")
    try:
        return package_of(version).parameter(name)
    except KeyError:
        raise LookupError(f"{plan} has no parameter {name}") from None


# house: unscoped — parameters are public to everybody who owes something under the plan
def parameter_history(plan: Plan, name: str = "") -> QuerySet[ParameterValue]:
    """Every value ever set, the newest entry first; of one parameter when named."""
    found = ParameterValue.objects.filter(plan=plan).order_by("-entered_at", "-id")
    return found.filter(name=name) if name else found


@dataclass(frozen=True)
class ParameterLine:
    """A parameter with its value in the plan's own region, the regions that differ, and whether the reader may set it.

    `own`: (region code, value) of the regions with a value of their own.
    """

    spec: Parameter
    value: Any
    is_default: bool
    own: tuple[tuple[str, Any], ...]
    changes: int
    settable: Decision


def parameter_lines(actor: Actor, version: PlanVersion, on: date | None = None) -> list[ParameterLine]:
    """All parameters of a version, in the plan's order, as this actor meets them on a day (today)."""
    plan, package, day = version.plan, package_of(version), on or clock.today()
    rows = list(ParameterValue.objects.filter(plan=plan).order_by("effective_on", "id"))
    sets = ParameterSets(plan, package, [row for row in rows if row.effective_on <= day])
    regions = sorted({row.region_code for row in rows} - {plan.region_code})
    lines = []
    for spec in package.parameters:
        own = tuple((code, sets.of(code)[spec.id]) for code in regions if sets.is_own(code, spec.id))
        changes = sum(row.name == spec.id for row in rows)
        default = not sets.is_own(plan.region_code, spec.id)
        value = sets.of(plan.region_code)[spec.id]
        lines.append(ParameterLine(spec, value, default, own, changes, settable(actor, plan, spec)))
    return lines


def settable(actor: Actor, plan: Plan, spec: Parameter, region_code: str = "") -> Decision:
    """Whether the actor may set the parameter: for the region, or for some region when none is named."""
    held = may(actor, "plan.set_parameter")
    if not held:
        return held
    row = ParameterValue(plan=plan, name=spec.id, region_code=region_code or plan.region_code)
    reason = left_to_others(actor, spec.set_by, row)
    if reason and not region_code and spec.per_region and _some_county(actor, plan, spec):
        reason = None
    return Decision(False, reason) if reason else held


def _some_county(actor: Actor, plan: Plan, spec: Parameter) -> bool:
    under = prefix_of(plan.region_code)
    mine = (grant.scope for grant in actor.grants if grant.role.value in spec.set_by)
    return any(region.startswith(under) for scope in mine for region in scope.regions)
