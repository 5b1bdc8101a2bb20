"""Assignments follow a mine that is merged into another; of two for one duty and period the one further on counts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuangan.duties.models import Assignment
from kuangan.duties.states import AssignmentState
from kuangan.registry.actions.merges import Mover
from kuangan.registry.models import Mine

_FURTHER = {
    state: rank
    for rank, state in enumerate(
        (
            AssignmentState.VOIDED,
            AssignmentState.OPEN,
            AssignmentState.RETURNED,
            AssignmentState.SUBMITTED,
            AssignmentState.ACCEPTED,
        )
    )
}


def _belongs_to(row: Assignment, mine: Mine) -> dict[str, Any]:
    """The columns that say whose an assignment is: owed by the mine itself, or by a body about it."""
    is_own = row.owing_mine_id is not None
    return {
        "owing_mine_id": mine.pk if is_own else None,
        "enterprise_id": mine.enterprise_id if is_own else row.enterprise_id,
        "bearer_key": f"mine:{mine.pk}" if is_own else row.bearer_key,
        "subject_key": row.subject_key if is_own else f"mine:{mine.pk}",
    }


def _progress(row: Assignment) -> tuple[int, bool]:
    """How far an assignment is; of two that are open, one with something in it is further."""
    is_begun = row.state == AssignmentState.OPEN and (row.files.exists() or row.answers.exists())
    return _FURTHER[AssignmentState(row.state)], is_begun


ASSIGNMENTS = Mover(
    Assignment,
    _("Duties"),
    follow=_belongs_to,
    once=("plan_id", "duty_slug", "body_key", "period_key"),
    ahead=_progress,
    parked=lambda row: {"bearer_key": f"parked:{row.pk}"},
)
