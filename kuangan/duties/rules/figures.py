"""A figure of a ledger as it is signed and submitted: its value, what it covers, and the rows of a list, frozen.

Plain JSON values in the language of the plan, so that the same ledger gives the same hash for every reader.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.ui.rules import day, listed

REF = "ref"
"""The key under which a row leads back to its record; no column of a plan is called so."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a list or figure covers: `population` in the plan's words, and the days.

    `over`: campaign, period, as_of (dues.OVER), or "" for what is about one event or fact; `start` and `end`, both
    included, None without limit.
    """

    over: str = ""
    population: str = ""
    start: date | None = None
    end: date | None = None

    @property
    def words(self) -> str:
        """For the page and on paper; empty where there is nothing to say."""
        days = ""
        if self.start and self.end and self.over in ("campaign", "period"):
            word = _("the whole campaign") if self.over == "campaign" else _("this period")
            year = self.start.year != self.end.year
            span = _("%(start)s to %(end)s") % {
                "start": day(self.start, year=year or None), "end": day(self.end, year=year or None),
            }  # fmt: skip
            days = _("%(over)s (%(days)s)") % {"over": word, "days": span}
        elif self.over == "as_of":
            days = _("as of delivery")
        return listed(self.population, days)

    def stored(self) -> dict[str, str]:
        """As it is frozen. The end of "as of" is the submission itself, so no day is named."""
        values = {"over": self.over, "population": self.population}
        if self.over in ("campaign", "period") and self.start and self.end:
            values |= {"from": self.start.isoformat(), "to": self.end.isoformat()}
        return {key: value for key, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands in a submission. `columns` and `rows` belong to a list; None where none was kept."""

    value: float
    text: str = ""
    cover: Cover = field(default_factory=Cover)
    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[Mapping[str, Any], ...] | None = None

    @classmethod
    def read(cls, stored: Any) -> "Figure":
        """From a submission; early ones kept a bare number, or a number with a code for its list."""
        if not isinstance(stored, Mapping):
            return cls(stored[0] if isinstance(stored, list) else stored)
        days = {
            name: date.fromisoformat(stored[key]) for name, key in (("start", "from"), ("end", "to")) if key in stored
        }
        rows = stored.get("rows")
        return cls(
            stored["value"], stored.get("text", ""),
            Cover(stored.get("over", ""), stored.get("population", ""), **days),
            tuple((key, label) for key, label in stored.get("columns", ())),
            None if rows is None else tuple(rows),
        )  # fmt: skip

    def stored(self) -> dict[str, Any]:
        """As it is frozen and hashed."""
        values: dict[str, Any] = {"value": self.value, **self.cover.stored()}
        if self.text:
            values["text"] = self.text
        if self.rows is not None:
            values["columns"] = [list(column) for column in self.columns]
            values["rows"] = [dict(row) for row in self.rows]
        return values

    @property
    def answer(self) -> str:
        """What a form shows and keeps: the text, or the number in plain decimals."""
        return self.text or f"{self.value:g}"

    def table(self) -> list[list[Any]]:
        """The cells of the rows in the order of the columns."""
        return cells_of(self.columns, self.rows or ())


def cells_of(columns: Iterable[tuple[str, str]], rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """The cells of rows in the order of the columns; what a row does not say is empty."""
    keys = [key for key, _label in columns]
    return [[row.get(key, "") for key in keys] for row in rows]


def plain(value: Any) -> Any:
    """A cell as JSON keeps it: days as ISO text, nothing as empty text."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Later:
    """What a ledger says now that it did not say when the figure was frozen."""

    before: Figure
    now: Figure
    added: tuple[Mapping[str, Any], ...] = ()
    changed: tuple[Mapping[str, Any], ...] = ()
    gone: tuple[Mapping[str, Any], ...] = ()

    @property
    def words(self) -> str:
        """How much has come since, in words."""
        if self.before.rows is None or self.now.rows is None:
            return _("the ledger now says %(value)s") % {"value": self.now.answer}
        counted = (
            (_("%(count)d new"), self.added), (_("%(count)d changed"), self.changed), (_("%(count)d gone"), self.gone),
        )  # fmt: skip
        return listed(*(word % {"count": len(rows)} for word, rows in counted if rows))


def later(before: Figure, now: Figure) -> Later | None:
    """The difference between a frozen figure and the ledger now; None where there is none."""
    if before.rows is None or now.rows is None:
        return Later(before, now) if (before.value, before.text) != (now.value, now.text) else None
    old, new = ({row[REF]: dict(row) for row in rows} for rows in (before.rows, now.rows))
    added = tuple(row for ref, row in new.items() if ref not in old)
    changed = tuple(row for ref, row in new.items() if ref in old and row != old[ref])
    gone = tuple(row for ref, row in old.items() if ref not in new)
    return Later(before, now, added, changed, gone) if added or changed or gone else None
