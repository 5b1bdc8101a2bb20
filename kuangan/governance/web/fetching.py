"""From an address to a row: what a reader may not see does not exist."""

from django.http import Http404, HttpRequest

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.governance.models import HelpFile, HelpMeasure, HelpRequest
from kuangan.governance.queries import request as request_of


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def request_or_404(request: HttpRequest, pk: int) -> HelpRequest:
    """The help request, inside the reader's jurisdiction."""
    try:
        return request_of(actor_of(request).scope, pk)
    except HelpRequest.DoesNotExist:
        raise OutOfScope from None


def file_or_404(row: HelpRequest, file_id: int) -> HelpFile:
    """A file of a request that the reader may see."""
    found: HelpFile | None = row.files.select_related("stored", "request__mine").filter(pk=file_id).first()
    if found is None:
        raise Http404
    return found


def measure_or_404(row: HelpRequest, measure_id: int) -> HelpMeasure:
    """A measure of the report in force."""
    rows = HelpMeasure.rows.select_related("report__request").filter(report__request=row)
    found: HelpMeasure | None = rows.filter(pk=measure_id).first()
    if found is None:
        raise Http404
    return found
