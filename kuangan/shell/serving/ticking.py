"""What the worker does every minute beside its tasks: sign of life, lost tasks, the night's work."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import close_old_connections

from kuangan.foundation.api.actions import prune_replays
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock, demo_clock
from kuangan.shell import actions
from kuangan.shell.actions.telling import gather_notices, send_notices
from kuangan.shell.actions.tidying import compare_with_trail, tidy_up
from kuangan.shell.serving.children import PARENT
from kuangan.shell.serving.turns import turn

logger = logging.getLogger(__name__)
ROUND = "round"
"""Name of the turn that the minute's round needs: one worker at a time, however many there are."""
SECONDS = 60
"""Between two rounds."""
SILENT_AFTER = 180
"""Seconds without a sign of life after which the worker counts as silent."""
LATE_ROUND = 900
"""Seconds after which a round that has not ended hangs, or nobody does any: the longest night's work takes less."""
_SIGN, _ROUND_ENDED = "kuangan.worker.seen", "kuangan.round.ended"
_LOOK = 2.0


def sign_of_life() -> None:
    """Note that the worker is alive."""
    cache.set(_SIGN, clock.real_now().timestamp(), timeout=24 * 3600)


def seconds_since_sign() -> float | None:
    """Seconds since the worker's last sign of life; None when there was none today."""
    seen = cache.get(_SIGN)
    return None if seen is None else clock.real_now().timestamp() - float(seen)


def note_round() -> None:
    """Note that a round has come to its end: a round that hangs is no sign of life."""
    cache.set(_ROUND_ENDED, clock.real_now().timestamp(), timeout=7 * 24 * 3600)


def seconds_since_round() -> float | None:
    """Seconds since the end of any worker's last round; None when there was none this week."""
    ended = cache.get(_ROUND_ENDED)
    return None if ended is None else clock.real_now().timestamp() - float(ended)


def tick() -> None:
    """One round: a sign of life of this worker, the system's own work unless another worker is at it, and notices."""
    demo_clock.load()
    _try(sign_of_life)
    _try(_system_work)
    _try(partial(send_notices, Actor.system("notices")))  # workers share the outbox
    _try(note_round)


def _system_work() -> None:
    """Each part is tried by itself: a failure of one is logged and keeps no other from its turn."""
    system = Actor.system("nightly")
    with turn(ROUND) as ours:
        if ours:
            parts = (actions.put_back_stuck_tasks, actions.run_nightly, prune_replays, gather_notices, tidy_up,
                     compare_with_trail)  # fmt: skip
            for part in parts:
                _try(partial(part, system))


def _try(part: Callable[[], object]) -> None:
    try:
        part()
    except Exception:
        logger.exception("a part of the minute's round failed")


def _round() -> float:
    """A round, or in a demo a piece of the play as long as there is some left; returns the seconds until the next."""
    if settings.DEMO:
        from kuangan.shell.serving import playing  # here: only a demo loads the play

        if playing.play_a_piece():
            _try(sign_of_life)
            _try(note_round)
            return playing.PAUSE_SECONDS
    tick()
    return SECONDS


class Ticker(threading.Thread):
    """Ticks every minute beside the worker's main loop, and ends the worker when its parent has died."""

    def __init__(self) -> None:
        super().__init__(name="ticker", daemon=True)
        self._parent = int(os.environ.get(PARENT, "0"))
        self._over = threading.Event()

    def run(self) -> None:
        """Tick now and then every minute, until told to stop."""
        left = 0.0
        while not self._over.is_set():
            if self._parent and os.getppid() != self._parent:
                os.kill(os.getpid(), signal.SIGTERM)
                return
            if left <= 0:
                close_old_connections()
                left = _round()
            pause = min(_LOOK, left)
            left -= pause
            self._over.wait(pause)

    def stop(self) -> None:
        """End after the present round."""
        self._over.set()
