"""A person reads: of no interest to the audit trail, which keeps what people do to records."""

from django.db import transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices import queries
from kuangan.foundation.notices.models import Notice


@transaction.atomic
def mark_read(actor: Actor, pk: int) -> Notice | None:
    """Note that the actor has read one of their own notices; None when it is not theirs."""
    notice = queries.inbox(actor).filter(pk=pk).first()
    if notice is not None and notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def mark_all_read(actor: Actor, *, group: str = "") -> int:
    """Note that the actor has read all their notices, or those of one group; returns how many were unread."""
    unread = queries.inbox(actor, unread=True, group=group).order_by()
    return Notice.objects.filter(pk__in=unread.values("pk")).update(read_at=clock.now())
