"""What a mine looks like in the API."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from kuangan.foundation.api.operations import Cursor, Given, Number
from kuangan.registry.api.declared import APART, CODE, CODE_OR_NOTHING
from kuangan.registry.models import FACTS, Mine
from kuangan.registry.states import MineKind, MineStatus

if TYPE_CHECKING:
    Kinds = str
    Statuses = str
else:
    Kinds = Literal[tuple(MineKind.values)]
    Statuses = Literal[tuple(MineStatus.values)]
Value = bool | str | Decimal | None
TOLD = gettext_noop("Names and values of dated facts, such as status, slope_height_m; null where unknown.")


SCOPE_DAY = gettext_noop("The day from which plans ask something of the mine; today when left out. Not in the future.")


class MineFilter(Schema):
    """Which mines."""

    county: str = Field("", pattern=CODE_OR_NOTHING, description=gettext_noop("Code of a region."))
    kind: Kinds | Literal[""] = ""
    status: Statuses | Literal[""] = ""
    q: str = Field("", max_length=60, description=gettext_noop("Part of a name, a code, or pinyin initials."))
    closed: bool = Field(False, description=gettext_noop("Closed mines too."))


class MineLine(Schema):
    """A mine in a list."""

    id: int
    code: str
    name: str
    short_name: str
    kind: Kinds
    status: Statuses | None
    region_code: str
    town: str
    mineral: str
    enterprise_id: int
    enterprise: str


class Mines(Cursor):
    """A page of mines, by county and name."""

    items: list[MineLine]


class MineShape(MineLine):
    """A mine with everything the registry knows of the present."""

    address: str
    design_capacity: str
    licensed_capacity: str
    actual_capacity: str
    builder: str
    answers_after_closure: str
    longitude: Decimal | None = Field(description=gettext_noop("CGCS2000, degrees."))
    latitude: Decimal | None = Field(description=gettext_noop("CGCS2000, degrees."))
    attached_to: int | None
    in_scope_since: date | None = Field(description=SCOPE_DAY)
    entered_at: datetime
    facts: dict[str, Value] = Field(description=TOLD)
    facts_since: dict[str, date] = Field(description=gettext_noop("Since when each fact has been so, without a break."))


class NewMine(Given):
    """A mine to be entered with its first facts."""

    enterprise_id: Number
    name: str = Field(min_length=1, max_length=200)
    kind: Kinds
    region_code: str = Field(pattern=CODE)
    facts: dict[str, bool | str | float | None] = Field(max_length=30, description=TOLD)
    effective_on: date = Field(description=gettext_noop("Since when the facts are true; not in the future."))
    basis: str = Field(min_length=1, max_length=300, description=gettext_noop("On what this is based."))
    code: str = Field("", max_length=40, description=gettext_noop("Own key of the mine; made up when left out."))
    short_name: str = Field("", max_length=40)
    town: str = Field("", max_length=60)
    address: str = Field("", max_length=300)
    mineral: str = Field("", max_length=60)
    design_capacity: str = Field("", max_length=60)
    licensed_capacity: str = Field("", max_length=60)
    actual_capacity: str = Field("", max_length=60)
    builder: str = Field("", max_length=200, description=gettext_noop("Who builds or runs it for the holder."))
    answers_after_closure: str = Field("", max_length=200)
    longitude: Decimal | None = Field(None, ge=73, le=136, decimal_places=6)
    latitude: Decimal | None = Field(None, ge=3, le=54, decimal_places=6)
    apart_because: str = Field("", max_length=300, description=APART)
    in_scope_since: date | None = Field(None, description=SCOPE_DAY)


class MineChange(Given):
    """What is no dated fact and may be corrected; fields that are left out stay."""

    name: str = Field(None, min_length=1, max_length=200)  # type: ignore[assignment]
    short_name: str = Field(None, max_length=40)  # type: ignore[assignment]
    town: str = Field(None, max_length=60)  # type: ignore[assignment]
    address: str = Field(None, max_length=300)  # type: ignore[assignment]
    mineral: str = Field(None, max_length=60)  # type: ignore[assignment]
    design_capacity: str = Field(None, max_length=60)  # type: ignore[assignment]
    licensed_capacity: str = Field(None, max_length=60)  # type: ignore[assignment]
    actual_capacity: str = Field(None, max_length=60)  # type: ignore[assignment]
    builder: str = Field(None, max_length=200, description=gettext_noop("Who builds or runs it for the holder."))  # type: ignore[assignment]
    answers_after_closure: str = Field(None, max_length=200)  # type: ignore[assignment]
    longitude: Decimal | None = Field(None, ge=73, le=136, decimal_places=6)
    latitude: Decimal | None = Field(None, ge=3, le=54, decimal_places=6)
    apart_because: str = Field(None, max_length=300, description=APART)  # type: ignore[assignment]
    in_scope_since: date | None = Field(None, description=SCOPE_DAY)


def whole(mine: Mine, since: dict[str, date]) -> dict[str, Any]:
    """A mine as MineShape."""
    now = mine.current
    found = {name: getattr(mine, name) for name in _PLAIN}
    return found | {
        "status": now.status if now else None,
        "enterprise": mine.enterprise.name,
        "attached_to": mine.attached_to_id,
        "facts": {name: getattr(now, name) if now else None for name in FACTS},
        "facts_since": since,
    }


_PLAIN = (
    "id", "code", "name", "short_name", "kind", "region_code", "town", "mineral", "enterprise_id", "address",
    "design_capacity", "licensed_capacity", "actual_capacity", "builder", "answers_after_closure",
    "longitude", "latitude", "in_scope_since", "entered_at",
)  # fmt: skip
