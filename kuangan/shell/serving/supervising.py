"""The command that keeps the children running and takes them with it when it ends."""

import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType

from kuangan.shell.serving.children import Child

_PAUSE = 0.2
GRACE_SECONDS = 20.0
"""How long children may finish their work after SIGTERM."""
SEVERAL = 5
"""Deaths in a row, each within a minute of the start, after which the line says that it goes on like this."""


class Supervisor:
    """Starts the children, restarts the dead, forwards SIGTERM and SIGINT, and leaves nothing running."""

    def __init__(
        self,
        children: Sequence[Child],
        *,
        say: Callable[[str], None],
        is_ready: Callable[[], bool] = lambda: True,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self.children = list(children)
        self._say = say
        self._is_ready = is_ready
        self._on_ready = on_ready
        self._stopping = False

    def run(self) -> int:
        """Work until a signal comes; returns the exit status, 0.

        A child that dies again and again is started again for ever, at most half a minute apart, and takes no other
        with it: what it cannot do without, such as the database, comes back some time, with nobody there to see to it.
        """
        former = {
            number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        }
        try:
            return self._run()
        finally:
            self._end()
            for number, handler in former.items():
                signal.signal(number, handler)

    def _run(self) -> int:
        for child in self.children:
            child.start()
        ready = False
        while not self._stopping:
            if not ready and self._is_ready():
                ready = True
                self._on_ready()
            for child in self.children:
                status = child.watch()
                if status is not None:
                    again = f"starting it again in {child.pause:.0f} s"
                    why = ". It keeps failing: its messages above say why" if child.failures > SEVERAL else ""
                    self._say(f"{child.name} ended with status {status}; {again}{why}")
            time.sleep(_PAUSE)
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _end(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children:
            if not child.wait(deadline - time.monotonic()):
                self._say(f"{child.name} did not stop in time and was killed")
