"""From an address to a row: what a reader may not see does not exist."""

from typing import Any

from django.http import Http404, HttpRequest

from kuangan.duties.models import Assignment, EvidenceFile, Submission
from kuangan.duties.queries.in_force import InForce, in_force
from kuangan.duties.queries.listing import assignment
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def assignment_or_404(request: HttpRequest, pk: int) -> Assignment:
    """The assignment, inside the reader's jurisdiction."""
    try:
        return assignment(actor_of(request).scope, pk)
    except Assignment.DoesNotExist:
        raise OutOfScope from None


def file_or_404(row: Assignment, file_id: int) -> EvidenceFile:
    """A file of an assignment that the reader may see, of any round, removed ones too."""
    found: EvidenceFile | None = row.files.select_related("stored").filter(pk=file_id).first()
    if found is None:
        raise Http404
    return found


def submission_or_404(request: HttpRequest, pk: int) -> Submission:
    """A submission of the reader's jurisdiction."""
    found: Any = Submission.objects.within(actor_of(request).scope).filter(pk=pk).first()
    if found is None:
        raise OutOfScope
    return found


def campaigns_of(request: HttpRequest) -> list[InForce]:
    """The campaigns that reach the reader, the latest first; the frame takes the title over from here."""
    found = in_force(actor_of(request).scope)
    request.campaign_title = found[0].plan.short_title if found else ""  # type: ignore[attr-defined]
    return found
