"""Rectification: progress, more time, evacuation, the application for acceptance."""

from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from pydantic import Field

from kuangan.foundation.api.operations import NOTHING, Given, Number, Pk, Shown
from kuangan.hazards import actions
from kuangan.hazards.api import telling
from kuangan.hazards.api.declared import Day, Moment, Yuan, actor_of, hazard_of, hazards, part_of, public
from kuangan.hazards.api.shapes import EvacuationShape, HazardExtensionShape, HazardStanding, ProgressShape
from kuangan.hazards.states import StopExtent
from kuangan.registry.models import Agency

_NOW = gettext_noop("The true time; left out it is now.")
_MOST = 100_000


class ProgressEntry(Given):
    """How rectification goes."""

    text: str = Field(min_length=1, max_length=4000)
    happened_at: Moment | None = Field(None, description=_NOW)
    percent: int | None = Field(None, ge=0, le=100)
    spent_yuan: Yuan | None = Field(None, description=gettext_noop("Spent since the entry before."))


class HazardMoreTime(Given):
    """A later deadline, why, and what keeps people safe until then."""

    until: Day
    reason: str = Field(min_length=1, max_length=2000)
    interim_measures: str = Field(min_length=1, max_length=2000)


class HazardExtensionDecision(Given):
    """A decision on a request for more time."""

    grant: bool
    opinion: str = Field(min_length=1, max_length=2000)
    until: Day | None = Field(None, description=gettext_noop("Another day than asked for."))
    shown: Shown


class EvacuationOrder(Given):
    """People are ordered out."""

    area: str = Field(min_length=1, max_length=200)
    extent: Literal[tuple(StopExtent.values)]  # type: ignore[valid-type]
    people_inside: int = Field(ge=0, le=_MOST)
    people_out: int = Field(0, ge=0, le=_MOST)
    ordered_at: Moment | None = Field(None, description=_NOW)
    note: str = Field("", max_length=2000)


class EvacuationCount(Given):
    """How many have been counted outside."""

    people_out: int = Field(ge=0, le=_MOST)
    people_inside: int | None = Field(None, ge=0, le=_MOST, description=gettext_noop("When it was entered wrongly."))


class EvacuationGrounds(Given):
    """What shows that it is safe again."""

    grounds: str = Field(min_length=1, max_length=2000)
    shown: Shown


class HazardRectified(Given):
    """What was done, and when."""

    statement: str = Field(min_length=1, max_length=4000)
    rectified_at: Moment
    spent_yuan: Yuan | None = None
    assessor_id: Number | None = Field(None, description=gettext_noop("An agency that assessed the result."))
    expert: str = Field("", max_length=60)
    assessment: str = Field("", max_length=4000)


@hazards.post("/{pk}/progress", "hazards.rectify", ProgressShape, gettext_noop("Enter progress"))
def add_progress(request: HttpRequest, pk: Pk, sent: ProgressEntry) -> dict[str, Any]:
    """Entries are never changed."""
    made = actions.add_progress(actor_of(request), hazard_of(request, pk), **sent.model_dump())
    return telling.plain(made, ProgressShape)


@hazards.post("/{pk}/extensions", "hazards.rectify", HazardExtensionShape, gettext_noop("Ask for a later deadline"))
def ask_extension(request: HttpRequest, pk: Pk, sent: HazardMoreTime) -> dict[str, Any]:
    """Asking late is allowed and visible."""
    made = actions.ask_extension(actor_of(request), hazard_of(request, pk), **sent.model_dump())
    return telling.plain(made, HazardExtensionShape)


@hazards.post(
    "/{pk}/extensions/{extension_pk}/decision", "hazards.decide_extension", HazardExtensionShape,
    gettext_noop("Decide on a later deadline"),
)  # fmt: skip
def decide_extension(request: HttpRequest, pk: Pk, extension_pk: Pk, sent: HazardExtensionDecision) -> dict[str, Any]:
    """The deadline of a listed hazard is the city's to move."""
    asked = part_of(hazard_of(request, pk).extensions, extension_pk)
    return telling.plain(actions.decide_extension(actor_of(request), asked, **sent.model_dump()), HazardExtensionShape)


@hazards.post("/{pk}/evacuations", "hazards.evacuate", EvacuationShape, gettext_noop("Order people out"))
def evacuate(request: HttpRequest, pk: Pk, sent: EvacuationOrder) -> dict[str, Any]:
    """Stop and evacuate, now or entered afterwards with the true time."""
    made = actions.evacuate(actor_of(request), hazard_of(request, pk), **sent.model_dump())
    return telling.plain(made, EvacuationShape)


@hazards.post(
    "/{pk}/evacuations/{evacuation_pk}/count", "hazards.evacuate", EvacuationShape,
    gettext_noop("Count the people outside"),
)  # fmt: skip
def count_out(request: HttpRequest, pk: Pk, evacuation_pk: Pk, sent: EvacuationCount) -> dict[str, Any]:
    """Complete when nobody is missing."""
    made = part_of(hazard_of(request, pk).evacuations.select_related("hazard"), evacuation_pk)
    return telling.plain(actions.count_out(actor_of(request), made, **sent.model_dump()), EvacuationShape)


@hazards.post(
    "/{pk}/evacuations/{evacuation_pk}/lifting", "hazards.lift", EvacuationShape, gettext_noop("Let people back in")
)
def lift(request: HttpRequest, pk: Pk, evacuation_pk: Pk, sent: EvacuationGrounds) -> dict[str, Any]:
    """With the grounds; what the bureau ordered, the bureau lifts."""
    made = part_of(hazard_of(request, pk).evacuations.select_related("hazard"), evacuation_pk)
    return telling.plain(actions.lift(actor_of(request), made, **sent.model_dump()), EvacuationShape)


@hazards.post("/{pk}/applications", "hazards.apply", HazardStanding, gettext_noop("Apply for acceptance"))
def apply(request: HttpRequest, pk: Pk, sent: HazardRectified) -> dict[str, Any]:
    """Refused, with what is missing, without evidence from after rectification."""
    row, told = hazard_of(request, pk), sent.model_dump(exclude={"assessor_id"})
    assessor = public(Agency.objects.all(), sent.assessor_id, "assessor_id")
    actions.apply(actor_of(request), row, assessor=assessor, **told)
    return telling.standing(hazard_of(request, pk))


@hazards.post(
    "/{pk}/applications/taking-back",
    "hazards.apply",
    HazardStanding,
    gettext_noop("Take an application back"),
    body=NOTHING,
)
def take_back(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """Before anybody has begun to check it."""
    return telling.standing(actions.take_back(actor_of(request), hazard_of(request, pk)))
