"""Where stored pictures hang: rooms offer theirs, so that the same shot is found wherever it was handed in."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Use:
    """A picture on a record: `row` is what the reader's scope is asked about, `url` its page, `name` what it is called,
    `day` the moment that the record is about."""

    stored_id: int
    row: Any
    mine_id: int
    name: str
    url: str
    day: datetime


_suppliers: dict[str, Callable[[Collection[int]], Iterator[Use]]] = {}


def offer(name: str, supplier: Callable[[Collection[int]], Iterator[Use]]) -> None:
    """Offer the pictures of a room's records by the numbers of their stored files."""
    _suppliers[name] = supplier


def uses_of(stored_ids: Collection[int]) -> list[Use]:
    """Every record on which one of these pictures hangs, in all rooms and jurisdictions."""
    return [use for supplier in _suppliers.values() for use in supplier(stored_ids)] if stored_ids else []
