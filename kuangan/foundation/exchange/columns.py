"""What a sheet holds: columns with their kinds, titles and the many names real files give them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class ColumnKind(StrEnum):
    """How the text of a cell becomes a value (see cleaning)."""

    TEXT = "text"
    CODE = "code"  # licence numbers, certificates: half-width, no spaces, upper case
    CREDIT_CODE = "credit_code"  # 统一社会信用代码 with its check character
    PHONE = "phone"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"  # several choices in one cell
    LONGITUDE = "longitude"
    LATITUDE = "latitude"


@dataclass(frozen=True)
class Column:
    """One column.

    `title` is what an exported sheet prints (Chinese content, not translated: files travel between offices);
    `aliases` are other titles real files use; `unit` is the unit values are kept in ("m", "万t/a", "°");
    `choices` maps the stored value to its labels, the first of which is written out;
    `low`/`high` bound numbers inclusively; `max_length` counts characters; `key` marks the columns that together
    recognise a row; `example` and `help` are printed in the empty form.
    """

    key: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    unit: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    width: int = 14
    help: str = ""
    max_length: int = 500
    key_part: bool = False
    low: float | None = None
    high: float | None = None
    places: int = 4
    group: str = ""

    def label_of(self, value: str) -> str:
        """Return the printed label of a choice value; the value itself when it is not listed."""
        labels = self.choices.get(value)
        return labels[0] if labels else value


@dataclass(frozen=True)
class SheetSpec:
    """A kind of sheet: its name (stable, written into exported files), title and columns.

    `keys` lists alternatives that recognise a row, strongest first: `(("ref",), ("credit_code", "mine_name"))`.
    `hidden_key` is the column that carries our own reference in exported files so that edited files find their rows.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    hidden_key: str = ""
    version: int = 1

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def __getitem__(self, key: str) -> Column:
        return self.by_key[key]

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """Columns by their key."""
        return {column.key: column for column in self.columns}

    @property
    def required(self) -> tuple[Column, ...]:
        """Columns a row may not leave empty."""
        return tuple(column for column in self.columns if column.required)
