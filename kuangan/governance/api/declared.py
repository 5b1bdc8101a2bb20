"""Where the operations of governance are declared, what they look like, and how an address finds its row."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from kuangan.foundation.api.operations import Cursor, Operations
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.governance import queries
from kuangan.governance.models import HelpRequest
from kuangan.governance.states import HelpForm, HelpKind, HelpResult, HelpState, MineView, Topic

governance = Operations("governance")
if TYPE_CHECKING:
    Kinds = str
    Topics = str
    Forms = str
    Results = str
    Views = str
    States = str
else:
    Kinds, Topics, Forms = (Literal[tuple(one.values)] for one in (HelpKind, Topic, HelpForm))
    Results, Views = (Literal[tuple(one.values)] for one in (HelpResult, MineView))
    States = Literal[("", "open", "all", *HelpState.values)]


class HelpFilter(Schema):
    """Which requests; what is left out does not narrow."""

    state: States = ""
    kind: Literal[("", *HelpKind.values)] = ""  # type: ignore[valid-type]
    county: str = Field("", pattern=r"^([0-9]{6})?$")
    mine: int | None = None
    q: str = Field("", max_length=60)


class HelpLine(Schema):
    """A request as one line."""

    id: int
    number: str
    mine_id: int
    region_code: str
    state: str
    kind: str
    topic: str
    words: str
    hazard_id: int | None
    helper: str = Field(description=gettext_noop("Who helps now, in words."))
    agency_id: int | None
    by_bureau: bool
    requested_at: datetime
    entered_at: datetime
    answered_at: datetime | None
    helped_at: datetime | None
    closed_at: datetime | None
    result: str
    mine_view: str
    reopens_id: int | None


class HelpLines(Cursor):
    """A page of requests, the latest first."""

    items: list[HelpLine]


class HelperShape(Schema):
    """Somebody who was assigned, with the conflicts of interest that were found and answered."""

    form: str
    name: str
    agency_id: int | None
    task: str
    conflicts: list[str]
    conflict_answer: str
    assigned_at: datetime
    ended_at: datetime | None


class VisitShape(Schema):
    """A help visit."""

    id: int
    happened_on: date
    entered_at: datetime
    people: str
    advice: str
    next_on: date | None


class MeasureShape(Schema):
    """A measure that a report recommends."""

    id: int
    words: str
    owner: str
    due_on: date
    done_on: date | None


class ReportShape(Schema):
    """A report with its measures."""

    version: int
    reported_on: date
    entered_at: datetime
    summary: str
    measures: list[MeasureShape]


class HelpShape(HelpLine):
    """A request with everything that belongs to it."""

    own_technicians: int | None
    own_strength: str
    hired_expert: str
    hired_from: str
    answer: str
    closing_words: str
    mine_words: str
    helpers: list[HelperShape]
    visits: list[VisitShape]
    reports: list[ReportShape]


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def help_of(request: HttpRequest, pk: int) -> HelpRequest:
    """The request of an address; OutOfScope (404) outside the reader's jurisdiction."""
    try:
        return queries.request(actor_of(request).scope, pk)
    except HelpRequest.DoesNotExist:
        raise OutOfScope from None


def plain(shape: type[Schema], row: Any, *left_out: str) -> dict[str, Any]:
    """The fields of a shape as they stand on a row."""
    return {name: getattr(row, name) for name in shape.model_fields if name not in left_out}


def told(request: HttpRequest, pk: int) -> dict[str, Any]:
    """A request as HelpShape, read anew."""
    row = help_of(request, pk)
    held = queries.record(actor_of(request).scope, row, whole=False)
    return {
        **plain(HelpShape, row, "helpers", "visits", "reports"),
        "helpers": [plain(HelperShape, one) for one in held.helpers],
        "visits": [plain(VisitShape, one) for one in held.visits],
        "reports": [
            {
                **plain(ReportShape, one, "measures"),
                "measures": [plain(MeasureShape, measure) for measure in one.measures.all()],
            }
            for one in held.reports
        ],
    }
