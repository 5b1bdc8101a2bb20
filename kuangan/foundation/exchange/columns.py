"""What a sheet holds: columns with their kinds, titles and the many names real files give them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class ColumnKind(StrEnum):
    """How the text of a cell becomes a value (see cleaning)."""

    TEXT = "text"
    PERSON = "person"  # a name; `several` where a mine may have more than one
    CODE = "code"  # licence numbers, certificates: half-width, no spaces, upper case
    CREDIT_CODE = "credit_code"  # 统一社会信用代码 with its check character
    PHONE = "phone"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    LONGITUDE = "longitude"
    LATITUDE = "latitude"


@dataclass(frozen=True)
class Column:
    """One column.

    `title` is what an exported sheet prints (Chinese content, not translated: files travel between offices);
    `aliases` are other titles real files use, and may be shared by columns of different `group`s ("证号", "联系电话"):
    then the group of the columns to the left decides. `unit` is the unit values are kept in, `units` the factors of
    other spellings ({"米": 1, "km": 1000}). `choices` maps the stored value to its labels, the first is written out.
    `low`/`high` bound numbers inclusively, `places` are decimal places kept, `max_length` counts characters.
    `several` marks cells that list several things (a tuple of texts). `range_part` says which end of
    "2022.7.1至2025.6.30" is meant: "start", "end" or "" (a range is refused). `hidden` columns carry our own keys.
    `with_unit` marks words that are a figure with its unit (50万吨/年): a bare figure gets the unit of the heading.
    `partner` is the key of a column without which a cell says nothing (the number of a licence beside its last day).
    """

    key: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    unit: str = ""
    units: Mapping[str, float] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    width: int = 14
    help: str = ""
    max_length: int = 500
    low: float | None = None
    high: float | None = None
    places: int = 4
    group: str = ""
    several: bool = False
    range_part: str = ""
    hidden: bool = False
    with_unit: bool = False
    partner: str = ""

    def label_of(self, value: str) -> str:
        """Return the printed label of a choice value; the value itself when it is not listed."""
        labels = self.choices.get(value)
        return labels[0] if labels else value

    @property
    def heading(self) -> str:
        """The printed title with its unit, e.g. 边坡高度(m)."""
        return f"{self.title}({self.unit})" if self.unit else self.title


@dataclass(frozen=True)
class SheetSpec:
    """A kind of sheet: its name (stable, written into exported files), title and columns.

    `keys` lists alternatives that recognise a row, strongest first: `(("ref",), ("credit_code", "mine_name"))`.
    With `keeps_unread` the room keeps the text of optional cells that cannot be read, so that they do not refuse a row.
    `version` rises when columns change meaning, so that an old exported file is recognised as old.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    version: int = 1
    keeps_unread: bool = False

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def __getitem__(self, key: str) -> Column:
        return self.by_key[key]

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """Columns by their key."""
        return {column.key: column for column in self.columns}

    def is_optional(self, column: Column) -> bool:
        """Whether a row is of use without the column: it is not required, and no row is recognised by it."""
        return not column.required and all(column.key not in key for key in self.keys)

    @property
    def required(self) -> tuple[Column, ...]:
        """Columns a row may not leave empty."""
        return tuple(column for column in self.columns if column.required)
