"""API of access: who the token is, and the audit trail."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import Field

from kuangan.foundation.api.operations import Cursor, Operations, Pk
from kuangan.foundation.api.paging import NEWEST, Paging, page
from kuangan.foundation.integrity import queries
from kuangan.foundation.integrity.kinds import TRAIL_READ, label_of
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.integrity.noting import note_read

audit = Operations("audit")
me = Operations("me")


class HeldRole(Schema):
    """One role, and where it counts through this token."""

    role: str
    organisation: str
    regions: list[str] = Field(description=gettext_noop("Region prefixes: 4407 covers 440785."))
    mines: list[int]
    enterprises: list[int]


class Me(Schema):
    """The token as it is seen from inside."""

    name: str
    organisation: str
    token: str
    areas: list[str]
    expires_at: datetime
    roles: list[HeldRole]


class AuditFilter(Schema):
    """What to look for in the trail."""

    person: str = Field("", max_length=60, description=gettext_noop("Part of a name."))
    kind: str = Field("", max_length=60, description=gettext_noop("What was done, as in `kind` of an event."))
    record: str = Field("", max_length=100, description=gettext_noop("Part of a record's label."))
    region: str = Field("", max_length=6, pattern=r"^[0-9]{0,6}$", description=gettext_noop("Region code or prefix."))
    since: date | None = Field(None, description=gettext_noop("From this day on."))
    until: date | None = Field(None, description=gettext_noop("Up to this day."))


class Event(Schema):
    """One thing that somebody did."""

    id: int
    kind: str
    label: str
    happened_at: datetime
    entered_at: datetime
    actor_id: int | None
    actor_name: str
    actor_organisation: str
    actor_roles: str
    address: str
    object_type: str
    object_id: str
    object_label: str
    region_code: str
    mine_id: int | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    details: dict[str, Any]


class Events(Cursor):
    """A page of the trail, newest first."""

    items: list[Event]


_COLUMNS = tuple(name for name in Event.model_fields if name != "label")


@me.get("", "signed_in", Me, gettext_noop("Who this token is"))
def whoami(request: Any) -> dict[str, Any]:
    """The owner, the areas, and where each role counts. Good for trying a token out."""
    actor, token = request.actor, request.api_token
    return {
        "name": actor.name,
        "organisation": actor.organisation,
        "token": str(token),
        "areas": token.areas,
        "expires_at": token.expires_at,
        "roles": [
            {
                "role": grant.role.value,
                "organisation": grant.organisation,
                "regions": sorted(grant.scope.regions),
                "mines": sorted(grant.scope.mines),
                "enterprises": sorted(grant.scope.enterprises),
            }
            for grant in actor.grants
        ],
    }


@audit.get("/events", "integrity.read_audit", Events, gettext_noop("The audit trail with filters"))
def events(request: HttpRequest, wanted: Query[AuditFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Events of the reader's jurisdiction, newest first."""
    found = queries.trail(request.actor, queries.Filter(**wanted.model_dump()))  # type: ignore[attr-defined]
    rows, following = page(request, found.values(*_COLUMNS), NEWEST, paging)
    note_read(request.actor, TRAIL_READ)  # type: ignore[attr-defined]
    return {"items": [_worded(row) for row in rows], "next_cursor": following}


@audit.get("/events/{pk}", "integrity.read_audit", Event, gettext_noop("One event of the trail"))
def event(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """Everything that was kept of one event."""
    rows = queries.trail(request.actor).filter(pk=pk).values(*_COLUMNS)  # type: ignore[attr-defined]
    found: dict[str, Any] | None = rows.first()
    if found is None:
        raise AuditEvent.DoesNotExist
    note_read(request.actor, TRAIL_READ)  # type: ignore[attr-defined]
    return _worded(found)


def _worded(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "label": str(label_of(row["kind"]))}
