"""The event bus: lower rooms announce, higher rooms listen. Delivered after commit; nothing true depends on it."""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)
_listeners: dict[str, list[Callable[..., None]]] = defaultdict(list)


def subscribe(name: str, listener: Callable[..., None]) -> None:
    """Have `listener(**payload)` called after every committed `announce(name, ...)`. Twice counts once."""
    if listener not in _listeners[name]:
        _listeners[name].append(listener)


def announce(name: str, **payload: Any) -> None:
    """Tell the listeners once the running transaction has committed; a failing listener is logged, never raised."""
    transaction.on_commit(lambda: _deliver(name, payload))


def _deliver(name: str, payload: dict[str, Any]) -> None:
    for listener in _listeners[name]:
        try:
            listener(**payload)
        except Exception:
            # The nightly job recomputes the same, so a lost delivery costs time and never truth.
            logger.exception("listener %s failed on %s", listener.__qualname__, name)
