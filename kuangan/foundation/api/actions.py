"""Writes of the API's machinery: what the system's own round clears away."""

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.api import replays
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import Forbidden


@transaction.atomic
def prune_replays(actor: Actor) -> int:
    """Delete answers whose two days of keeping are over; returns how many. The system's own work, every minute."""
    if not actor.is_system:
        raise Forbidden(_("Your role does not include this."))
    return replays.prune()
