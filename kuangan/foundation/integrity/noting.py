"""Reading what is sensitive leaves a record too: once per reader, record and hour, so that the trail is not flooded.

A record that cannot be written at once, because a lock is held or the disk is full, is not waited for: without it there
is no reading (OperationalError, which pages and API tell as 503).
"""

from datetime import timedelta
from typing import Any

from django.db import connection, models, transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.kinds import Kind
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.lock_wait import hardly_waiting

ONCE_IN = timedelta(hours=1)


def note_read(actor: Actor, kind: Kind, row: models.Model | None = None, **details: Any) -> bool:
    """Record that somebody read `row` (or a list, named in `details`); False when this was noted in the last hour."""
    label = row._meta.label_lower if row is not None else ""
    pk = str(row.pk) if row is not None else ""
    noted = AuditEvent.rows.filter(
        actor_id=actor.user_id, kind=kind.name, object_type=label, object_id=pk,
        entered_at__gt=clock.now() - ONCE_IN, entered_at__lte=clock.now(),
    )  # fmt: skip
    if row is None:
        noted = noted.filter(details={**details, "token": actor.token} if actor.token else details)
    if noted.exists():
        return False
    with hardly_waiting(), transaction.atomic():
        _one_at_a_time(f"{actor.user_id}:{kind.name}:{label}:{pk}")
        if noted.exists():
            return False
        record(actor, kind, row, **details)
    return True


def _one_at_a_time(name: str) -> None:
    """Two requests of one reader at the same moment leave one record; SQLite writes one at a time as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
