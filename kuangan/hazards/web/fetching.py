"""From an address to a row: what a reader may not see does not exist."""

from django.http import HttpRequest

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.hazards.models import Hazard
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
