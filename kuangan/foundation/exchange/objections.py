"""A data row with its clean values, and what is objected to its cells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.exchange import wording
from kuangan.foundation.exchange.cleaning.cells import Cleaned
from kuangan.foundation.exchange.cleaning.remarks import Remark
from kuangan.foundation.exchange.cleaning.text import plain
from kuangan.foundation.exchange.columns import Column


@dataclass(frozen=True)
class Issue:
    """One objection to one cell: where it is, what is wrong, how to mend it.

    `code` names the sentences in exchange.wording, filled in with `params`; nothing translated is stored.
    The level "error" keeps the row out; "warning" asks for a look; "note" only tells what was repaired.
    """

    row: int
    address: str
    title: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    value: str = ""
    is_kept: bool = False

    @property
    def level(self) -> str:
        """error, warning or note."""
        level = wording.of(self.code).level
        return "warning" if self.is_kept and level == "error" else level

    @property
    def place(self) -> str:
        """Where to look: the cell as people know it (C7), or the row when the objection is to the whole of it."""
        return _("Row %(row)d") % {"row": self.row} if self.address in ("", f"{self.row}:{self.row}") else self.address

    @property
    def message(self) -> str:
        """What is wrong, in the reader's language."""
        return wording.spell(wording.of(self.code).message, self.params)

    @property
    def mend(self) -> str:
        """How to mend it, in the reader's language."""
        mend = wording.spell(wording.of(self.code).mend, self.params)
        return f"{mend}{_('The text is kept with the record.')}" if self.is_kept else mend

    def as_json(self) -> dict[str, Any]:
        """Return plain values for storing."""
        return {
            "row": self.row, "address": self.address, "title": self.title,
            "code": self.code, "params": dict(self.params), "value": self.value, "is_kept": self.is_kept,
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Issue":
        """Return the issue that as_json stored."""
        return cls(**stored)


@dataclass
class CleanRow:
    """One data row: its number in the file, clean values and cell addresses by column key, objections, leftovers.

    `kept` holds, by column title, the text of optional cells that could not be read.
    """

    number: int
    values: dict[str, Any]
    cells: Mapping[str, str]
    issues: list[Issue] = field(default_factory=list)
    leftovers: Mapping[str, str] = field(default_factory=dict)
    repeats: int | None = None
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def bad(self) -> bool:
        """Whether an error keeps the row out."""
        return any(issue.level == "error" for issue in self.issues)

    def object_to(self, column: Column | None, code: str, **params: Any) -> None:
        """Add an issue, to one of our columns or (None) to the whole row."""
        key = column.key if column else ""
        address = self.cells.get(key, "")
        value = self.values.get(key)
        title = column.title if column else ""
        shown = "" if value is None else column.label_of(str(value)) if column else str(value)
        self.issues.append(Issue(self.number, address, title, code, params, shown[:80]))


@dataclass(frozen=True)
class Source:
    """A column of the file on its way to one of ours."""

    index: int
    letter: str
    column: Column
    clean: Callable[[object], Cleaned]


def issue_of(number: int, source: Source, remark: Remark, raw: object, *, is_kept: bool = False) -> Issue:
    """What a cleaner says of a cell, with the place of the cell."""
    address = f"{source.letter}{number}"
    return Issue(number, address, source.column.title, remark.code, remark.params, plain(raw)[:80], is_kept)
