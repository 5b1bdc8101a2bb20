"""Merging two records of one mine: what would move, the merge, and taking it back."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from kuangan.foundation.api.operations import Given, Number, Pk
from kuangan.registry import actions, queries
from kuangan.registry.actions.merges import preview
from kuangan.registry.api.declared import actor_of, mine_of, registry
from kuangan.registry.models import MineMerge

VERB = "registry.merge"


class MovingShape(Schema):
    """What a merge does with one table."""

    label: str
    moving: int
    leaving: int = Field(description=gettext_noop("Rows of the kept mine that change places with one further along."))
    staying: list[str] = Field(description=gettext_noop("Rows that stay with the merged record: only one may be."))


class MergePreview(Schema):
    """What a merge would do."""

    items: list[MovingShape]


class NewMerge(Given):
    """Two records that are one mine."""

    merged_id: Number
    reason: str = Field(min_length=1, max_length=300, description=gettext_noop("How it is known that they are one."))


class Separation(Given):
    """Two records that are different mines after all."""

    reason: str = Field(min_length=1, max_length=300, description=gettext_noop("Why they are different mines."))


class MergeShape(Schema):
    """A merge of two mines."""

    id: int
    kept_id: int
    merged_id: int
    reason: str
    merged_at: datetime
    merged_by: str
    undone_at: datetime | None
    undone_by: str
    undone_reason: str


_COLUMNS = tuple(MergeShape.model_fields)


@registry.get("/mines/{pk}/merge/{merged_pk}", VERB, MergePreview, gettext_noop("What merging two mines would move"))
def preview_merge(request: HttpRequest, pk: Pk, merged_pk: Pk) -> dict[str, Any]:
    """Table by table: what moves, what changes places, what stays."""
    lines = preview(actor_of(request), mine_of(request, pk), mine_of(request, merged_pk))
    return {"items": [{**vars(line), "label": str(line.label)} for line in lines]}


@registry.post("/mines/{pk}/merges", VERB, MergeShape, gettext_noop("Merge two records of one mine"))
def merge(request: HttpRequest, pk: Pk, sent: NewMerge) -> dict[str, Any]:
    """Everything of the merged record moves to this mine; nothing is lost or doubled."""
    merged = mine_of(request, sent.merged_id)
    return _shape(actions.merge_mines(actor_of(request), mine_of(request, pk), merged, reason=sent.reason))


@registry.post("/merges/{pk}/undo", VERB, MergeShape, gettext_noop("Take a merge of mines back"), status=200)
def unmerge(request: HttpRequest, pk: Pk, sent: Separation) -> dict[str, Any]:
    """The rows that moved return."""
    row = queries.merges(actor_of(request).scope).get(pk=pk)
    return _shape(actions.unmerge_mines(actor_of(request), row, reason=sent.reason))


def _shape(row: MineMerge) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS}
