"""From an address to a row: what a reader may not see does not exist."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from kuangan.foundation.authority.actors import Actor
from kuangan.plan import queries
from kuangan.plan.models import Plan, PlanVersion, Receipt
from kuangan.plan.states import VersionState


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def plan_or_404(request: HttpRequest, plan_id: int) -> Plan:
    """The plan, if it reaches the reader's regions."""
    for plan in queries.plans_for(actor_of(request)):
        if plan.pk == plan_id:
            return plan
    raise Http404


def shown_version(request: HttpRequest, plan: Plan) -> PlanVersion:
    """The version named by ?version=, else the one in force, else the newest that the reader may see."""
    found = list(queries.versions_for(actor_of(request), plan))
    asked = request.GET.get("version", "")
    if asked:
        for version in found:
            if asked in (version.version, str(version.pk)):
                return version
        raise Http404
    if not found:
        raise Http404
    return next((version for version in found if version.state == VersionState.PUBLISHED), found[0])


def version_or_404(request: HttpRequest, version_id: int) -> PlanVersion:
    """A version that the reader may see."""
    found = get_object_or_404(PlanVersion.objects.select_related("plan", "parent__plan"), pk=version_id)
    plan = plan_or_404(request, found.plan_id)
    if not queries.versions_for(actor_of(request), plan).filter(pk=found.pk).exists():
        raise Http404
    return found


def receipt_or_404(request: HttpRequest, receipt_id: int) -> Receipt:
    """A receipt of the reader's jurisdiction."""
    rows = Receipt.objects.within(actor_of(request).scope).select_related("version__plan", "authority", "mine")
    found: Receipt = get_object_or_404(rows, pk=receipt_id)
    return found


def page_context(plan: Plan, version: PlanVersion, here: str, **more: Any) -> dict[str, Any]:
    """What every page of a plan shows around its matter."""
    return {
        "plan": plan,
        "version": version,
        "here": here,
        "is_in_force": version.state == VersionState.PUBLISHED,
        **more,
    }
