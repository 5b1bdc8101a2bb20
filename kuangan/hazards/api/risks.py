"""The risk control list: read, entered, assessed anew, taken off, brought back, linked with hazards."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import Field

from kuangan.foundation.api.operations import LARGEST_NUMBER, Cursor, Given, Number, Pk
from kuangan.foundation.api.paging import NEWEST, Paging, page
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.hazards import actions
from kuangan.hazards.api.declared import (
    CODE_OR_NOTHING,
    READ,
    Day,
    Disasters,
    HazardReason,
    actor_of,
    hazard_named,
    hazards,
    mine_named,
)
from kuangan.hazards.models import Risk
from kuangan.hazards.queries import risks as reads
from kuangan.hazards.states import RiskLevel, RiskMethod, RiskState

ASSESS = "hazards.assess_risk"
_SCALE = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=1)]


class RiskQuery(Schema):
    """Which risks; what is left out does not narrow."""

    state: Literal[(*RiskState.values, "all", "")] = Field(  # type: ignore[valid-type]
        "", description=gettext_noop("Empty: under control; all: taken off ones too.")
    )
    level: Literal[(*RiskLevel.values, "")] = ""  # type: ignore[valid-type]
    county: str = Field("", pattern=CODE_OR_NOTHING, description=gettext_noop("Code of a region."))
    mine: int | None = Field(None, ge=1, le=LARGEST_NUMBER)
    due: Literal["", "1"] = Field("", description=gettext_noop("1: the day of the review has passed."))
    q: str = Field("", max_length=60)


class RiskShape(Schema):
    """A risk on the control list (风险管控清单)."""

    id: int
    state: str
    mine_id: int
    mine: str
    region_code: str
    place: str
    description: str
    disaster: str
    method: str
    likelihood: Decimal
    exposure: Decimal | None
    consequence: Decimal
    score: Decimal
    level: str
    controls: str
    responsible: str
    responsible_post: str
    assessed_on: date
    review_on: date
    entered_at: datetime
    entered_by: str
    retired_at: datetime | None
    retirement_reason: str


class RiskWhole(RiskShape):
    """A risk with the hazards that show where its control failed."""

    hazard_ids: list[int]


class Risks(Cursor):
    """A page of risks, the newest first."""

    items: list[RiskShape]


class RiskAssessment(Given):
    """A risk as it is assessed. LEC has an exposure, the matrix has none."""

    place: str = Field(min_length=1, max_length=120)
    description: str = Field(min_length=1, max_length=2000)
    method: Literal[tuple(RiskMethod.values)]  # type: ignore[valid-type]
    likelihood: _SCALE
    consequence: _SCALE
    exposure: _SCALE | None = None
    controls: str = Field(min_length=1, max_length=4000)
    responsible: str = Field(min_length=1, max_length=60)
    responsible_post: str = Field("", max_length=60)
    disaster: Disasters = ""
    review_on: Day
    assessed_on: Day | None = None


class NewRisk(RiskAssessment):
    """A risk to be entered at a mine."""

    mine_id: Number
    entry_key: UUID | None = Field(
        None,
        description=gettext_noop("Made by the client; sent again, it answers with the risk that it made."),
    )
    is_another: bool = Field(
        False, description=gettext_noop("The answer when one with the same words is on the list: it is another one.")
    )


class RiskHazardNamed(Given):
    """A hazard of the same mine."""

    hazard_id: Number


@hazards.get("/risks", READ, Risks, gettext_noop("Risks with filters"))
def list_risks(request: HttpRequest, wanted: Query[RiskQuery], paging: Query[Paging]) -> dict[str, Any]:
    """Risks of the jurisdiction, by the filter of the page."""
    said = {name: "" if value is None else str(value) for name, value in wanted.model_dump().items()}
    found = reads.risks(actor_of(request).scope, reads.RiskFilter.read(said))
    shown, following = page(request, found, NEWEST, paging)
    return {"items": [_told(row) for row in shown], "next_cursor": following}


@hazards.get("/risks/{pk}", READ, RiskWhole, gettext_noop("One risk"))
def one_risk(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """With the hazards that it is linked with."""
    return _whole(request, _risk(request, pk))


@hazards.post("/risks", ASSESS, RiskShape, gettext_noop("Put a risk on the control list"))
def register_risk(request: HttpRequest, sent: NewRisk) -> dict[str, Any]:
    """Score and level are computed by the method."""
    mine, told = mine_named(request, sent.mine_id), sent.model_dump(exclude={"mine_id"})
    return _told(actions.register_risk(actor_of(request), mine, actions.RiskEntry(**told)))


@hazards.post("/risks/{pk}/assessments", ASSESS, RiskShape, gettext_noop("Assess a risk anew"))
def assess_risk(request: HttpRequest, pk: Pk, sent: RiskAssessment) -> dict[str, Any]:
    """What stood there before stays in the trail."""
    return _told(actions.assess_risk(actor_of(request), _risk(request, pk), actions.RiskEntry(**sent.model_dump())))


@hazards.post("/risks/{pk}/retirement", ASSESS, RiskShape, gettext_noop("Take a risk off the list"))
def retire_risk(request: HttpRequest, pk: Pk, sent: HazardReason) -> dict[str, Any]:
    """Because it is no longer there; it can be brought back."""
    return _told(actions.retire_risk(actor_of(request), _risk(request, pk), reason=sent.reason))


@hazards.post("/risks/{pk}/revival", ASSESS, RiskShape, gettext_noop("Bring a risk back onto the list"))
def revive_risk(request: HttpRequest, pk: Pk, sent: HazardReason) -> dict[str, Any]:
    """With the reason."""
    return _told(actions.revive_risk(actor_of(request), _risk(request, pk), reason=sent.reason))


@hazards.post("/risks/{pk}/hazards", "hazards.link", RiskWhole, gettext_noop("Link a risk with a hazard"))
def link_risk(request: HttpRequest, pk: Pk, sent: RiskHazardNamed) -> dict[str, Any]:
    """The hazard shows where the control of the risk failed; the same link twice is one."""
    row = _risk(request, pk)
    actions.link_risk(actor_of(request), row, hazard_named(request, sent.hazard_id, "hazard_id"))
    return _whole(request, row)


def _risk(request: HttpRequest, pk: int) -> Risk:
    try:
        return reads.risk(actor_of(request).scope, pk)
    except Risk.DoesNotExist:
        raise OutOfScope from None


def _told(row: Risk) -> dict[str, Any]:
    return {name: getattr(row, name) for name in RiskShape.model_fields if name != "mine"} | {"mine": str(row.mine)}


def _whole(request: HttpRequest, row: Risk) -> dict[str, Any]:
    linked = reads.hazards_of_risk(actor_of(request).scope, row).values_list("pk", flat=True)
    return {**_told(row), "hazard_ids": list(linked)}
