"""What an import would bring about elsewhere: written as it would be, looked at, and taken back unseen."""

from typing import Any

from django.db import transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.exchange.actions.applying import planned_rows
from kuangan.foundation.exchange.actions.staging import seen
from kuangan.foundation.exchange.importers import foresight, importer
from kuangan.foundation.exchange.models import ImportBatch
from kuangan.foundation.exchange.states import BatchState
from kuangan.foundation.kernel import collecting
from kuangan.foundation.kernel.errors import Refused

MOST_ROWS = 6_000
"""So many rows are written and taken back to foresee what comes of them; of more the result tells."""


# house: not-atomic — what is written is taken back, what was foreseen is stored by itself
def foresee(actor: Actor, batch: ImportBatch) -> None:
    """Have the room that follows from these records say what a checked upload would change, and keep that with it.

    Rows in doubt count once they are decided. Nothing is kept where nobody can tell, or of too many rows.
    """
    batch = seen(actor, batch)
    tell = foresight(batch.importer)
    if tell is None or batch.state != BatchState.CHECKED:
        return
    found: dict[str, Any] = {}
    try:
        with transaction.atomic(), collecting.put_off():
            plugged = importer(batch.importer)
            rows = planned_rows(batch, plugged)
            keys = sorted({row.key for row in rows if row.key})
            if len(rows) <= MOST_ROWS:
                plugged.lock(actor, keys)
                found = tell(keys, lambda: plugged.apply(actor, rows) if rows else None)
            transaction.set_rollback(True)
    except Refused:
        found = {}  # applying will refuse for the same reason, and say it
    ImportBatch.objects.within(actor.scope).filter(pk=batch.pk).update(foreseen=found)
