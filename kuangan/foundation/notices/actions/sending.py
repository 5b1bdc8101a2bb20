"""Sending: claimed and committed first, then sent, then settled (docs/adr/0008).

A worker that dies in between leaves rows in "sending". When their lease has run out they are put back and sent again
under the same key, so that a receiver can tell a repetition: nothing is lost, and nothing is told twice unrecognised.
"""

import logging
import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.channels import switchboard, webhook
from kuangan.foundation.notices.channels.switchboard import Never, NotNow, Send
from kuangan.foundation.notices.letters import Letters
from kuangan.foundation.notices.models import Delivery
from kuangan.foundation.notices.rules import TRIES, pause_after
from kuangan.foundation.notices.states import DELIVERY_CHART, DeliveryState

logger = logging.getLogger(__name__)
BATCH = 20
LEASE = timedelta(minutes=10)
"""Longer than a whole batch can take when every receiver is as slow as it may be."""
SECONDS = 40.0
"""How long one round goes on: the minute's round has other work, and more goes out in the next minute."""


@dataclass
class Tally:
    """What a round did."""

    sent: int = 0
    later: int = 0
    lost: int = 0


# house: not-atomic — every message stands between two commits of its own
def send_due(actor: Actor, *, seconds: float = SECONDS) -> Tally:
    """Send what is due, for so many seconds at most."""
    require(actor, "notices.run")
    tally, end = Tally(), time.monotonic() + seconds
    with ExitStack() as stack:
        post = _Post(stack)
        while time.monotonic() < end and (rows := _claim()):
            letters = Letters(rows)
            for row in rows:
                _send(row, letters, post, tally)
    return tally


# house: not-atomic — the message stands between two commits of its own
def send_one(actor: Actor, pk: int) -> Tally:
    """Send one delivery now, for a test."""
    require(actor, "notices.run")
    tally = Tally()
    with ExitStack() as stack:
        for row in (rows := _claim(pk)):
            _send(row, Letters(rows), _Post(stack), tally)
    return tally


@transaction.atomic
def put_back_lost(actor: Actor) -> int:
    """Put deliveries back whose worker died over them or is too late; returns how many."""
    require(actor, "notices.run")
    moment = clock.real_now()
    lost = Delivery.objects.filter(state=DeliveryState.SENDING, leased_until__lt=moment)
    gone = lost.filter(attempts__gte=TRIES).update(
        state=DELIVERY_CHART.move(DeliveryState.SENDING, "give_up"), settled_at=clock.now(), lease=""
    )
    back = lost.update(
        state=DELIVERY_CHART.move(DeliveryState.SENDING, "put_back"),
        interruptions=F("interruptions") + 1,
        next_try_at=moment,
        lease="",
        leased_until=None,
        last_error="interrupted",
    )
    if gone or back:
        logger.warning("%s deliveries put back, %s given up after an interruption", back, gone)
    return back


class _Post:
    """The channels of one round, each opened when its first message comes."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._open: dict[str, Send] = {}

    def __call__(self, channel: switchboard.Channel) -> Send:
        if channel.name not in self._open:
            self._open[channel.name] = self._stack.enter_context(channel.session())
        return self._open[channel.name]


@transaction.atomic
def _claim(pk: int | None = None) -> list[Delivery]:
    """Take the next deliveries: committed as "sending" before anything leaves the house."""
    moment, lease = clock.real_now(), uuid.uuid4().hex
    due = Delivery.objects.filter(state=DeliveryState.PENDING, next_try_at__lte=moment).order_by("next_try_at", "id")
    if pk is not None:
        due = due.filter(pk=pk)
    skip = connection.features.has_select_for_update_skip_locked
    ids = list(due.select_for_update(skip_locked=skip).values_list("pk", flat=True)[:BATCH])
    Delivery.objects.filter(pk__in=ids, state=DeliveryState.PENDING).update(
        state=DELIVERY_CHART.move(DeliveryState.PENDING, "claim"),
        attempts=F("attempts") + 1,
        lease=lease,
        leased_until=moment + LEASE,
    )
    rows = Delivery.objects.filter(pk__in=ids, lease=lease).select_related("cause", "endpoint", "notice__cause")
    return list(rows.order_by("next_try_at", "id"))


def _send(row: Delivery, letters: Letters, post: Callable[[switchboard.Channel], Send], tally: Tally) -> None:
    try:
        number = _deliver(row, letters, post)
    except NotNow as problem:
        tally.later += 1
        _later(row, str(problem))
    except Never as problem:
        tally.lost += 1
        _settle(row, "refuse", error=str(problem))
    except Exception as problem:
        # a fault of one message keeps no other from its turn
        logger.exception("delivery %s on %s", row.key, row.channel)
        tally.later += 1
        _later(row, type(problem).__name__)
    else:
        tally.sent += 1
        _settle(row, "settle", message_id=number)


def _deliver(row: Delivery, letters: Letters, post: Callable[[switchboard.Channel], Send]) -> str:
    if row.endpoint_id is not None:
        return webhook.send(row)
    channel = switchboard.channel(row.channel)
    if channel is None or not channel.is_configured():
        raise Never("the channel is not set up any more")
    message = letters.message(row)
    if message is None or not channel.reaches(message.to):
        raise Never("nobody to write to, or nothing to say any more")
    return post(channel)(message)


def _later(row: Delivery, error: str) -> None:
    pause = pause_after(row.attempts)
    if pause is None:
        _settle(row, "give_up", error=error)
    else:
        _settle(row, "try_again", error=error, next_try_at=clock.real_now() + pause)


@transaction.atomic
def _settle(row: Delivery, verb: str, *, error: str = "", message_id: str = "", **more: object) -> None:
    """Write down the outcome, unless the lease has run out and another worker has taken the row over."""
    state = DELIVERY_CHART.move(DeliveryState.SENDING, verb)
    settled = None if state == DeliveryState.PENDING else clock.now()
    found = Delivery.objects.filter(pk=row.pk, lease=row.lease, state=DeliveryState.SENDING).update(
        state=state, lease="", leased_until=None, settled_at=settled, last_error=error[:300],
        message_id=message_id[:200], **more,
    )  # fmt: skip
    if not found:
        logger.warning("delivery %s was taken over by another worker", row.key)
