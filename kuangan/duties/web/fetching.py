"""From an address to a row: what a reader may not see does not exist."""

from typing import Any

from django.http import Http404, HttpRequest

from kuangan.duties.models import Assignment, EvidenceFile, Submission
from kuangan.duties.queries.in_force import InForce, in_force
from kuangan.duties.queries.listing import assignment
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.foundation.ui import choice


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
    """The campaigns that reach the reader, the latest first; the frame takes their titles over from here."""
    found = in_force(actor_of(request).scope)
    request.campaigns = [(item.plan.pk, item.plan.short_title) for item in found]  # type: ignore[attr-defined]
    return found


def chosen_campaigns(request: HttpRequest, campaigns: list[InForce]) -> list[InForce]:
    """The campaign that the reader has chosen, alone; all of them when none is chosen."""
    plan = choice.chosen(request, [item.plan for item in campaigns])
    return [item for item in campaigns if plan is None or item.plan == plan]


def chosen_of(request: HttpRequest, campaigns: list[InForce]) -> InForce | None:
    """The campaign that a page shows which shows one at a time: the chosen one, else the latest; None without any."""
    return next(iter(chosen_campaigns(request, campaigns)), None)
