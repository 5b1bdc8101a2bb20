"""How long things last: licences and certificates that run out, appointments that are still new."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

EXPIRY_WARNING_DAYS = 90
"""Days before its end from which a licence is warned about; Guangdong's platform warns 90 days before."""
NEWLY_APPOINTED_DAYS = 365
"""Days for which a leading cadre counts as newly appointed (新任, plan 五(三)12)."""

Expiry = Literal["unknown", "expired", "expiring", "valid"]


def warn_from(today: date) -> date:
    """The last day of validity that is warned about today."""
    return today + timedelta(days=EXPIRY_WARNING_DAYS)


def expiry_of(valid_to: date | None, today: date) -> Expiry:
    """Where something stands whose last valid day is `valid_to`."""
    if valid_to is None:
        return "unknown"
    if valid_to < today:
        return "expired"
    return "expiring" if valid_to <= warn_from(today) else "valid"


def is_newly_appointed(appointed_on: date, today: date, days: int = NEWLY_APPOINTED_DAYS) -> bool:
    """Whether somebody took up the post at most `days` ago."""
    return timedelta(0) <= today - appointed_on <= timedelta(days=days)


FOLLOWS_ENGAGEMENTS = "外包登记 {day:%Y-%m-%d}"
"""Basis of the fact has_contractors where it follows from engagements."""


def contracted_days(spans: Sequence[tuple[date, date | None]]) -> list[tuple[date, bool]]:
    """The days on which engagements (first day, last day or None) begin or end, with whether one runs from then on."""
    days = sorted({day for span in spans for day in span if day})
    return [(day, any(start <= day and (end is None or end > day) for start, end in spans)) for day in days]
