"""Reading plans. A plan is public, so most of these need no scope; receipts do."""

from datetime import date
from typing import Any

from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.plan.models import ParameterValue, Plan, PlanVersion
from kuangan.plan.package.building import build
from kuangan.plan.rules.parameters import values
from kuangan.plan.rules.parts import PlanPackage
from kuangan.plan.states import VersionState

_packages: dict[str, PlanPackage] = {}


def package_of(version: PlanVersion) -> PlanPackage:
    """The package of a version as plain values; built once per process and content."""
    if version.content_hash not in _packages:
        _packages[version.content_hash] = build(version.data)
    return _packages[version.content_hash]


def published_version(plan: Plan) -> PlanVersion | None:
    """The version in force, if any."""
    return PlanVersion.objects.filter(plan=plan, state=VersionState.PUBLISHED).first()


def plans_in_force(scope: Scope) -> list[Plan]:
    """Plans with a version in force whose region meets the scope: the reader's own, those above and those below."""
    found = Plan.objects.filter(versions__state=VersionState.PUBLISHED).distinct()
    if scope.is_everywhere:
        return list(found)
    return [plan for plan in found if _meets(scope, prefix_of(plan.region_code))]


def _meets(scope: Scope, prefix: str) -> bool:
    if not scope.regions:
        return True  # a mine, an enterprise or an agency: which plans reach it is told by its assignments
    return any(region.startswith(prefix) or prefix.startswith(region) for region in scope.regions)


def parameters(plan: Plan, region_code: str, on: date | None = None) -> dict[str, Any]:
    """Every parameter's value for a region on a day (today): the region's own, else the plan region's, else the default."""
    return parameter_sets(plan, on or clock.today()).of(region_code)


class ParameterSets:
    """The parameter values of all regions on one day; regions without values of their own share one set."""

    def __init__(self, plan: Plan, package: PlanPackage, rows: list[ParameterValue]) -> None:
        self._package = package
        self._home = plan.region_code
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

    def _typed(self, given: dict[str, Any]) -> dict[str, Any]:
        return values(self._package.parameters, given)


def parameter_sets(plan: Plan, on: date, version: PlanVersion | None = None) -> ParameterSets:
    """All parameter values of a plan on a day, read in one query. Raises LookupError without a version in force."""
    in_force = version or published_version(plan)
    if in_force is None:
        raise LookupError(f"{plan} has no version in force")
    rows = ParameterValue.objects.filter(plan=plan, effective_on__lte=on).order_by("effective_on", "id")
    return ParameterSets(plan, package_of(in_force), list(rows))
