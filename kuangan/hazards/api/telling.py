"""From rows to the shapes of one hazard and its parts."""

from collections.abc import Iterable
from typing import Any

from ninja import Schema

from kuangan.hazards.api import shapes
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries import gates
from kuangan.hazards.queries.record import Record
from kuangan.hazards.queries.shown import shown_code
from kuangan.hazards.states import HazardState

_STANDING = ("id", "number", "state", "grade", "deadline_at", "rectified_at", "applied_at", "verified_at", "listed_at",
             "closed_at")  # fmt: skip
_LINE = (
    "mine_id", "region_code", "source", "disaster", "focus_area", "place", "description", "found_at", "entered_at",
    "determined_at", "report_due_at", "reported_at", "responsible", "supervisor", "verify_due_at", "refusals",
)  # fmt: skip
_WHOLE = (
    "requirement", "found_by", "entered_by", "begun_at", "rectified_by", "verified_by", "closed_by", "withdrawn_at",
    "withdrawal_reason", "reopens_id",
)  # fmt: skip


def plain(row: Any, shape: type[Schema], **more: Any) -> dict[str, Any]:
    """The columns of a row that a shape names; `more` are those that are no columns."""
    return {name: getattr(row, name) for name in shape.model_fields if name not in more} | more


def standing(row: Hazard) -> dict[str, Any]:
    """Where a hazard stands, as HazardStanding."""
    return {name: getattr(row, name) for name in _STANDING} | {
        "is_overdue": row.is_overdue(), "was_late": row.was_late,
    }  # fmt: skip


def line(row: Hazard) -> dict[str, Any]:
    """A hazard in a list, as HazardLine; mine and criterion should be loaded."""
    return {
        **standing(row),
        **{name: getattr(row, name) for name in _LINE},
        "overtaken": getattr(row, "overtaken", False),
        "registrar_verified": row.registrar_verified,
        "mine": str(row.mine),
        "criterion": row.criterion.code if row.criterion else None,
    }


def whole(told: Record) -> dict[str, Any]:
    """A hazard with its parts, as HazardShape."""
    row, cause = told.row, told.cause
    return {
        **line(row),
        "overtaken": told.visit is not None,
        "shown": shown_code(told),
        **{name: getattr(row, name) for name in _WHOLE},
        "article": str(row.article) if row.article else None,
        "waits_for": [str(words) for words in _waits_for(told)],
        "determinations": [determination(one) for one in told.determinations],
        "five": _all(told.five, shapes.FiveShape),
        "photos": [photo(one) for one in told.photos],
        "progress": _all(told.progress, shapes.ProgressShape),
        "extensions": _all(told.extensions, shapes.HazardExtensionShape),
        "evacuations": _all(told.evacuations, shapes.EvacuationShape),
        "applications": [_application(one) for one in told.applications],
        "listings": [listing(one) for one in told.listings],
        "cause": plain(cause, shapes.CauseShape) if cause else None,
        "links": [_link(row, one) for one in told.links],
    }


def _all(rows: Iterable[Any], shape: type[Schema]) -> list[dict[str, Any]]:
    return [plain(one, shape) for one in rows]


def _waits_for(told: Record) -> list[Any]:
    row = told.row
    if row.state == HazardState.REGISTERED:
        return gates.before_rectifying(row, told.latest_five)
    if row.state == HazardState.RECTIFYING:
        return gates.before_applying(row, told.photos, told.latest_five)
    return gates.before_closing(row, bool(told.evacuated)) if row.state == HazardState.VERIFIED else []


def determination(one: Any) -> dict[str, Any]:
    """One judgement as DeterminationShape."""
    return plain(one, shapes.DeterminationShape, criterion=one.criterion.code if one.criterion else None)


def photo(one: Any) -> dict[str, Any]:
    """A picture or paper as HazardPhoto."""
    kept = ("size", "media_type", "sha256")
    return plain(one, shapes.HazardPhoto, **{name: getattr(one.stored, name) for name in kept})


def listing(one: Any) -> dict[str, Any]:
    """A listed supervision as ListingShape."""
    return plain(one, shapes.ListingShape, returns=_all(one.returns.all(), shapes.SupervisionReturnShape))


def _application(one: Any) -> dict[str, Any]:
    return plain(
        one, shapes.HazardApplication, assessor=str(one.assessor) if one.assessor else None,
        checks=_all(one.checks.all(), shapes.SiteCheckShape),
    )  # fmt: skip


def _link(row: Hazard, one: Any) -> dict[str, Any]:
    """The other end is named by its number only, because it may lie outside the reader's jurisdiction."""
    outward = one.hazard_id == row.pk
    other = one.other if outward else one.hazard
    return {"kind": one.kind, "outward": outward, "hazard_id": other.pk, "number": other.number, "note": one.note}
