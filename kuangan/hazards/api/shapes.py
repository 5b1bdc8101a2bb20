"""What hazards look like in the API: in a list, after an act, and whole with every part."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from kuangan.foundation.api.operations import Cursor
from kuangan.hazards.api.declared import Grades, Sources, States


class HazardStanding(Schema):
    """Where a hazard stands. The three clocks are never one: rectified, reported as rectified (applied), verified."""

    id: int
    number: str = Field(description=gettext_noop("As people quote it: county, year, serial."))
    state: States
    grade: Grades
    is_overdue: bool = Field(description=gettext_noop("Late as of now; computed from the clock."))
    was_late: bool = Field(description=gettext_noop("Reported after the deadline, whatever the mine states."))
    deadline_at: datetime | None
    rectified_at: datetime | None = Field(description=gettext_noop("As the mine states; nobody else has seen it."))
    applied_at: datetime | None
    verified_at: datetime | None
    listed_at: datetime | None
    closed_at: datetime | None


class HazardLine(HazardStanding):
    """A hazard in a list."""

    mine_id: int
    mine: str
    region_code: str
    source: Sources
    disaster: str
    focus_area: str
    place: str
    description: str
    criterion: str | None
    found_at: datetime = Field(description=gettext_noop("As stated by whoever entered it."))
    entered_at: datetime
    overtaken: bool = Field(
        description=gettext_noop("Entered after a visit of officials, stated to have been found before it.")
    )
    registrar_verified: bool = Field(description=gettext_noop("One of those who accepted it had registered it."))
    determined_at: datetime | None
    report_due_at: datetime | None
    reported_at: datetime | None
    responsible: str
    supervisor: str
    verify_due_at: datetime | None
    refusals: int = Field(description=gettext_noop("How often acceptance was refused."))


class Hazards(Cursor):
    """A page of hazards: open ones by deadline, others the newest first."""

    items: list[HazardLine]


class FiveShape(Schema):
    """One version of the five in place (五落实)."""

    version: int
    responsible: str
    responsible_post: str
    measures: str
    interim_measures: str
    funds_yuan: Decimal | None
    fund_source: str
    deadline_at: datetime
    emergency_plan: str
    flags: list[dict[str, Any]]
    flags_answer: str
    set_at: datetime
    set_by: str
    content_hash: str
    signed_at: datetime | None
    signed_by: str


class HazardPhoto(Schema):
    """A picture or paper of a hazard."""

    id: int
    stage: str
    name: str
    spot: str
    pairs_with_id: int | None
    note: str
    sent_by: str
    taken_at: datetime | None
    added_at: datetime
    added_by: str
    size: int
    media_type: str
    sha256: str


class DeterminationShape(Schema):
    """Who said what grade it has, and why."""

    id: int
    kind: str
    grade_before: str
    grade: str
    criterion: str | None
    reasons: str
    happened_at: datetime
    entered_at: datetime
    by: str
    by_organisation: str


class ProgressShape(Schema):
    """How rectification goes."""

    id: int
    text: str
    happened_at: datetime
    entered_at: datetime
    percent: int | None
    spent_yuan: Decimal | None
    by: str


class HazardExtensionShape(Schema):
    """A request for more time, and the decision on it."""

    id: int
    state: str
    reason: str
    interim_measures: str
    old_deadline_at: datetime
    proposed_deadline_at: datetime
    granted_deadline_at: datetime | None
    asked_at: datetime
    asked_by: str
    asked_late: bool
    decided_at: datetime | None
    decided_by: str
    opinion: str


class EvacuationShape(Schema):
    """People ordered out: how many, until when, and on what grounds they went back."""

    id: int
    state: str
    extent: str
    area: str
    ordered_at: datetime
    ordered_by: str
    people_inside: int
    people_out: int
    completed_at: datetime | None
    note: str
    lifted_at: datetime | None
    lifted_by: str
    lift_grounds: str


class SiteCheckShape(Schema):
    """An on-site check by two people."""

    id: int
    state: str
    result: str
    happened_at: datetime
    opinion: str
    experts: str
    first_by: str
    first_organisation: str
    first_at: datetime
    second_by: str
    second_organisation: str
    second_at: datetime | None
    second_opinion: str
    content_hash: str


class HazardApplication(Schema):
    """One round of asking for acceptance, with its checks."""

    id: int
    round: int
    state: str
    rectified_at: datetime
    applied_at: datetime
    statement: str
    spent_yuan: Decimal | None
    by: str
    assessor: str | None
    expert: str
    assessment: str
    decided_at: datetime | None
    decided_by: str
    opinion: str
    checks: list[SiteCheckShape]


class SupervisionReturnShape(Schema):
    """A progress return under a listed supervision."""

    id: int
    due_at: datetime
    happened_at: datetime
    entered_at: datetime
    text: str
    by: str


class ListingShape(Schema):
    """A listed supervision with its returns."""

    id: int
    state: str
    document_number: str
    requirements: str
    happened_at: datetime
    deadline_at: datetime
    return_due_at: datetime | None
    listed_by: str
    is_public: bool
    public_words: str
    delisted_at: datetime | None
    delisting_number: str
    returns: list[SupervisionReturnShape]


class CauseShape(Schema):
    """Root cause and lasting measure."""

    method: str
    tree: list[dict[str, Any]]
    summary: str
    measure: str
    owner: str
    due_on: date
    done_on: date | None
    done_note: str
    revision: int = Field(description=gettext_noop("Send it back when recording the cause anew."))
    by: str


class HazardLinkShape(Schema):
    """Another hazard that belongs to this one. `outward`: this one names the other."""

    kind: str
    outward: bool
    hazard_id: int
    number: str
    note: str


class HazardShape(HazardLine):
    """A hazard with everything that was done about it."""

    requirement: str
    article: str | None
    found_by: str
    entered_by: str
    begun_at: datetime | None
    rectified_by: str
    verified_by: str
    closed_by: str
    withdrawn_at: datetime | None
    withdrawal_reason: str
    reopens_id: int | None
    shown: str = Field(description=gettext_noop("Code of what is shown here; a decision sent with it is bound to it."))
    waits_for: list[str] = Field(description=gettext_noop("What stands before the next step."))
    determinations: list[DeterminationShape]
    five: list[FiveShape] = Field(description=gettext_noop("Every version, the latest first."))
    photos: list[HazardPhoto]
    progress: list[ProgressShape]
    extensions: list[HazardExtensionShape]
    evacuations: list[EvacuationShape]
    applications: list[HazardApplication]
    listings: list[ListingShape]
    cause: CauseShape | None
    links: list[HazardLinkShape]
