"""What differs between two packages, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .findings import dotted
from .reading import ValuePath

KEYS = ("id", "key", "name")


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs. ``part``: section (duties, parameters, head…); ``id`` of the item; ``path`` inside it."""

    part: str
    id: str
    path: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """``added``/``removed``: (part, id, title) of whole items; ``changed``: values inside items kept; ``moved``: duties
    whose order in the plan changed."""

    added: tuple[tuple[str, str, str], ...]
    removed: tuple[tuple[str, str, str], ...]
    changed: tuple[Change, ...]
    moved: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved)


def differ(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """The difference between the canonical data of two packages (``package.data``)."""
    added: list[tuple[str, str, str]] = []
    removed: list[tuple[str, str, str]] = []
    changed: list[Change] = []
    for section in sorted({*before, *after}):
        old, new = before.get(section), after.get(section)
        if _named(old) and _named(new) and (old or new):
            olds, news = _by_name(old), _by_name(new)
            added += [(section, name, _title(news[name])) for name in news if name not in olds]
            removed += [(section, name, _title(olds[name])) for name in olds if name not in news]
            for name in (name for name in news if name in olds):
                changed += [Change(section, name, *each) for each in _changes(olds[name], news[name], ())]
        else:
            changed += [Change("head", section, *each) for each in _changes(old, new, ())]
    return Difference(tuple(added), tuple(removed), tuple(changed), _moved(before, after))


def _named(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(each, dict) and _name(each) for each in value))


def _name(item: Mapping[str, Any]) -> str:
    return next((str(item[key]) for key in KEYS if key in item), "")


def _by_name(items: Any) -> dict[str, Any]:
    return {_name(item): item for item in items or ()}


def _title(item: Mapping[str, Any]) -> str:
    return str(next((item[key] for key in ("title", "heading", "question", "sentence", "label") if key in item), ""))


def _changes(old: Any, new: Any, path: ValuePath) -> Iterator[tuple[str, Any, Any]]:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            yield from _changes(old.get(key), new.get(key), (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and old and new and _named(old) and _named(new):
        olds, news = _by_name(old), _by_name(new)
        for name in [*olds, *(name for name in news if name not in olds)]:
            yield from _changes(olds.get(name), news.get(name), (*path, name))
    else:
        yield dotted(path), old, new


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    olds = [item["id"] for item in before.get("duties", ())]
    news = [item["id"] for item in after.get("duties", ())]
    common_old = [each for each in olds if each in news]
    common_new = [each for each in news if each in olds]
    return tuple(new for old, new in zip(common_old, common_new, strict=True) if old != new)
