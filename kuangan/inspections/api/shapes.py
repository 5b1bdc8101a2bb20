"""What checks look like in the API."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field, WithJsonSchema

from kuangan.foundation.api.operations import LARGEST_NUMBER, Cursor
from kuangan.inspections.states import Answer, AreaResult, CheckState

if TYPE_CHECKING:
    States = str
    Results = str
    Answers = str
else:
    States = Literal[tuple(CheckState.values)]
    Results = Literal[(*AreaResult.values, "")]
    Answers = Literal[(*Answer.values, "")]
_HOURS = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
ClockTime = Annotated[time, WithJsonSchema({"type": "string", "pattern": _HOURS})]
"""A time of day in Shanghai like 08:30. What the standards of JSON call a time has an offset; a wall clock has none."""
MONTH = r"^([0-9]{4}-(0[1-9]|1[0-2]))?$"


class CheckFilter(Schema):
    """Which checks; what is left out does not narrow."""

    show: Literal["all", "signed", "drafts", "withdrawn"] = "all"
    month: str = Field("", pattern=MONTH, description=gettext_noop("Like 2023-04."))
    county: str = Field("", pattern=r"^([0-9]{6})?$", description=gettext_noop("Code of a region."))
    mine: int | None = Field(None, ge=1, le=LARGEST_NUMBER)
    found: Literal["", "zero", "general", "major", "repeated"] = ""


class CheckLine(Schema):
    """A check in a list."""

    id: int
    number: str
    state: States
    mine_id: int
    mine: str
    region_code: str
    month: str
    checked_on: date
    entered_at: datetime
    led_by_principal: bool
    leader: str
    counts: bool = Field(description=gettext_noop("Signed, and led by the principal in person."))
    hazards_total: int
    major_total: int = Field(description=gettext_noop("Suspected ones among them; as of the signature."))
    signed_at: datetime | None


class Checks(Cursor):
    """A page of checks, the latest first."""

    items: list[CheckLine]


class PersonShape(Schema):
    """Somebody who took part."""

    name: str = Field(max_length=60)
    post: str = Field(max_length=60)


class AreaShape(Schema):
    """One area of the route."""

    id: int
    position: int
    name: str
    looked_at: str
    result: Results
    words: str
    walked_at: ClockTime | None
    photos: list[str] = Field(description=gettext_noop("SHA-256 of each picture."))


class CriterionShape(Schema):
    """One criterion and its answer."""

    criterion_id: int
    code: str
    text: str
    answer: Answers
    reason: str


class FindingShape(Schema):
    """A hazard linked with the check."""

    id: int
    hazard_id: int
    hazard: str
    grade: str
    area_id: int | None
    criterion_id: int | None
    is_new: bool


class StandingShape(Schema):
    """An open hazard of the ledger with what the check says of it."""

    hazard_id: int
    hazard: str
    answer: Literal["", "there", "gone"]


class CheckShape(CheckLine):
    """A check whole."""

    began: ClockTime | None
    ended: ClockTime | None
    alone_reason: str
    people: list[PersonShape]
    areas: list[AreaShape]
    criteria: list[CriterionShape]
    findings: list[FindingShape]
    standing: list[StandingShape] = Field(
        description=gettext_noop("Open major or suspected hazards, while it is filled in.")
    )
    missing: list[str] = Field(description=gettext_noop("What stands between the check and its signature, in words."))
    attestation: str
    content_hash: str
    replaces_id: int | None
    withdrawal_reason: str


class MineWithout(Schema):
    """A mine without a check that counts."""

    mine_id: int
    mine: str
    region_code: str


class MinesWithout(Cursor):
    """A page of mines."""

    items: list[MineWithout]
