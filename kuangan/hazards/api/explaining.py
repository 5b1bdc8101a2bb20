"""Root cause and lasting measure; hazards that belong together."""

from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from pydantic import Field

from kuangan.foundation.api.operations import Given, Number, Pk
from kuangan.hazards import actions
from kuangan.hazards.api import telling
from kuangan.hazards.api.declared import Day, Links, actor_of, hazard_named, hazard_of, hazards
from kuangan.hazards.api.shapes import CauseShape, HazardLinkShape
from kuangan.hazards.states import CauseMethod, LinkKind


class CauseTwig(Given):
    """A cause of the second and last level."""

    text: str = Field(min_length=1, max_length=300)


class CauseBranch(Given):
    """A cause, and what caused it."""

    text: str = Field(min_length=1, max_length=300)
    children: list[CauseTwig] = Field(default_factory=list, max_length=20)


class HazardCause(Given):
    """Why it arose, and what keeps it from coming back."""

    method: Literal[tuple(CauseMethod.values)]  # type: ignore[valid-type]
    tree: list[CauseBranch] = Field(min_length=1, max_length=20)
    summary: str = Field(min_length=1, max_length=4000)
    measure: str = Field(min_length=1, max_length=4000)
    owner: str = Field(min_length=1, max_length=60)
    due_on: Day
    revision: int = Field(0, ge=0, le=32_000, description=gettext_noop("The revision that you started from."))


class CauseMeasureDone(Given):
    """The lasting measure was carried out."""

    done_on: Day
    note: str = Field(min_length=1, max_length=2000)


class HazardLinked(Given):
    """Another hazard, and how the two belong together."""

    hazard_id: Number
    kind: Links = LinkKind.RELATED.value
    note: str = Field("", max_length=300)


@hazards.post("/{pk}/cause", "hazards.explain", CauseShape, gettext_noop("Record the root cause"))
def explain(request: HttpRequest, pk: Pk, sent: HazardCause) -> dict[str, Any]:
    """Refused when somebody else has saved it since the revision that you started from."""
    made = actions.explain(actor_of(request), hazard_of(request, pk), **sent.model_dump())
    return telling.plain(made, CauseShape)


@hazards.post(
    "/{pk}/cause/measure", "hazards.explain", CauseShape, gettext_noop("Record the lasting measure as carried out")
)
def finish_measure(request: HttpRequest, pk: Pk, sent: CauseMeasureDone) -> dict[str, Any]:
    """Also after the hazard was closed out."""
    made = actions.finish_measure(actor_of(request), hazard_of(request, pk), **sent.model_dump())
    return telling.plain(made, CauseShape)


@hazards.post("/{pk}/links", "hazards.link", HazardLinkShape, gettext_noop("Link a hazard with another"))
def link(request: HttpRequest, pk: Pk, sent: HazardLinked) -> dict[str, Any]:
    """The same link twice is one."""
    row, other = hazard_of(request, pk), hazard_named(request, sent.hazard_id, "hazard_id")
    made = actions.link(actor_of(request), row, other, kind=sent.kind, note=sent.note)
    return {"kind": made.kind, "outward": True, "hazard_id": other.pk, "number": other.number, "note": made.note}
