"""What assignments, evidence, submissions and their like look like in the API."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from kuangan.duties.states import AssignmentState, ExtensionState, SubmissionState
from kuangan.foundation.api.operations import LARGEST_NUMBER, Cursor
from kuangan.registry.states import MineKind

if TYPE_CHECKING:
    States = str
else:
    States = Literal[tuple(AssignmentState.values)]
Wanted = Literal[
    "", "unsettled", "overdue", "soon", "redo", "open", "submitted", "returned", "accepted", "voided"
]  # fmt: skip


class AssignmentFilter(Schema):
    """Which assignments; what is left out does not narrow."""

    state: Wanted = Field("", description=gettext_noop("Empty: everything that is owed. overdue, soon: by the clock."))
    whose: Literal["", "own", "review"] = Field(
        "", description=gettext_noop("own: owed by the token's own side; review: waiting for its decision.")
    )
    plan: int | None = Field(None, ge=1, le=LARGEST_NUMBER)
    county: str = Field("", pattern=r"^([0-9]{6})?$", description=gettext_noop("Code of a region."))
    kind: Literal[(*MineKind.values, "")] = ""  # type: ignore[valid-type]
    group: str = Field("", max_length=40)
    duty: str = Field("", max_length=80, description=gettext_noop("Id of a duty in its plan."))
    clause: str = Field("", max_length=40)
    bearer: str = Field("", max_length=20, description=gettext_noop("mine, county_bureau, … as in `bearer_kind`."))
    mine: int | None = Field(None, ge=1, le=LARGEST_NUMBER)
    q: str = Field("", max_length=60, description=gettext_noop("Part of a name or a title."))


class Standing(Schema):
    """Where an assignment stands."""

    id: int
    state: States
    is_overdue: bool = Field(description=gettext_noop("Late as of now; computed from the clock."))
    round: int
    due_at: datetime | None
    waiting_for: str | None = Field(description=gettext_noop("The authority that has to decide."))
    review_due_at: datetime | None
    submitted_at: datetime | None
    accepted_at: datetime | None


class AssignmentLine(Standing):
    """An assignment in a list."""

    plan_id: int
    duty: str
    title: str
    group: str
    bearer_kind: str
    bearer: str
    mine_id: int | None
    mine: str | None
    region_code: str
    period_key: str
    period_start: date
    period_end: date
    original_due_at: datetime | None


class Assignments(Cursor):
    """A page of assignments, the most urgent first."""

    items: list[AssignmentLine]


class FileShape(Schema):
    """A file that was supplied."""

    id: int
    requirement: str
    name: str
    size: int
    media_type: str
    sha256: str
    note: str
    added_at: datetime
    added_by: str


class FormField(Schema):
    """One field of a form of the plan."""

    key: str
    label: str
    type: str
    required: bool
    choices: list[str]
    from_ledger: bool = Field(description=gettext_noop("Filled in from a ledger; it is not sent."))


class Evidence(Schema):
    """One requirement as it stands."""

    key: str
    kind: str
    label: str
    required: bool
    found: bool
    words: str = Field(description=gettext_noop("What was found, or what is missing."))
    covers: str = Field(description=gettext_noop("Population and days of a list or figure."))
    since: list[str] = Field(description=gettext_noop("What the ledger says otherwise since it was submitted."))
    shown: str = Field(description=gettext_noop("Code of what is shown here; send it back with an act."))
    accepts: list[str]
    fields: list[FormField]
    files: list[FileShape]
    answers: dict[str, Any] | None
    revision: int = Field(description=gettext_noop("Send it back when saving the form; 0 before the first save."))


class Share(Schema):
    """A body that owes the assignment together with its bearer."""

    id: int
    name: str
    confirmed_at: datetime | None


class ExtensionShape(Schema):
    """A request for more time, and the decision on it."""

    id: int
    state: Literal[tuple(ExtensionState.values)]  # type: ignore[valid-type]
    reason: str
    old_due_at: datetime
    proposed_due_at: datetime
    granted_due_at: datetime | None
    asked_by: str
    asked_late: bool
    decided_by: str
    opinion: str
    shown: str = Field(description=gettext_noop("Code of what is shown here; send it back with an act."))


class SubmissionLine(Schema):
    """One submission."""

    id: int
    number: str
    round: int
    attempt: int
    state: Literal[tuple(SubmissionState.values)]  # type: ignore[valid-type]
    content_hash: str
    note: str
    submitted_at: datetime
    submitted_by: str
    was_late: bool


class AssignmentShape(AssignmentLine):
    """An assignment with its reasons, its evidence and everything that was done about it."""

    because: list[str] = Field(description=gettext_noop("Why it is owed."))
    ends: list[str] = Field(description=gettext_noop("What would end it."))
    gone: list[str] = Field(description=gettext_noop("Why it is owed no longer."))
    step: int = Field(description=gettext_noop("The step of the chain that is to be decided; send it with a review."))
    content_hash: str = Field(description=gettext_noop("Hash of everything supplied so far."))
    shown: str = Field(description=gettext_noop("Code of what is shown here; send it back with an act."))
    evidence: list[Evidence]
    shares: list[Share]
    submissions: list[SubmissionLine]
    extensions: list[ExtensionShape]


class ReviewShape(Schema):
    """One decision on a submission."""

    step: int
    decision: str
    opinion: str
    authority: str
    decided_at: datetime
    decided_by: str


class SubmissionShape(SubmissionLine):
    """A submission with its frozen content and its reviews."""

    assignment_id: int
    content: dict[str, Any]
    reviews: list[ReviewShape]


class Happened(Schema):
    """Something that happened to an assignment."""

    id: int
    kind: str
    label: str
    happened_at: datetime
    actor_name: str
    details: dict[str, Any]


class History(Cursor):
    """A page of what happened, newest first."""

    items: list[Happened]
