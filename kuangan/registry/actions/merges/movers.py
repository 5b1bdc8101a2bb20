"""How the rows of a table follow their mine: each room plugs in a mover per table, from its apps.py."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from kuangan.foundation.kernel.inserting import update
from kuangan.registry.models import Mine

Follow = Callable[[Any, Mine], Mapping[str, Any]]
"""The columns (by attname) that say whose a row is, as they read once the row belongs to the mine."""


def _nothing(_row: Any, _mine: Mine) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Mover:
    """Moves the rows of one table from a mine to the one it is merged into, and back.

    `column` leads to the mine. `once` names the columns of which a mine may have each combination only once (empty: one
    row altogether; None: as many as it likes), among the rows that fit `once_if`. Of two
    such rows the kept mine's goes on counting and the other stays with the merged record, unless `ahead` ranks the
    merged mine's row higher: then the two change places. `parked` gives a row the values of a place where it is in
    nobody's way meanwhile; it is needed with `ahead`.
    """

    model: type[Model]
    label: Any
    column: str = "mine"
    follow: Follow = _nothing
    once: Sequence[str] | None = None
    once_if: Q = field(default_factory=Q)
    ahead: Callable[[Any], Any] | None = None
    parked: Callable[[Any], Mapping[str, Any]] | None = None

    @property
    def table(self) -> str:
        """The name by which a merge remembers the table and the column: hazards.hazard.mine."""
        return f"{self.model._meta.label_lower}.{self.column}"

    def plan(self, kept: Mine, merged: Mine) -> tuple[list[Any], list[Any], list[Any]]:
        """The rows that move, those of the kept mine that change places with one, and those that stay."""
        rows = self._rows(merged)
        if self.once is None or not rows:
            return rows, [], []
        held = self._held(self._rows(kept), kept)
        counting = set(self._counting(merged))
        moving, leaving, staying = [], [], []
        for row in rows:
            rival = held.get(self._key(row)) if row.pk in counting else None
            if rival is None:
                moving.append(row)
            elif self.ahead and self.ahead(row) > self.ahead(rival):
                moving.append(row)
                leaving.append(rival)
            else:
                staying.append(row)
        return moving, leaving, staying

    def move(self, kept: Mine, merged: Mine) -> dict[str, Any]:
        """Move what moves; returns what a merge remembers of it."""
        moving, leaving, staying = self.plan(kept, merged)
        before = {"moved": self._before(moving, kept), "left": self._before(leaving, merged)}
        self._park(leaving)
        self._place(moving, kept)
        self._place(leaving, merged)
        return {"table": self.table, **before, "stayed": [row.pk for row in staying]}

    def back(self, told: Mapping[str, Any]) -> None:
        """Put the rows of a move back into the columns they came from."""
        leaving = self._fetch(told["left"])
        self._park(leaving)
        for part in ("moved", "left"):
            rows = self._fetch(told[part])
            values = dict(told[part])
            for row in rows:
                row.__dict__.update(values[row.pk])
            self._write(rows, {name for held in values.values() for name in held})

    def _rows(self, mine: Mine) -> list[Any]:
        return list(self.model._base_manager.filter(**{self.column: mine}).order_by("pk"))

    def _counting(self, mine: Mine) -> Iterable[int]:
        found = self.model._base_manager.filter(self.once_if, **{self.column: mine})
        return found.values_list("pk", flat=True)

    def _held(self, own: Iterable[Any], kept: Mine) -> dict[tuple[Any, ...], Any]:
        counting = set(self._counting(kept))
        return {self._key(row): row for row in own if row.pk in counting}

    def _key(self, row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in self.once or ())

    def _columns(self, row: Any, mine: Mine) -> dict[str, Any]:
        return {f"{self.column}_id": mine.pk, **self.follow(row, mine)}

    def _before(self, rows: Sequence[Any], mine: Mine) -> list[list[Any]]:
        return [[row.pk, {name: getattr(row, name) for name in self._columns(row, mine)}] for row in rows]

    def _place(self, rows: Sequence[Any], mine: Mine) -> None:
        names: set[str] = set()
        for row in rows:
            values = self._columns(row, mine)
            names |= set(values)
            row.__dict__.update(values)
        self._write(rows, names)

    def _park(self, rows: Sequence[Any]) -> None:
        if rows and self.parked:
            values = {row.pk: self.parked(row) for row in rows}
            copies = self._fetch([[row.pk, {}] for row in rows])
            for row in copies:
                row.__dict__.update(values[row.pk])
            self._write(copies, {name for held in values.values() for name in held})

    def _fetch(self, told: Sequence[Sequence[Any]]) -> list[Any]:
        return list(self.model._base_manager.filter(pk__in=[pk for pk, _held in told]).order_by("pk"))

    def _write(self, rows: Sequence[Any], attnames: Iterable[str]) -> None:
        by_attname = {one.attname: one.name for one in self.model._meta.concrete_fields}
        update(list(rows), [by_attname[name] for name in sorted(attnames)])


_movers: dict[str, Mover] = {}


def plug_in(mover: Mover) -> None:
    """Have the rows of a table follow their mine; the same table and column twice replaces the former."""
    _movers[mover.table] = mover


def movers() -> list[Mover]:
    """Every mover, in the order in which the rooms plugged them in (from the lowest room up)."""
    return list(_movers.values())


def mover_of(table: str) -> Mover:
    """The mover that a merge remembers by its table; KeyError when no room has it any more."""
    return _movers[table]
