"""The menu: rooms add their items from apps.py ready(); an item shows when the actor holds its verb."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import PUBLIC, SIGNED_IN


@dataclass(frozen=True)
class Badge:
    """A count beside an item, always with an act behind it. `tone` is "", "over" or "review"; `word` says of what."""

    count: int
    tone: str = ""
    word: Any = ""


@dataclass(frozen=True)
class MenuItem:
    """One entry.

    `group` and `order` place it (groups are separated by a line, in order of number); `parent` is the key of the
    item under which it appears; `phone` puts it into the phone's bottom bar: the first three by `phone_order`, then
    by place; `phone_label` is the shorter word for the bar; `badge` is called with the actor only when the item is
    shown and returns a Badge, a number or None.
    """

    key: str
    label: Any
    url_name: str
    icon: str = ""
    verb: str = SIGNED_IN
    group: int = 50
    order: int = 50
    phone: bool = False
    phone_order: int = 50
    phone_label: Any = ""
    parent: str = ""
    badge: Callable[[Actor], Badge | int | None] | None = None


@dataclass(frozen=True)
class Shown:
    """An item as it appears to one actor on one page."""

    item: MenuItem
    url: str
    current: bool
    badge: Badge | None
    children: tuple["Shown", ...] = ()


_items: dict[str, MenuItem] = {}


def add(item: MenuItem) -> None:
    """Add an item, or replace the one with the same key."""
    _items[item.key] = item


def items() -> list[MenuItem]:
    """Every registered item, in menu order."""
    return sorted(_items.values(), key=lambda item: (item.group, item.order, item.key))


def visible(actor: Actor | None, path: str = "") -> list[list[Shown]]:
    """What this actor sees, as groups; `path` marks the current item (the longest address that `path` begins with)."""
    if actor is None:
        return []
    allowed = [(item, url) for item in items() if holds(actor, item.verb) and (url := _address(item.url_name))]
    current = _current((url for _, url in allowed), path)
    children: dict[str, list[Shown]] = {}
    for item, url in allowed:
        if item.parent:
            children.setdefault(item.parent, []).append(Shown(item, url, url == current, None))
    groups: dict[int, list[Shown]] = {}
    for item, url in allowed:
        if not item.parent:
            under = tuple(children.get(item.key, ()))
            here = url == current or any(child.current for child in under)
            groups.setdefault(item.group, []).append(Shown(item, url, here, _badge(item, actor), under if here else ()))
    return list(groups.values())


def holds(actor: Actor, verb: str) -> bool:
    """Whether the actor holds the verb anywhere; an undeclared verb is held by nobody."""
    if verb.startswith(PUBLIC):
        return True
    if verb == SIGNED_IN:
        return actor.user_id is not None or actor.is_system
    try:
        return bool(may(actor, verb))
    except KeyError:
        return False


def _badge(item: MenuItem, actor: Actor) -> Badge | None:
    found = item.badge(actor) if item.badge else None
    if isinstance(found, int):
        found = Badge(found)
    return found if found and found.count else None


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _current(urls: Iterable[str], path: str) -> str:
    fits = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fits, key=len, default="")
