"""A read replica, for few and heavy reads that say so: `with reading_from_replica(): …`.

Whoever reads there sees at least what the primary had committed when the block began, their own last write among it:
the replica is asked whether it has come that far, waited for a moment, and left alone otherwise. Nothing has to be
remembered about who wrote when. Without a replica, while it is down, and inside a transaction the primary answers.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connections

logger = logging.getLogger(__name__)
PRIMARY, REPLICA = "default", "replica"
_LOOK = 0.02
_REST = 30.0
"""Seconds for which a replica that failed is left alone, so that not every page waits for it."""
_reading: ContextVar[bool] = ContextVar("reading_from_replica", default=False)
_resting_until = [0.0]


class Router:
    """Reads go to the replica inside such a block; everything else, every write among it, to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Said outright: an object that was read from the replica must not draw later reads there."""
        return REPLICA if _reading.get() else PRIMARY

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Always the primary."""
        return PRIMARY

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """What is migrated on the primary arrives at the replica by itself."""
        return db != REPLICA


@contextmanager
def reading_from_replica() -> Iterator[bool]:
    """Let the reads inside go to the replica if it is fit; yields whether they do."""
    fit = _is_fit()
    mark = _reading.set(fit)
    try:
        yield fit
    except (OperationalError, InterfaceError) as error:
        if fit:
            _rest(error)  # whoever tries again is answered by the primary
        raise
    finally:
        _reading.reset(mark)


def _is_fit() -> bool:
    if REPLICA not in connections.settings or connections[PRIMARY].in_atomic_block:
        return False
    if time.monotonic() < _resting_until[0]:
        return False
    wanted = _asked(PRIMARY, "SELECT pg_current_wal_insert_lsn()::text")
    deadline = time.monotonic() + settings.KUANGAN_REPLICA_WAIT
    try:
        while True:
            if _asked(REPLICA, "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn", wanted):
                return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(_LOOK)
    except DatabaseError as error:
        _rest(error)
        return False


def _rest(error: Exception) -> None:
    _resting_until[0] = time.monotonic() + _REST
    connections[REPLICA].close()
    logger.warning("the read replica fails (%s); reads go to the primary for a while", type(error).__name__)


def _asked(alias: str, question: str, *values: Any) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()[0]
