"""Heads (写入凭据): what each process has written last, kept beside the database and not in it.

A record is sealed within a minute. Until then nothing in the database would show that whoever controls it has cut the
trail's end or written it anew. So each process keeps digest and time of its last thousand records in a file of its own
in the data folder, overwritten in a ring; `verify` looks for every one of them in the trail. It costs no statement and
no writer waits. It is proof against the database alone: whoever also writes to this folder can forge both.
"""

import hashlib
import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock

KEPT = 1024
"""Records that a process remembers: many more than it writes before they are sealed."""
KEPT_SECONDS = 3 * 24 * 3600
_LINE = 64 + 1 + 26 + 1
_lock = threading.Lock()
_open: dict[tuple[int, Path], tuple[int, int]] = {}
"""Descriptor and next place by process and folder."""


def folder(told: dict[str, Any] | None = None) -> Path | None:
    """Where the heads of a database lie (settings of one, the default's when left out); None where none are kept."""
    if settings.KUANGAN_HEADS is None:
        return None
    told = told or settings.DATABASES["default"]
    name = "|".join(str(told.get(key) or "") for key in ("ENGINE", "HOST", "PORT", "NAME"))
    return Path(settings.KUANGAN_HEADS) / hashlib.sha256(name.encode()).hexdigest()[:16]


# house: no-actor — every event already names its actor
# house: not-atomic — writes no row; runs when the transaction of the act has been committed
def remember(events: Iterable[AuditEvent]) -> None:
    """Keep the heads of these records as soon as they are committed."""
    if (place := folder()) is None:
        return
    lines = [f"{one.digest} {one.entered_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}\n".encode() for one in events]
    transaction.on_commit(partial(_write, place, lines[-KEPT:]), robust=True)


def remembered() -> dict[str, str]:
    """Digest and time (UTC) of every record that some process on this machine has written; {} where none are kept."""
    place, found = folder(), {}
    for path in sorted(place.glob("*.heads")) if place else ():
        for line in path.read_text(encoding="ascii", errors="replace").splitlines():
            digest, _space, moment = line.partition(" ")
            if len(digest) == 64 and len(moment) == 26:
                found[digest] = moment
    return found


def put_aside(told: dict[str, Any], stamp: str) -> None:
    """A database has taken another state on purpose: what was written before stands in the one that was put aside."""
    place = folder(told)
    if place is not None and place.is_dir():
        place.rename(place.with_name(f"{place.name}.before-restore-{stamp}"))


# house: no-actor — throws away what the seals have made needless
# house: not-atomic — writes no row
def forget_old() -> None:
    """Throw away the heads of processes that ended days ago: what they wrote has long been sealed."""
    place, now = folder(), clock.real_now().timestamp()
    for path in sorted(place.glob("*.heads")) if place else ():
        with suppress(OSError):
            if now - path.stat().st_mtime > KEPT_SECONDS and not _lives(int(path.stem)):
                path.unlink()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _write(place: Path, lines: list[bytes]) -> None:
    """A file that cannot be written is no reason to refuse an act: its record is in the trail."""
    with suppress(OSError), _lock:
        key = (os.getpid(), place)
        if key not in _open:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            _open[key] = (os.open(place / f"{key[0]}.heads", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), 0)
        descriptor, at = _open[key]
        for line in lines:
            os.pwrite(descriptor, line, at % KEPT * _LINE)
            at += 1
        _open[key] = (descriptor, at)
