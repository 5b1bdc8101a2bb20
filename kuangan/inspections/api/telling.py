"""Checks as the API tells them."""

from typing import Any

from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.queries.record import Record, record

_PLAIN = (
    "id", "number", "state", "mine_id", "region_code", "checked_on", "entered_at", "led_by_principal", "leader",
    "counts", "hazards_total", "major_total", "signed_at",
)  # fmt: skip
_WHOLE = (
    "began", "ended", "alone_reason", "attestation", "content_hash", "replaces_id", "withdrawal_reason",
)  # fmt: skip


def line(row: MonthlyCheck) -> dict[str, Any]:
    """As shapes.CheckLine."""
    return {**{name: getattr(row, name) for name in _PLAIN}, "mine": row.mine.name, "month": f"{row.month:%Y-%m}"}


def whole(row: MonthlyCheck) -> dict[str, Any]:
    """As shapes.CheckShape."""
    held = record(row)
    return {
        **line(row),
        **{name: getattr(row, name) for name in _WHOLE},
        "people": [{"name": one.name, "post": one.post} for one in held.people],
        "areas": _areas(held),
        "criteria": [
            {
                "criterion_id": one.criterion.pk, "code": one.criterion.code, "text": one.criterion.text,
                "answer": one.told.answer, "reason": one.told.reason,
            }
            for one in held.asked
        ],
        "findings": [
            {
                "id": one.pk, "hazard_id": one.hazard_id, "hazard": one.hazard.number, "grade": one.hazard.grade,
                "area_id": one.area_id, "criterion_id": one.criterion_id, "is_new": one.is_new,
            }
            for one in held.findings
        ],
        "standing": [
            {
                "hazard_id": one.hazard.pk, "hazard": one.hazard.number,
                "answer": "there" if one.met else "gone" if one.gone else "",
            }
            for one in held.standing
        ],
        "missing": [str(gap.words) for gap in held.gaps] if row.is_draft else [],
    }  # fmt: skip


def _areas(held: Record) -> list[dict[str, Any]]:
    names = ("position", "name", "looked_at", "result", "words", "walked_at")
    return [
        {
            "id": one.area.pk, **{name: getattr(one.area, name) for name in names},
            "photos": [photo.stored.sha256 for photo in one.photos],
        }
        for one in held.areas
    ]  # fmt: skip
