"""One child process in a session of its own, which never outlives the process that started it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

PARENT = "KUANGAN_PARENT"
"""Environment variable that tells a child the process number of its parent."""
_PR_SET_PDEATHSIG = 1
_SHORTEST, _LONGEST = 0.5, 30.0
_STEADY_AFTER = 60.0


class Child:
    """A command that is kept running: started again after it dies, each time a little later."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.command = list(command)
        self.environment = {**os.environ, **(environment or {}), PARENT: str(os.getpid())}
        self.failures = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._due = 0.0

    def start(self) -> None:
        """Start the process in a session of its own, so that a key pressed in the terminal reaches only us."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self.command,
            env=self.environment,
            start_new_session=True,
            preexec_fn=_dying_with(os.getpid()),  # noqa: PLW1509 -- the command that supervises has one thread
        )

    @property
    def pid(self) -> int | None:
        """The process number while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def watch(self) -> int | None:
        """Start the process again when its time has come; the exit status when it was found dead just now."""
        if self._process is None:
            if time.monotonic() >= self._due:
                self.start()
            return None
        status = self._process.poll()
        if status is None:
            return None
        self._end_group(self._process.pid)
        self._process = None
        steady = time.monotonic() - self._started > _STEADY_AFTER
        self.failures = 1 if steady else self.failures + 1
        self._due = time.monotonic() + self.pause
        return status

    @property
    def pause(self) -> float:
        """Seconds between the last death and the next start."""
        return min(_SHORTEST * 2.0 ** min(self.failures - 1, 10), _LONGEST)

    def ask_to_stop(self) -> None:
        """Send SIGTERM; the process finishes what it is doing."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGTERM)

    def wait(self, seconds: float) -> bool:
        """Wait until the process has ended; after `seconds` it is killed. True when it ended by itself."""
        if self._process is None:
            return True
        number, by_itself = self._process.pid, True
        try:
            self._process.wait(timeout=max(0.0, seconds))
        except subprocess.TimeoutExpired:
            by_itself = False
            self._process.kill()
            self._process.wait()
        self._end_group(number)
        self._process = None
        return by_itself

    @staticmethod
    def _end_group(number: int) -> None:
        """Nothing that the process started stays behind: the session it led is killed."""
        try:
            os.killpg(number, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


def _dying_with(parent: int):  # type: ignore[no-untyped-def]
    """What runs in the new process before its program: have the kernel end it when the parent dies (Linux)."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)  # the parent died in between

    return ask
