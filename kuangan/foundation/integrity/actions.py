"""Writing the audit trail: one row per act, in the act's own transaction."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.canonical import digest_of, new_uid, settled
from kuangan.foundation.integrity.heads import remember
from kuangan.foundation.integrity.kinds import Kind
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.inserting import drafted, insert


# house: not-atomic — the record belongs to the transaction of the act that calls it
def record(
    actor: Actor,
    kind: Kind,
    row: models.Model | None = None,
    *,
    happened_at: datetime | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    **details: Any,
) -> AuditEvent:
    """Leave a record that `actor` did `kind` to `row`. Call it last, inside the transaction of the act.

    `happened_at` is when the fact took place if that differs from now; `details` are plain JSON values.
    """
    event = build(actor, kind, row, happened_at=happened_at, before=before, after=after, **details)
    event.save(force_insert=True)
    remember([event])
    return event


# house: not-atomic — writes nothing; the caller saves within its own transaction
def build(
    actor: Actor,
    kind: Kind,
    row: models.Model | None = None,
    *,
    happened_at: datetime | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    called: str | None = None,
    **details: Any,
) -> AuditEvent:
    """The record unsaved, for acts on many rows that write their records in one statement.

    Its digest goes into the same statement and depends on no other row, so that writers never wait for one another.
    `called` is what the row is called, when that is a name and thus the same in every language.
    """
    moment = clock.now()
    paths = getattr(row, "scope_paths", None)
    event = drafted(
        AuditEvent,
        uid=new_uid(),
        kind=kind.name,
        happened_at=happened_at or moment,
        entered_at=moment,
        **actor.as_told,
        object_type="" if row is None else row._meta.label_lower,
        object_id="" if row is None else str(row.pk),
        object_label=_label(row) if called is None else called[:300],
        region_code=str(_follow(row, paths.region) or "") if paths else "",
        mine_id=_follow(row, paths.mine) if paths else None,
        before=settled(before),
        after=settled(after),
        details=settled({**details, "token": actor.token} if actor.token else details),
    )
    event.digest = digest_of(event)
    return event


# house: no-actor — every event already names its actor
# house: not-atomic — the records belong to the transaction of the act that calls it
def record_many(events: list[AuditEvent]) -> None:
    """Save records made by `build` in one statement."""
    insert(events)
    remember(events)


def _label(row: models.Model | None) -> str:
    """What the record is called, always in the language of the installation and never in that of whoever acts."""
    if row is None:
        return ""
    if translation.get_language() == settings.LANGUAGE_CODE:
        return str(row)[:300]
    with translation.override(settings.LANGUAGE_CODE):
        return str(row)[:300]


def _follow(row: Any, path: str | None) -> Any:
    """The value at the end of a path of relations; None where there is none."""
    if not path:
        return None
    if "__" not in path:
        return getattr(row, path, None)
    for name in path.split("__"):
        row = getattr(row, name, None)
        if row is None:
            return None
    return row
