"""API of plans: what is in force, its duties, and what it leaves open."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Path, Query, Schema
from pydantic import Field

from kuangan.foundation.api.operations import Cursor, Given, Operations, Pk
from kuangan.foundation.api.paging import Column, Paging, page
from kuangan.foundation.authority.actors import Actor
from kuangan.plan import actions, queries
from kuangan.plan.models import ParameterValue, Plan, PlanVersion
from kuangan.plan.package.serving import Service
from kuangan.plan.rules.dues import Duty
from kuangan.plan.states import VersionState

plans = Operations("plans")
LATEST_ENTRY = (Column("entered_at", descending=True), Column("id", descending=True))
Value = bool | int | str | None


class PlanShape(Schema):
    """A campaign under one URN through all its versions."""

    id: int
    urn: str
    title: str
    short_title: str
    region_code: str
    starts_on: date
    ends_on: date


class Plans(Schema):
    """The plans that reach the reader."""

    items: list[PlanShape]


class VersionShape(Schema):
    """One version of a plan."""

    id: int
    version: str
    state: Literal[tuple(VersionState.values)]  # type: ignore[valid-type]
    content_hash: str
    published_at: datetime | None
    published_by: str


class Versions(Cursor):
    """Versions, newest first; drafts only for who keeps the plan."""

    items: list[VersionShape]


class AskedEvidence(Schema):
    """What has to be supplied for a duty."""

    key: str
    kind: str
    label: str
    required: bool


class DutyShape(Schema):
    """One line of the plan: who owes what, how often, with which proof."""

    id: str
    title: str
    group: str
    summary: str
    clauses: list[str]
    bearers: list[str]
    bearing: str
    cadence: str
    force: str
    counted: bool
    added: bool = Field(description=gettext_noop("Beyond the document, added by whoever wrote the package."))
    service: str = Field(description=gettext_noop("served, awaits or not_served: whether it can work here yet."))
    awaits: list[str] = Field(description=gettext_noop("What has to be supplied first, in the plan's words."))
    evidence: list[AskedEvidence]
    chain: list[str] = Field(description=gettext_noop("Which authorities decide, in order."))


class Duties(Schema):
    """All duties of the version in force, in the plan's order."""

    version: str
    items: list[DutyShape]


class ParameterShape(Schema):
    """Something that the plan leaves open, and its present value."""

    name: str
    title: str
    type: str
    value: Value
    is_default: bool
    default: Value
    unit: str
    per_region: bool
    own: dict[str, Value] = Field(description=gettext_noop("Regions with a value of their own."))
    settable: bool = Field(description=gettext_noop("Whether this token may set it."))


class Parameters(Schema):
    """All parameters of the version in force."""

    items: list[ParameterShape]


class ValueShape(Schema):
    """One dated value of a parameter."""

    id: int
    name: str
    region_code: str
    value: Value
    reason: str
    effective_on: date
    entered_at: datetime
    entered_by: str


class Values(Cursor):
    """Every value ever set, the newest entry first."""

    items: list[ValueShape]


class NewValue(Given):
    """A value for a parameter."""

    value: bool | int | str = Field(
        description=gettext_noop("As its type wants it: 2023-04-15, 04-15, a number, true, a choice.")
    )
    reason: str = Field(min_length=1, max_length=300, description=gettext_noop("On what this is based."))
    region_code: str = Field(
        "", pattern=r"^([0-9]{6})?$", description=gettext_noop("A county, where the plan allows it; empty for all.")
    )
    effective_on: date | None = Field(None, description=gettext_noop("In force from this day; today when left out."))


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
