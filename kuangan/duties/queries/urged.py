"""When the bearer of a duty was urged last, and by whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kuangan.duties import kinds
from kuangan.duties.models import Assignment
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.queries import events


@dataclass(frozen=True, slots=True)
class Urged:
    """One urging. `letter` joins what was urged together; "" for one alone."""

    at: datetime
    by: str
    letter: str


def last_urged(scope: Scope, ids: Collection[int]) -> dict[int, Urged]:
    """The last urging of each assignment that was ever urged; one statement."""
    found = events(scope).filter(
        kind=kinds.URGED.name, object_type=Assignment._meta.label_lower, object_id__in=[str(pk) for pk in ids]
    )
    return {
        int(event.object_id): Urged(
            event.happened_at, event.actor_name, str((event.details or {}).get("letter", "")).partition(":")[0]
        )
        for event in found.order_by("id")
    }  # fmt: skip
