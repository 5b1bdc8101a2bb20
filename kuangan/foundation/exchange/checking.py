"""Rows of a sheet become clean values, or sentences that say how to mend them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Issue:
    """One objection to one cell: where it is, what is wrong, how to mend it.

    `level` "error" keeps the row out; "warning" asks for a look; "note" only tells what was repaired.
    """

    row: int
    address: str
    title: str
    message: str
    mend: str = ""
    level: Literal["error", "warning", "note"] = "error"
    value: str = ""


@dataclass
class CleanRow:
    """One data row: its number in the file, clean values and cell addresses by column key, objections, leftovers."""

    number: int
    values: dict[str, Any]
    cells: Mapping[str, str]
    issues: list[Issue] = field(default_factory=list)
    leftovers: Mapping[str, str] = field(default_factory=dict)

    @property
    def bad(self) -> bool:
        """Whether an error keeps the row out."""
        return any(issue.level == "error" for issue in self.issues)
