"""From an address to a row: what a reader may not see does not exist."""

from django.http import Http404, HttpRequest

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.hazards.models import Hazard, Photo
from kuangan.hazards.queries.hazards import hazard


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def hazard_or_404(request: HttpRequest, pk: int) -> Hazard:
    """The hazard, inside the reader's jurisdiction."""
    try:
        return hazard(actor_of(request).scope, pk)
    except Hazard.DoesNotExist:
        raise OutOfScope from None


def photo_or_404(row: Hazard, photo_id: int) -> Photo:
    """A picture or paper of a hazard that the reader may see, removed ones too."""
    found: Photo | None = row.photos.select_related("stored", "hazard").filter(pk=photo_id).first()
    if found is None:
        raise Http404
    return found
