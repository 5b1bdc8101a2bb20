"""Progress returns (督办进展) of the county under a listed supervision."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import lock, tell
from kuangan.hazards.actions.rectifying import SENT_TWICE
from kuangan.hazards.models import ListedSupervision, SupervisionReturn
from kuangan.hazards.queries.listings import next_return_due
from kuangan.hazards.rules.supervision import is_open
from kuangan.hazards.rules.words import says_nothing, tidy


@transaction.atomic
def return_progress(
    actor: Actor, listing: ListedSupervision, *, text: str, happened_at: datetime | None = None
) -> SupervisionReturn:
    """The county returns progress under a listed supervision; it answers the earliest return that is still owed.

    A return made before the interval of the next one has begun is kept and answers nothing more: its `due_at` is that
    of the one already answered. The same words of the same person within ten minutes are one return.
    """
    row = lock(actor, "hazards.return_progress", listing.hazard)
    held: ListedSupervision = ListedSupervision.rows.select_for_update().get(pk=listing.pk)
    if not held.in_force:
        raise Refused(_("The hazard has been delisted."))
    if says_nothing(text, 6):
        raise Refused(_("Say how rectification stands and what the bureau did."), "text")
    moment, now = happened_at or clock.now(), clock.now()
    if not held.happened_at <= moment <= now:
        raise Refused(_("Choose a time between the listing and now."), "happened_at")
    recent = held.returns.filter(text=tidy(text), by_id=actor.user_id, entered_at__gte=now - SENT_TWICE)
    if known := recent.first():
        return known
    due, interval = next_return_due(held), timedelta(days=held.return_interval_days)
    answers = is_open(due, held.return_interval_days, held.happened_at, now)
    made = SupervisionReturn.rows.create(
        listing=held, due_at=due if answers else due - interval, happened_at=moment, text=tidy(text),
        by_id=actor.user_id, by=actor.name[:100],
    )  # fmt: skip
    if answers:
        held.return_due_at = due + interval
        held.save(update_fields=["return_due_at"])
    record(actor, kinds.RETURN_MADE, row, happened_at=moment, late=made.entered_at > made.due_at)
    tell(row)
    return made
