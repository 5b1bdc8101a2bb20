"""How many requests a caller may send in a minute, over all processes.

Counting every request in the database would make every read a write. So each process takes its permits in lots of a
tenth of the limit and spends them from memory: one statement for sixty requests, never more than the limit in all, and
at worst a few permits lie unused in another process when the minute ends.
"""

import threading
from dataclasses import dataclass

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from kuangan.foundation.api.models import Allowance
from kuangan.foundation.api.problems import Trouble
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.lock_wait import hardly_waiting

_MOST_REMEMBERED = 10_000


@dataclass
class _Lot:
    """Permits of one minute that this process holds; `elsewhere` is what is still to be had from the database."""

    minute: int
    left: int = 0
    elsewhere: int = 0


@dataclass(frozen=True)
class Standing:
    """Where a caller stands after a request: `remaining` at least so many, `reset` seconds until the next minute."""

    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """As headers of the answer."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


_lots: dict[str, _Lot] = {}
_lock = threading.Lock()


def admit(caller: str) -> Standing:
    """Count one request; Trouble "rate-limited" with Retry-After when the minute's permits are used up."""
    limit = int(settings.KUANGAN_API_REQUESTS)
    seconds = clock.real_now().timestamp()
    minute, reset = int(seconds // 60), 60 - int(seconds % 60)
    with _lock:
        lot = _lots.get(caller)
        if lot is None or lot.minute != minute:
            lot = _remember(caller, _Lot(minute, elsewhere=limit))
        if lot.left <= 0 and lot.elsewhere > 0:
            lot.left, lot.elsewhere = _take(caller, minute, max(1, limit // 10), limit)
        if lot.left <= 0:
            raise _too_many(Standing(limit, 0, reset))
        lot.left -= 1
        return Standing(limit, lot.left + lot.elsewhere, reset)


def forget() -> None:
    """Drop what this process holds (tests)."""
    with _lock:
        _lots.clear()


def _remember(caller: str, lot: _Lot) -> _Lot:
    if len(_lots) >= _MOST_REMEMBERED:
        for key in [key for key, held in _lots.items() if held.minute != lot.minute]:
            del _lots[key]
    _lots[caller] = lot
    return lot


def _take(caller: str, minute: int, wanted: int, limit: int) -> tuple[int, int]:
    """A lot for this process, and what is left in the database afterwards.

    While that is locked the process counts alone.
    """
    try:
        with hardly_waiting(), transaction.atomic():
            row, _made = Allowance.objects.select_for_update().get_or_create(caller=caller, defaults={"minute": minute})
            taken = row.taken if row.minute == minute else 0
            granted = max(0, min(wanted, limit - taken))
            row.minute, row.taken = minute, taken + granted
            row.save(update_fields=["minute", "taken"])
    except OperationalError:
        return wanted, max(0, limit - wanted)
    return granted, max(0, limit - row.taken)


def _too_many(standing: Standing) -> Trouble:
    words = _("No more than %(limit)d requests a minute. Wait %(seconds)d seconds.")
    return Trouble(
        "rate-limited",
        words % {"limit": standing.limit, "seconds": standing.reset},
        headers={**standing.headers(), "Retry-After": str(standing.reset)},
    )
