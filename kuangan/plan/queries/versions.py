"""Plans and their versions: which are there, which is in force, what is in them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.plan.models import Duty, Plan, PlanVersion
from kuangan.plan.package.building import build
from kuangan.plan.package.differing import Difference, differ
from kuangan.plan.package.serving import Service, services
from kuangan.plan.package.tracing import Trace, trace
from kuangan.plan.rules.parts import PlanPackage
from kuangan.plan.states import VersionState
from kuangan.registry.models import Authority, Mine

_packages: dict[str, PlanPackage] = {}
_CACHED = 32
ISSUED = (VersionState.PUBLISHED, VersionState.REPLACED)


# house: unscoped — a plan is a public document
def package_of(version: PlanVersion) -> PlanPackage:
    """The package of a version as plain values; built once per process and content."""
    found = _packages.get(version.content_hash)
    if found is None:
        if len(_packages) >= _CACHED:
            _packages.clear()
        found = _packages[version.content_hash] = build(version.data)
    return found


def _light() -> QuerySet[PlanVersion]:
    """Versions without the package that hangs on each; it is read when somebody asks for it."""
    return PlanVersion.objects.defer("data", "findings")


# house: unscoped — a plan is a public document
def published_version(plan: Plan) -> PlanVersion | None:
    """The version in force, if any."""
    return _light().filter(plan=plan, state=VersionState.PUBLISHED).first()


# house: unscoped — a plan is a public document
def speaking_version(plan: Plan) -> PlanVersion | None:
    """The version to ask for parameters: the one in force, else the newest that was not withdrawn."""
    versions = _light().filter(plan=plan).exclude(state=VersionState.WITHDRAWN)
    return published_version(plan) or versions.order_by("-id").first()


# house: unscoped — a plan is a public document
def version_by(urn: str, number: str) -> PlanVersion | None:
    """The version with this URN and number, if it was loaded."""
    return PlanVersion.objects.select_related("plan").filter(plan__urn=urn, version=number).first()


# house: unscoped — a plan is a public document
def parent_data(urn: str, number: str) -> Mapping[str, Any] | None:
    """Canonical data of a loaded version, for a plan that stands under it; None if it was not loaded."""
    found = version_by(urn, number)
    return found.data if found and found.state != VersionState.WITHDRAWN else None


def plans_in_force(scope: Scope) -> list[Plan]:
    """Plans with a version in force whose region meets the scope: the reader's own, those above and those below."""
    return meeting(scope, Plan.objects.filter(versions__state=VersionState.PUBLISHED).distinct())


def plans_for(actor: Actor) -> list[Plan]:
    """Plans that this actor can open: issued ones of their regions, and drafts where they keep plans."""
    issued = set(Plan.objects.filter(versions__state__in=ISSUED).values_list("pk", flat=True))
    return [plan for plan in meeting(actor.scope, Plan.objects.all()) if plan.pk in issued or keeps(actor, plan)]


def keeps(actor: Actor, plan: Plan) -> bool:
    """Whether the actor keeps this plan in the system, and so sees its drafts."""
    return bool(may(actor, "plan.load", plan) or may(actor, "plan.publish", plan))


def versions_for(actor: Actor, plan: Plan) -> QuerySet[PlanVersion]:
    """Versions of a plan that this actor can open, newest first: drafts only where the actor keeps the plan."""
    found = PlanVersion.objects.filter(plan=plan).select_related("plan", "parent__plan").order_by("-id")
    return found if keeps(actor, plan) else found.filter(state__in=ISSUED)


def meeting(scope: Scope, plans: QuerySet[Plan]) -> list[Plan]:
    """Those of the plans whose region lies inside the scope or around it."""
    if scope.is_everywhere or scope.agencies:
        return list(plans)
    regions = regions_of(scope)
    return [plan for plan in plans if _meets(regions, prefix_of(plan.region_code))]


def regions_of(scope: Scope) -> frozenset[str]:
    """Region prefixes a scope reaches: its own, and those in which its mines and authorities lie."""
    found = set(scope.regions)
    if scope.mines or scope.enterprises:
        found |= set(Mine.objects.within(scope).order_by().values_list("region_code", flat=True).distinct())
    if scope.authorities:
        codes = Authority.objects.filter(pk__in=scope.authorities).values_list("region_code", flat=True)
        found |= {prefix_of(code) for code in codes}
    return frozenset(found)


def _meets(regions: frozenset[str], prefix: str) -> bool:
    return any(region.startswith(prefix) or prefix.startswith(region) for region in regions)


# house: unscoped — a plan is a public document
def version_before(version: PlanVersion) -> PlanVersion | None:
    """What a reader compares a version with: the issued version loaded before it, or the one in force for a draft."""
    issued = PlanVersion.objects.filter(plan_id=version.plan_id, state__in=ISSUED).exclude(pk=version.pk)
    if version.state == VersionState.DRAFT:
        return issued.order_by("-published_at").first()
    earlier = Q(published_at__lt=version.published_at) | Q(published_at=version.published_at, pk__lt=version.pk)
    return issued.filter(earlier).order_by("-published_at", "-pk").first()


# house: unscoped — a plan is a public document
def difference(before: PlanVersion, after: PlanVersion) -> Difference:
    """What `after` adds, drops and changes."""
    return differ(before.data, after.data)


# house: unscoped — a plan is a public document
def trace_of(version: PlanVersion) -> Trace:
    """Rows of the requirement catalogue and clauses against what answers them."""
    return trace(package_of(version))


# house: unscoped — a plan is a public document
def services_of(version: PlanVersion) -> dict[tuple[str, str], Service]:
    """By section and id, how far each part of a version can work in this installation."""
    return services(package_of(version).data)


# house: unscoped — a plan is a public document
def duty_rows(version: PlanVersion) -> dict[str, Duty]:
    """The duties of a published version as rows, by their id in the plan."""
    return {row.slug: row for row in Duty.objects.filter(version=version)}
