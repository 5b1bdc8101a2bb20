"""What the ledger holds already of what a file says."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.exchange.cleaning.text import folded
from kuangan.foundation.exchange.columns import Column
from kuangan.foundation.exchange.objections import CleanRow
from kuangan.foundation.exchange.writing.cells import as_text
from kuangan.foundation.kernel import clock
from kuangan.hazards.actions.importing.mines import Mines
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.ledger import ledger_values
from kuangan.hazards.queries.listing import serial_of
from kuangan.hazards.rules.words import bare
from kuangan.hazards.sheets.ledger import CORRECTED
from kuangan.hazards.states import OPEN_STATES, HazardState
from kuangan.registry.models import Mine

MOST_OPEN = 400
"""Open hazards of one mine that a row is compared with, the newest; nobody has more."""
_BATCH = 500
Same = tuple[int, date, str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A hazard in the ledger, as far as a row is compared with it. `bare` is what is wrong, without signs."""

    pk: int
    region_code: str
    found_at: datetime
    mine_id: int
    state: str
    source: str
    place: str
    description: str
    bare: str

    @property
    def number(self) -> str:
        """The number people quote."""
        return Hazard(pk=self.pk, region_code=self.region_code, found_at=self.found_at).number

    @property
    def is_withdrawn(self) -> bool:
        """Whether somebody took it back."""
        return self.state == HazardState.WITHDRAWN

    @property
    def label(self) -> str:
        """How it is offered to who decides."""
        return f"{self.number} {self.place} {self.description}"[:120]


class Known:
    """Hazards that rows name by number, say again, or come near to."""

    def __init__(self, scope: Scope, rows: Sequence[CleanRow]) -> None:
        self.mines = Mines(scope)
        self.placed: dict[int, tuple[Mine | None, str, str]] = {}
        wanted: set[Same] = set()
        for row in rows:
            told = row.values
            self.placed[row.number] = self.mines.find(str(told.get("mine") or ""), str(told.get("county") or ""))
            if (mine := self.placed[row.number][0]) is not None and told.get("found_on"):
                wanted.add(same_of(mine.pk, told))
        self._read_numbers(scope, rows)
        self.same: dict[Same, Entry] = {}
        self.open: dict[int, list[Entry]] = defaultdict(list)
        if wanted:
            self._read_same(scope, wanted)
            self._read_open(scope, {mine_id for mine_id, *_rest in wanted})

    def _read_numbers(self, scope: Scope, rows: Sequence[CleanRow]) -> None:
        """Hazards by number, with the values of the ledger's columns."""
        self.numbered: dict[str, Hazard] = {}
        self.values: dict[str, dict[str, Any]] = {}
        serials = {serial for row in rows if (serial := serial_of(str(row.values.get("number") or "")))}
        for some in _parts(sorted(serials)):
            found = {row.pk: row for row in Hazard.objects.within(scope).filter(pk__in=some).select_related("mine")}
            held = ledger_values(scope, list(found), {})
            for pk, row in found.items():
                self.numbered[row.number], self.values[row.number] = row, held[pk]

    def _read_same(self, scope: Scope, wanted: set[Same]) -> None:
        """Hazards of the same mine and day with the same place and words, whatever became of them."""
        mines = {mine_id for mine_id, *_rest in wanted}
        days = [day for _mine, day, *_words in wanted]
        since, until = clock.start_of_day(min(days)), clock.end_of_day(max(days))
        for some in _parts(sorted(mines)):
            rows = Hazard.objects.within(scope).filter(mine__in=some, found_at__range=(since, until))
            for entry, day in _entries(rows):
                key = (entry.mine_id, day, bare(entry.place), entry.bare)
                if key in wanted and (key not in self.same or self.same[key].is_withdrawn):
                    self.same[key] = entry

    def _read_open(self, scope: Scope, mines: set[int]) -> None:
        for some in _parts(sorted(mines)):
            rows = Hazard.objects.within(scope).filter(mine__in=some, state__in=sorted(OPEN_STATES))
            for entry, _day in _entries(rows.order_by("-id")):
                if len(self.open[entry.mine_id]) < MOST_OPEN:
                    self.open[entry.mine_id].append(entry)


# house: no-actor — only words
# house: not-atomic — only words
def same_of(mine_id: int, told: Any) -> Same:
    """What makes two rows one hazard: mine, day, place and words, whatever their signs and widths."""
    return (mine_id, told["found_on"], bare(str(told.get("place") or "")), bare(str(told.get("description") or "")))


# house: no-actor — only words
# house: not-atomic — only words
def held_of(hazard: Hazard) -> str:
    """What a hazard holds of what a file may mend, in short."""
    told = [str(getattr(hazard, name)) for name in (*CORRECTED, "state")]
    return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()


# house: no-actor — only words
# house: not-atomic — only words
def says_the_same(column: Column, held: Any, value: Any) -> bool:
    """Whether a cell says what the ledger holds, whatever its width, spaces and the form of its day or amount."""
    first, second = as_text(column, held), as_text(column, value)
    if folded(first) == folded(second) or second == f"{first} 00:00:00":
        return True
    if not isinstance(held, Decimal):
        return False
    try:
        return Decimal(folded(second).replace(",", "")) == held
    except InvalidOperation:
        return False


def _entries(rows: Any) -> Iterator[tuple[Entry, date]]:
    names = ("pk", "region_code", "found_at", "mine_id", "state", "source", "place", "description")
    ordered = rows if rows.query.order_by else rows.order_by("pk")
    for told in ordered.values_list(*names).iterator(chunk_size=5_000):
        pk, region, found_at, mine_id, state, source, place, words = told
        entry = Entry(pk, region, found_at, mine_id, state, source, place, words, bare(words))
        yield entry, clock.day_of(found_at)


def _parts(values: Iterable[int]) -> Iterator[list[int]]:
    known = list(values)
    return (known[start : start + _BATCH] for start in range(0, len(known), _BATCH))
