"""What came of the play, in figures that two runs with the same seed share."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from kuangan.duties.models import Assignment, Extension, RedoOrder, Review, Submission
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent, StoredFile
from kuangan.plan.models import Plan
from kuangan.registry.models import Mine


@dataclass(frozen=True)
class Figures:
    """Counts at the end of the play; `states` by display state (overdue and redo apart)."""

    mines: int
    assignments: int
    states: dict[str, int]
    submissions: dict[str, int]
    reviews: dict[str, int]
    extensions: dict[str, int]
    redo_orders: int
    files: int
    records: int


def figures(scope: Scope, plan: Plan) -> Figures:
    """Count, at the clock's present moment."""
    rows = list(Assignment.objects.within(scope).filter(plan=plan))
    return Figures(
        mines=Mine.objects.within(scope).count(),
        assignments=len(rows),
        states=dict(sorted(Counter(row.display_state for row in rows).items())),
        submissions=_by(Submission, scope, "state"),
        reviews=_by(Review, scope, "decision"),
        extensions=_by(Extension, scope, "state"),
        redo_orders=RedoOrder.objects.within(scope).count(),
        files=StoredFile.objects.count(),
        records=AuditEvent.rows.count(),
    )


def _by(model: type, scope: Scope, name: str) -> dict[str, int]:
    rows = model.objects.within(scope).order_by(name).values_list(name)  # type: ignore[attr-defined]
    return dict(rows.annotate(count=Count("pk")))
