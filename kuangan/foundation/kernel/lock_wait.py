"""How long a write waits for somebody else's lock: patiently where a person acts, hardly where a page notes something.

Reading a page must not hang on a lock that an act, a backup or a tool of the database holds. What a page writes on the
side therefore tries for a tenth of a second and is then left for another time, or, where reading without the note is
not permitted, refuses the reading.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import OperationalError, connection, transaction

SIDE_MILLISECONDS = 100
_left: deque[Callable[[], object]] = deque(maxlen=1000)
"""Notes of this process that found no room yet, oldest first."""


@contextmanager
def hardly_waiting() -> Iterator[None]:
    """Whatever is written inside waits a tenth of a second for a lock and then fails (OperationalError)."""
    connection.ensure_connection()
    sqlite = connection.vendor == "sqlite"
    patient = int(float(connection.settings_dict["OPTIONS"].get("timeout", 5)) * 1000)
    # Past Django's cursors: these are no queries of the page.
    _say(f"PRAGMA busy_timeout = {SIDE_MILLISECONDS}" if sqlite else f"SET lock_timeout = {SIDE_MILLISECONDS}")
    try:
        yield
    finally:
        with suppress(Exception):  # a broken connection is opened anew, with the patience it had
            _say(f"PRAGMA busy_timeout = {patient}" if sqlite else "RESET lock_timeout")


def if_free(write: Callable[[], object]) -> bool:
    """Write now, as a whole, if nobody is in the way; whether it was done."""
    try:
        with hardly_waiting(), transaction.atomic():
            write()
    except OperationalError:
        return False
    return True


def note_soon(write: Callable[[], object]) -> None:
    """Write now if nobody is in the way, otherwise with one of the next notes of this process."""
    _left.append(write)
    while _left:
        first = _left.popleft()
        if not if_free(first):
            _left.appendleft(first)
            return


def _say(statement: str) -> None:
    connection.connection.execute(statement)
