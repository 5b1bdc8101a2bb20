"""What stood on the screen of whoever decides or signs, as one code: another word, picture, date or signature gives
another."""

from typing import Any

from kuangan.foundation.integrity.shown import code_of
from kuangan.hazards.queries.record import Record

_HAZARD = (
    "state", "grade", "place", "description", "requirement", "criterion_id", "found_at", "deadline_at", "responsible",
    "supervisor", "listed_at", "reported_at", "rectified_at", "applied_at", "verified_at",
)  # fmt: skip
_PARTS: dict[str, tuple[str, ...]] = {
    "five": ("pk", "content_hash", "signed_at"),
    "photos": ("pk", "stage", "stored_id", "pairs_with_id", "spot", "note", "taken_at"),
    "progress": ("pk", "text"),
    "extensions": ("pk", "state", "proposed_deadline_at", "granted_deadline_at", "reason", "interim_measures"),
    "evacuations": ("pk", "state", "people_inside", "people_out", "area"),
    "determinations": ("pk", "grade", "criterion_id", "reasons"),
    "applications": ("pk", "state", "statement", "rectified_at", "spent_yuan", "assessment", "opinion"),
    "listings": ("pk", "state", "requirements", "deadline_at", "extended_to", "document_number"),
}


# house: unscoped — arithmetic over a record that was read within a scope
def shown_code(held: Record) -> str:
    """SHA-256 (hex) over what a page of decision shows of a hazard."""
    told: dict[str, Any] = {"hazard": [getattr(held.row, name) for name in _HAZARD]}
    for part, names in _PARTS.items():
        told[part] = sorted(([getattr(one, name) for name in names] for one in getattr(held, part)), key=_first)
    told["checks"] = sorted(
        [one.pk, one.state, one.content_hash] for made in held.applications for one in made.checks.all()
    )
    told["cause"] = held.cause.revision if held.cause else 0
    return code_of(told)


def _first(values: list[Any]) -> Any:
    return values[0]
