"""Sealing the audit trail beside the worker's other work, so that a long night keeps nothing unsealed for a minute."""

import logging
import threading

from django.db import close_old_connections, connection

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.sealing import seal_all
from kuangan.foundation.kernel import demo_clock
from kuangan.shell.serving.ticking import sign_of_life

logger = logging.getLogger(__name__)
SECONDS = 20
"""Between two rounds: what is committed is sealed within a minute with room to spare."""


def seal_round() -> int:
    """Seal what waits; returns how many seals were made. A failure is logged and leaves it to the next round.

    It also says that the worker is alive, for the minute's round may be at a long night's work.
    """
    demo_clock.load()
    try:
        sign_of_life()
        return len(seal_all(Actor.system("sealing")))
    except Exception:
        logger.exception("sealing the audit trail failed")
        return 0


class Sealer(threading.Thread):
    """Seals every few seconds until told to stop. Several may run: one seals, the others find nothing to do."""

    def __init__(self) -> None:
        super().__init__(name="sealer", daemon=True)
        self._over = threading.Event()

    def run(self) -> None:
        """Seal now and then every few seconds."""
        while not self._over.is_set():
            close_old_connections()
            seal_round()
            self._over.wait(SECONDS)
        connection.close()

    def stop(self) -> None:
        """End after the present round."""
        self._over.set()
