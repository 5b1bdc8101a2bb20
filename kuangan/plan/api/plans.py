"""API of plans: what is in force, its duties, and what it leaves open."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Path, Query

from kuangan.foundation.api.operations import Operations, Pk
from kuangan.foundation.api.paging import Column, Paging, page
from kuangan.foundation.authority.actors import Actor
from kuangan.plan import actions, queries
from kuangan.plan.api.shapes import (
    Duties,
    EffectShape,
    NewValue,
    Parameters,
    Plans,
    PlanShape,
    Values,
    ValueShape,
    Versions,
    VersionShape,
)
from kuangan.plan.models import ParameterValue, Plan, PlanVersion
from kuangan.plan.package.serving import Service
from kuangan.plan.rules.dues import Duty

plans = Operations("plans")
LATEST_ENTRY = (Column("entered_at", descending=True), Column("id", descending=True))


_PLAN, _VERSION, _VALUE = (tuple(shape.model_fields) for shape in (PlanShape, VersionShape, ValueShape))
Name = Path[str]


@plans.get("", "plan.read", Plans, gettext_noop("Plans that reach the reader"))
def all_plans(request: HttpRequest) -> dict[str, Any]:
    """Issued plans of the reader's regions, and drafts where the reader keeps plans."""
    return {"items": [_row(plan, _PLAN) for plan in queries.plans_for(_actor(request))]}


@plans.get("/{pk}", "plan.read", PlanShape, gettext_noop("One plan"))
def plan(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """A plan that reaches the reader."""
    return _row(_plan(request, pk), _PLAN)


@plans.get("/{pk}/versions", "plan.read", Versions, gettext_noop("Versions of a plan"))
def versions(request: HttpRequest, pk: Pk, paging: Query[Paging]) -> dict[str, Any]:
    """Versions that the reader may open."""
    found = queries.versions_for(_actor(request), _plan(request, pk))
    rows, following = page(request, found.values(*_VERSION), (Column("id", descending=True),), paging)
    return {"items": rows, "next_cursor": following}


@plans.get("/{pk}/duties", "plan.read", Duties, gettext_noop("Duties of a plan"))
def duties(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """The duties of the version in force."""
    version = _version(_plan(request, pk))
    return {"version": version.version, "items": _duties(version)}


@plans.get("/{pk}/parameters", "plan.read", Parameters, gettext_noop("What a plan leaves open"))
def parameters(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """Every parameter with its present value and the regions that differ."""
    lines = queries.parameter_lines(_actor(request), _version(_plan(request, pk)))
    return {"items": [_parameter(line) for line in lines]}


@plans.get("/{pk}/parameters/{name}", "plan.read", Values, gettext_noop("History of a parameter"))
def parameter(request: HttpRequest, pk: Pk, name: Name, paging: Query[Paging]) -> dict[str, Any]:
    """Every value that was ever set, with its reason."""
    found = queries.parameter_history(_known(_plan(request, pk), name), name)
    rows, following = page(request, found.values(*_VALUE), LATEST_ENTRY, paging)
    return {"items": rows, "next_cursor": following}


@plans.post("/{pk}/parameters/{name}", "plan.set_parameter", ValueShape, gettext_noop("Set a parameter"))
def set_parameter(request: HttpRequest, pk: Pk, name: Name, sent: NewValue) -> dict[str, Any]:
    """Set a parameter from a day on; duties that depend on it are computed anew."""
    found = _known(_plan(request, pk), name)
    return _row(actions.set_parameter(_actor(request), found, name, **sent.model_dump()), _VALUE)


@plans.post(
    "/{pk}/parameters/{name}/preview", "plan.set_parameter", EffectShape, gettext_noop("What a parameter would change")
)
def preview_parameter(request: HttpRequest, pk: Pk, name: Name, sent: NewValue) -> dict[str, Any]:
    """What setting the value would do to the duties; nothing is written."""
    actor = _actor(request)
    found = actions.foresee_parameter(actor, _known(_plan(request, pk), name), name, **sent.model_dump())
    if found is None:
        return {"is_known": False}
    rows = [asdict(change) for change in found.changes if actor.scope.covers_region(change.region_code)]
    figures = {figure: getattr(found, figure) for figure in ("appears", "vanishes", "moves", "overdue")}
    return {"is_known": True, **figures, "changes": rows}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _plan(request: HttpRequest, pk: int) -> Plan:
    for found in queries.plans_for(_actor(request)):
        if found.pk == pk:
            return found
    raise Http404


def _version(found: Plan) -> PlanVersion:
    """The version in force."""
    version = queries.published_version(found)
    if version is None:
        raise Http404
    return version


def _known(found: Plan, name: str) -> Plan:
    try:
        queries.parameter_spec(found, name)
    except LookupError:
        raise Http404 from None
    return found


def _row(row: Plan | ParameterValue, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _duties(version: PlanVersion) -> list[dict[str, Any]]:
    served = queries.services_of(version)
    return [_duty(one, served.get(("duties", one.id), Service())) for one in queries.package_of(version).duties]


def _duty(one: Duty, service: Service) -> dict[str, Any]:
    plain = ("id", "title", "group", "summary", "clauses", "bearing", "force", "counted", "added")
    asked = ("key", "kind", "label", "required")
    words: Callable[[Any], str] = str
    return {
        **{name: getattr(one, name) for name in plain},
        "bearers": [words(bearer.kind) for bearer in one.bearers],
        "cadence": words(one.cadence.kind),
        "service": service.state,
        "awaits": list(service.words),
        "evidence": [{name: getattr(spec, name) for name in asked} for spec in one.evidence],
        "chain": [words(step.by) for step in one.chain],
    }


def _parameter(line: queries.ParameterLine) -> dict[str, Any]:
    spec = line.spec
    return {
        "name": spec.id,
        "title": spec.title,
        "type": spec.type,
        "value": line.value,
        "is_default": line.is_default,
        "default": spec.default,
        "unit": spec.unit,
        "per_region": spec.per_region,
        "own": dict(line.own),
        "settable": bool(line.settable),
    }
