"""Work whose cost a stranger sets, done in a process of its own: bounded in memory and time, one at a time.

The programme named is a file that stands alone and bounds its own memory and time. Its turn is a lock on a file of this
machine, which the operating system gives back when its holder dies.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kuangan.foundation.kernel.errors import Busy

PATIENCE = 20.0
"""Seconds that a piece of work waits for its turn before its sender is asked to come again."""
_STEP = 0.05
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}  # each arena reserves 64 MB of the address space that is bounded


def run(
    programme: Path, arguments: Sequence[str] = (), data: bytes = b"", *, turn: str, seconds: float
) -> bytes | None:
    """What the programme writes for `data`; None when it failed or took longer than `seconds`.

    Works with the same `turn` run one after the other on this machine. Busy when the turn does not come in time.
    """
    with _turn(turn):
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(programme), *arguments],
                input=data, capture_output=True, timeout=seconds, check=False, env={**os.environ, **_ENVIRONMENT},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None
    return done.stdout if done.returncode == 0 else None


@contextmanager
def _turn(name: str) -> Iterator[None]:
    path = Path(settings.DATA_DIR) / f"{name}.turn"
    path.parent.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + PATIENCE
    with path.open("w") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() > end:
                    raise Busy(_("Other large files are being read just now. Send this again in a minute.")) from None
                time.sleep(_STEP)
            else:
                break
        yield
