"""Where on-event duties hear of events: rooms supply a source by name, and derivation asks it.

A source is a function `(mine_ids | None) -> Iterable[Happening]` that reads its own tables, so that nothing depends on
an announcement having arrived. A ledger that comes later calls `supply("hazard_found", source)` in its apps.py; until
then the duty says honestly that it waits.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from kuangan.duties.rules.planning import Occurrence
from kuangan.plan.rules.supplies import Supply


@dataclass(frozen=True, slots=True)
class Happening:
    """An occurrence and whom it concerns: a mine, or an authority; both empty concerns everybody in the plan."""

    occurrence: Occurrence
    mine_id: int | None = None
    authority_id: int | None = None


Source = Callable[[set[int] | None], Iterable[Happening]]
_sources: dict[str, Source] = {}
_carried: dict[str, Supply] = {}


def supply(
    event: str,
    source: Source,
    carries: Mapping[str, Collection[str] | None] | None = None,
    proves: Collection[str] = (),
) -> None:
    """Connect a ledger to an event name of the plans.

    `carries`: what a plan may match, with the values there are (None: any). `proves`: measures that the record of the
    event fulfils by itself, so that no duty can wait for the one and ask for the other.
    """
    _sources[event] = source
    details = {key: None if values is None else frozenset(map(str, values)) for key, values in (carries or {}).items()}
    _carried[event] = Supply(details, frozenset(proves))


def supplied_events() -> dict[str, Supply]:
    """What plans can name as an event."""
    return dict(_carried)


def is_supplied(event: str) -> bool:
    """Whether some room answers for this event yet."""
    return event in _sources


def happenings(event: str, mine_ids: set[int] | None = None) -> list[Happening]:
    """What happened, optionally for these mines only; empty for an event that nobody supplies yet."""
    source = _sources.get(event)
    return list(source(mine_ids)) if source else []
