"""The rest of a demo's campaign, played by the worker piece by piece while people look at what is there already."""

import logging
import os
import threading
from contextlib import suppress

from kuangan.foundation.authority.actors import Actor
from kuangan.shell.actions.play import go_on_playing

logger = logging.getLogger(__name__)
PIECE_SECONDS = 0.7
"""About so long others wait for a write while the play holds the database."""
PAUSE_SECONDS = 0.2
"""Between two pieces: longer than somebody who waits for SQLite sleeps between two tries."""


def play_a_piece() -> bool:
    """Play for a moment; False when there is nothing left to be played. A failure is logged and tried again."""
    with suppress(OSError, AttributeError):  # pages come first, where the system can tell threads apart
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
    try:
        return go_on_playing(Actor.system("demo"), seconds=PIECE_SECONDS) is not None
    except Exception:
        logger.exception("a piece of the play failed")
        return True
