"""Dated facts of mines: their history, changes by the bureau, declarations by the mine."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import Field

from kuangan.foundation.api.operations import Cursor, Given, Pk
from kuangan.foundation.api.paging import Column, Paging, page
from kuangan.registry import actions, queries
from kuangan.registry.actions.facts import DECLARABLE_STATUSES
from kuangan.registry.api.declared import actor_of, mine_of, registry
from kuangan.registry.api.shapes import TOLD
from kuangan.registry.models import FactRecord

LATEST = (Column("effective_on", descending=True), Column("id", descending=True))


class FactShape(Schema):
    """One dated statement about a mine."""

    id: int
    name: str
    value: bool | str | None = Field(description=gettext_noop("Numbers are written as text."))
    effective_on: date
    entered_at: datetime
    entered_by: str
    basis: str
    is_declared: bool = Field(description=gettext_noop("Declared by the mine itself."))


class Facts(Cursor):
    """A page of statements, the latest day first."""

    items: list[FactShape]


class FactChange(Given):
    """Facts that have been so since a day."""

    facts: dict[str, bool | str | float | None] = Field(min_length=1, max_length=30, description=TOLD)
    effective_on: date = Field(description=gettext_noop("Since when the facts are true; not in the future."))
    basis: str = Field(min_length=1, max_length=300, description=gettext_noop("On what this is based."))


class Declaration(Given):
    """What a mine declares of itself."""

    effective_on: date = Field(description=gettext_noop("Since when the facts are true; not in the future."))
    basis: str = Field(min_length=1, max_length=300, description=gettext_noop("On what this is based."))
    status: Literal[tuple(sorted(DECLARABLE_STATUSES))] | None = None  # type: ignore[valid-type]
    people_working: bool | None = None


class Written(Schema):
    """The statements that were written; facts that were so already are left alone."""

    items: list[FactShape]


_COLUMNS = tuple(FactShape.model_fields)


@registry.get("/mines/{pk}/facts", "registry.read", Facts, gettext_noop("History of a mine's facts"))
def facts(request: HttpRequest, pk: Pk, paging: Query[Paging]) -> dict[str, Any]:
    """Every statement: since when, entered when and by whom, on what basis."""
    found = queries.fact_records(actor_of(request).scope, mine_of(request, pk))
    rows, following = page(request, found.values(*_COLUMNS), LATEST, paging)
    return {"items": rows, "next_cursor": following}


@registry.post("/mines/{pk}/facts", "registry.change_facts", Written, gettext_noop("Change a mine's facts"))
def change_facts(request: HttpRequest, pk: Pk, sent: FactChange) -> dict[str, Any]:
    """State that facts have been so since a day; history is never overwritten."""
    return _told(actions.change_facts(actor_of(request), mine_of(request, pk), **sent.model_dump()))


@registry.post(
    "/mines/{pk}/declarations", "registry.declare_status", Written, gettext_noop("Declare stopping or resuming")
)
def declare(request: HttpRequest, pk: Pk, sent: Declaration) -> dict[str, Any]:
    """A mine declares that it stops or resumes, or whether people are working."""
    return _told(actions.declare_status(actor_of(request), mine_of(request, pk), **sent.model_dump()))


def _told(written: list[FactRecord]) -> dict[str, Any]:
    return {"items": [{name: getattr(row, name) for name in _COLUMNS} for row in written]}
