"""Reading the ledger: the list by the filter of the page, one hazard whole, its history."""

from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import ConfigDict, Field

from kuangan.foundation.api.operations import LARGEST_NUMBER, Pk
from kuangan.foundation.api.paging import NEWEST, Column, Paging, page
from kuangan.foundation.integrity.kinds import label_of
from kuangan.foundation.integrity.queries import events_for
from kuangan.hazards.api import telling
from kuangan.hazards.api.declared import (
    CODE_OR_NOTHING,
    READ,
    Disasters,
    FocusAreas,
    Grades,
    Sources,
    actor_of,
    hazard_of,
    hazards,
)
from kuangan.hazards.api.history import HazardHistory
from kuangan.hazards.api.shapes import Hazards, HazardShape
from kuangan.hazards.queries import listing
from kuangan.hazards.queries.listing import Narrowing
from kuangan.hazards.queries.record import links, record
from kuangan.hazards.queries.self_found import with_mark

BY_DEADLINE = (Column("deadline_at", nulls_last=True), Column("id"))
BY_DAY = (Column("found_at", descending=True), Column("id", descending=True))
_EVENT = ("id", "kind", "happened_at", "entered_at", "actor_name", "details")
_DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"


class HazardFilter(Schema):
    """Which hazards, in the words of the page's address; what is left out does not narrow."""

    model_config = ConfigDict(populate_by_name=True)

    state: Literal[(*sorted(listing.STATES), "")] = Field(  # type: ignore[valid-type]
        "", description=gettext_noop("Empty: whatever is not withdrawn. open, overdue, unrectified: by the clock.")
    )
    grade: Grades | Literal[""] = ""
    county: str = Field("", pattern=CODE_OR_NOTHING, description=gettext_noop("Code of a region."))
    mine: int | None = Field(None, ge=1, le=LARGEST_NUMBER)
    source: Sources | Literal[""] = ""
    disaster: Disasters = ""
    focus: FocusAreas = ""
    criterion: int | None = Field(None, ge=1, le=LARGEST_NUMBER)
    q: str = Field("", max_length=60, description=gettext_noop("Words, or the number of a hazard."))
    found_from: str = Field("", alias="from", pattern=_DAY, description=gettext_noop("Found on this day or later."))
    found_to: str = Field("", alias="to", pattern=_DAY, description=gettext_noop("Found on this day or before."))
    overdue: Literal["", "1"] = ""
    listed: Literal["", "yes", "no"] = Field("", description=gettext_noop("Under listed supervision, or not."))
    sort: Literal["", "urgent", "newest"] = ""

    def narrowing(self) -> Narrowing:
        """The same as the page reads from its address."""
        said = self.model_dump(by_alias=True)
        return Narrowing.read({name: "" if value is None else str(value) for name, value in said.items()})


@hazards.get("", READ, Hazards, gettext_noop("Hazards with filters"))
def list_hazards(request: HttpRequest, wanted: Query[HazardFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Hazards of the jurisdiction: open ones by deadline, others the newest first."""
    narrow = wanted.narrowing()
    order = BY_DEADLINE if narrow.order == listing.URGENT else BY_DAY
    found = with_mark(listing.hazards(actor_of(request).scope, narrow)).select_related("criterion")
    shown, following = page(request, found, order, paging)
    return {"items": [telling.line(row) for row in shown], "next_cursor": following}


@hazards.get("/{pk}", READ, HazardShape, gettext_noop("One hazard with everything that was done about it"))
def one_hazard(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """The five, pictures, progress, more time, evacuations, judgements, applications, checks, listings, cause, links;
    the three clocks stand apart."""
    return whole(request, pk)


@hazards.get("/{pk}/history", READ, HazardHistory, gettext_noop("History of a hazard"))
def history(request: HttpRequest, pk: Pk, paging: Query[Paging]) -> dict[str, Any]:
    """Everything that happened to it, newest first."""
    found = events_for(actor_of(request).scope, hazard_of(request, pk)).values(*_EVENT)
    shown, following = page(request, found, NEWEST, paging)
    return {"items": [{**row, "label": str(label_of(row["kind"]))} for row in shown], "next_cursor": following}


def whole(request: HttpRequest, pk: int) -> dict[str, Any]:
    """A hazard as it stands now, as HazardShape."""
    scope, row = actor_of(request).scope, hazard_of(request, pk)
    found = record(scope, row, whole=False)
    found.links = links(scope, row)
    return telling.whole(found)
