"""Slots of the frame that higher rooms fill from their apps.py: the frame itself knows no campaign and no shell."""

from collections.abc import Callable
from typing import Any

CAMPAIGN_TITLE = "campaign_title"
"""fn(request) -> text in the top bar: the campaign's short title."""
BANNER = "banner"
"""fn(request) -> safe HTML of a strip under the top bar (the demo clock), or ""."""
DEMO_WORD = "demo_word"
"""fn(request) -> the badge beside the title (演示数据), or ""."""
PLACE = "place"
"""fn(request) -> the words at the right of the top bar; without it the actor's organisation and name."""
USER_LINKS = "user_links"
"""fn(request) -> list of (label, address) in the person's menu."""
CLAUSE_ADDRESS = "clause_address"
"""fn(reference) -> address of a plan clause, or ""."""
HISTORY_ADDRESS = "history_address"
"""fn(record) -> address of the record's history, or ""."""
UNREAD = "unread"
"""fn(request) -> (unread notices, address of the inbox), or None: the bell in the top bar."""
SLOTS = frozenset({CAMPAIGN_TITLE, BANNER, DEMO_WORD, PLACE, USER_LINKS, CLAUSE_ADDRESS, HISTORY_ADDRESS, UNREAD})

_filled: dict[str, Callable[..., Any]] = {}


def provide(slot: str, fill: Callable[..., Any]) -> None:
    """Fill a slot. Raises KeyError for a slot that does not exist."""
    if slot not in SLOTS:
        raise KeyError(slot)
    _filled[slot] = fill


def filled(slot: str, argument: Any) -> Any:
    """What the slot gives for this request (or clause reference); "" when nobody fills it."""
    fill = _filled.get(slot)
    return (fill(argument) if fill else "") or ""
