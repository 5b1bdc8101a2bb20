"""Where the operations of duties are declared, and how an address finds its row."""

from typing import Any

from django.http import HttpRequest

from kuangan.duties.models import Assignment
from kuangan.duties.queries.listing import assignment
from kuangan.foundation.api.operations import Operations
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope

duties = Operations("duties")


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def assignment_of(request: HttpRequest, pk: int) -> Assignment:
    """The assignment of an address; OutOfScope (404) outside the reader's jurisdiction."""
    try:
        return assignment(actor_of(request).scope, pk)
    except Assignment.DoesNotExist:
        raise OutOfScope from None


def state_of(row: Assignment) -> dict[str, Any]:
    """Where an assignment stands after an act, as shapes.Standing."""
    plain = ("id", "state", "round", "due_at", "review_due_at", "submitted_at", "accepted_at")
    waiting = row.waiting_for
    return {
        **{name: getattr(row, name) for name in plain},
        "is_overdue": row.is_overdue(),
        "waiting_for": waiting.name if waiting else None,
    }
