"""Determination criteria: versions of the document, criteria by kind of mine, day and words, one criterion."""

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import Field

from kuangan.foundation.api.operations import LARGEST_NUMBER, Cursor, Pk
from kuangan.foundation.api.paging import Column, Paging, page
from kuangan.registry.states import MineKind
from kuangan.standards import queries
from kuangan.standards.api.declared import ON, OWN_WORDS, SEARCHED, PublishedShape, Wordings, document, standards
from kuangan.standards.models import Criterion

IN_ORDER = (Column("criterion_set_id"), Column("position"), Column("id"))
if TYPE_CHECKING:
    Kinds = str
else:
    Kinds = Literal[tuple(MineKind.values)]


class OnDay(Schema):
    """A day."""

    on: date | None = Field(None, description=ON)


class CriterionSetShape(PublishedShape):
    """One version of the determination criteria."""

    issued_on: date | None
    repeals: str = Field(description=gettext_noop("URN of the document that it replaces."))
    supplements: str = Field(description=gettext_noop("URN of the document that it adds to."))
    items: int = Field(description=gettext_noop("Items without sub-items; 0 when the library holds only the head."))


class CriterionSets(Schema):
    """Every version, newest first."""

    items: list[CriterionSetShape]


class CriterionFilter(Schema):
    """Which criteria."""

    kind: Kinds | Literal[""] = Field("", description=gettext_noop("A dump site is judged by the open-pit criteria."))
    on: date | None = Field(None, description=ON)
    q: str = Field("", max_length=60, description=SEARCHED)
    set: int | None = Field(
        None, ge=1, le=LARGEST_NUMBER, description=gettext_noop("One version, whether or not it is in force.")
    )


class CriterionLine(Schema):
    """One item or sub-item."""

    id: int
    set_id: int
    code: str
    label: str = Field(description=gettext_noop("How it is cited, in Chinese."))
    parent_id: int | None = Field(description=gettext_noop("The item that a sub-item belongs to."))
    mine_kind: Kinds
    text: str = Field(description=OWN_WORDS)
    wording: Wordings = Field(description=gettext_noop("How far it was compared with the printed text."))


class Criteria(Cursor):
    """A page of criteria, in the order of the document."""

    items: list[CriterionLine]


class CriterionWhole(CriterionLine):
    """One criterion with its version and its sub-items."""

    set: CriterionSetShape
    parts: list[CriterionLine]


@standards.get(
    "/criterion-sets", "standards.read", CriterionSets, gettext_noop("Versions of the determination criteria")
)  # fmt: skip
def criterion_sets(request: HttpRequest, wanted: Query[OnDay]) -> dict[str, Any]:
    """Every version with where it stands on a day."""
    stands = queries.set_standings(wanted.on)
    return {"items": [_set(row, stands) for row in queries.criterion_sets()]}


@standards.get("/criteria", "standards.read", Criteria, gettext_noop("Determination criteria"))
def criteria(request: HttpRequest, wanted: Query[CriterionFilter], paging: Query[Paging]) -> dict[str, Any]:
    """The criteria in force on a day, or those of one version."""
    if wanted.set is None:
        found = queries.find_criteria(wanted.q, wanted.kind, wanted.on)
    else:
        row = queries.criterion_sets().filter(pk=wanted.set).first()
        if row is None:
            raise Http404
        found = queries.criteria_of(row, wanted.q, wanted.kind)
    rows, following = page(request, found.select_related(None), IN_ORDER, paging)
    return {"items": [_criterion(one) for one in rows], "next_cursor": following}


@standards.get("/criteria/{pk}", "standards.read", CriterionWhole, gettext_noop("One criterion"))
def criterion(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """A criterion with its version as it stands today, and its sub-items."""
    row = queries.criteria().get(pk=pk)
    of = queries.criterion_sets().get(pk=row.criterion_set_id)
    below = [_criterion(one) for one in row.parts.order_by("position")]
    return _criterion(row) | {"set": _set(of, queries.set_standings()), "parts": below}


def _set(row: Any, stands: dict[int, Any]) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in ("issued_on", "repeals", "supplements")}
    return document(row, stands[row.pk]) | own | {"items": row.items_total}


def _criterion(row: Criterion) -> dict[str, Any]:
    plain = ("id", "code", "label", "parent_id", "mine_kind", "text", "wording")
    return {name: getattr(row, name) for name in plain} | {"set_id": row.criterion_set_id}
