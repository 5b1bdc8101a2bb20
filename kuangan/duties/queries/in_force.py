"""The campaigns that reach a reader, cheaply: one statement for plan and version, the package from memory."""

from dataclasses import dataclass
from datetime import date

from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan, PlanVersion
from kuangan.plan.queries import package_of, regions_of
from kuangan.plan.rules.dues import Duty
from kuangan.plan.rules.parts import Phase, PlanPackage
from kuangan.plan.states import VersionState


@dataclass(frozen=True, slots=True)
class InForce:
    """A plan with the version that is in force."""

    plan: Plan
    version: PlanVersion

    @property
    def package(self) -> PlanPackage:
        """The package of the version in force."""
        return package_of(self.version)

    def duties(self) -> dict[str, Duty]:
        """The duties of the package by their id."""
        return {duty.id: duty for duty in self.package.duties}

    def phases(self, on: date | None = None) -> list[Phase]:
        """The stages that run on a day (today), in the plan's order: several may run side by side."""
        day = on or clock.today()
        return [phase for phase in self.package.phases if day in phase.window]


def in_force(scope: Scope) -> list[InForce]:
    """Plans in force whose region lies inside the scope or around it, the latest first."""
    versions = PlanVersion.objects.filter(state=VersionState.PUBLISHED).select_related("plan").defer("data", "findings")
    found = [InForce(version.plan, version) for version in versions.order_by("-plan__starts_on", "plan__urn")]
    if not found or scope.is_everywhere or scope.agencies:
        return found
    regions = regions_of(scope)
    return [item for item in found if _meets(regions, prefix_of(item.plan.region_code))]


def _meets(regions: frozenset[str], prefix: str) -> bool:
    return any(region.startswith(prefix) or prefix.startswith(region) for region in regions)
