"""Where on-event duties hear of events: rooms supply a source by name, and derivation asks it.

A source is a function `(mine_ids | None) -> Iterable[Happening]` that reads its own tables, so that nothing depends on
an announcement having arrived. A ledger that comes later calls `supply("hazard_found", source)` in its apps.py; until
then the duty says honestly that it waits.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kuangan.duties.rules.planning import Occurrence


@dataclass(frozen=True, slots=True)
class Happening:
    """An occurrence and whom it concerns: a mine, or an authority; both empty concerns everybody in the plan."""

    occurrence: Occurrence
    mine_id: int | None = None
    authority_id: int | None = None


Source = Callable[[set[int] | None], Iterable[Happening]]
_sources: dict[str, Source] = {}


def supply(event: str, source: Source) -> None:
    """Connect a ledger to an event name of the plans."""
    _sources[event] = source


def is_supplied(event: str) -> bool:
    """Whether some room answers for this event yet."""
    return event in _sources


def happenings(event: str, mine_ids: set[int] | None = None) -> list[Happening]:
    """What happened, optionally for these mines only; empty for an event that nobody supplies yet."""
    source = _sources.get(event)
    return list(source(mine_ids)) if source else []
