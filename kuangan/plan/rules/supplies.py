"""What this installation supplies: the events, measures, lists, checklists and facts that a package may ask for.

Plan stands below the rooms that answer, so they plug in at start-up: ``provide("measure", names)``. ``names`` is asked
anew each time, so that whatever a room connects later counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import pgettext_lazy

EVENT, MEASURE, LIST, CHECKLIST, FACT = "event", "measure", "list", "checklist", "fact"
WORDS = {
    EVENT: pgettext_lazy("supplied name", "event"),
    MEASURE: pgettext_lazy("supplied name", "measure"),
    LIST: pgettext_lazy("supplied name", "list source"),
    CHECKLIST: pgettext_lazy("supplied name", "checklist"),
    FACT: pgettext_lazy("supplied name", "fact"),
}


@dataclass(frozen=True, slots=True)
class Supply:
    """One name that is answered.

    ``details``: what an event carries (to be matched) or a measure takes (arguments), with the values there are; None
    means any value. ``proves``: measures that the record of this event fulfils by itself.
    """

    details: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    proves: frozenset[str] = frozenset()


Names = Callable[[], Mapping[str, Supply]]
_slots: dict[str, list[Names]] = {kind: [] for kind in WORDS}


def provide(kind: str, names: Names) -> None:
    """Let a room say which names of a kind it answers."""
    if names not in _slots[kind]:
        _slots[kind].append(names)


def supplied(kind: str) -> dict[str, Supply]:
    """Everything of a kind that is answered now."""
    return {name: supply for names in _slots[kind] for name, supply in names().items()}
