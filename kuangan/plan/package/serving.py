"""Which parts of a package can work in this installation, which await something, and which nobody serves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..rules.supplies import EVENT, supplied
from .asked_names import Asked, asked_by

SERVED, AWAITS, NOT_SERVED, IN_WORDS = "served", "awaits", "not_served", "in_words"
ORDER = (NOT_SERVED, AWAITS, SERVED, IN_WORDS)
"""The worst first: a row is as well served as the worst of what answers it."""


@dataclass(frozen=True, slots=True)
class Service:
    """How far a part can work: ``awaited``: names that the package says are to come; ``missing``: names that nobody
    supplies and the package says nothing of."""

    awaited: tuple[Asked, ...] = ()
    missing: tuple[Asked, ...] = ()

    @property
    def state(self) -> str:
        """served, awaits or not_served."""
        if self.missing:
            return NOT_SERVED
        return AWAITS if self.awaited else SERVED

    @property
    def awaits_event(self) -> bool:
        """Whether what would give rise to the duty is not supplied yet: until then it never arises."""
        return any(item.kind == EVENT for item in (*self.awaited, *self.missing))

    @property
    def words(self) -> tuple[str, ...]:
        """What is awaited, in the package's words, each once; a name that nobody spoke of as it is spelled."""
        return tuple(dict.fromkeys(item.awaits or item.name for item in (*self.missing, *self.awaited)))


def services(data: Mapping[str, Any]) -> dict[tuple[str, str], Service]:
    """By section and id, the service of every part that asks the installation for something."""
    answered = _Answered()
    parts: dict[tuple[str, str], list[Asked]] = {}
    for section, part, name in asked_by(data):
        parts.setdefault((section, part), []).append(name)
    return {key: _service(names, answered) for key, names in parts.items()}


def worst(states: Iterable[str]) -> str:
    """The worst of several states; IN_WORDS when there is none."""
    return min(states, key=ORDER.index, default=IN_WORDS)


class _Answered:
    """The names that are supplied, each kind asked once."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = {}

    def __call__(self, item: Asked) -> bool:
        if item.kind not in self._names:
            self._names[item.kind] = set(supplied(item.kind))
        return item.name in self._names[item.kind]


def _service(names: list[Asked], answered: _Answered) -> Service:
    gaps = [item for item in names if not answered(item)]
    return Service(
        tuple(item for item in gaps if item.awaits),
        tuple(item for item in gaps if not item.awaits),
    )
