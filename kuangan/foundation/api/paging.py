"""Cursor pages: the cursor holds the last row's place in the order, signed, and fits only the list that gave it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from kuangan.foundation.api.problems import invalid

LARGEST, USUAL = 200, 50


class Paging(Schema):
    """How much of a list, and from where."""

    limit: int = Field(USUAL, ge=1, le=LARGEST, description=f"Rows in one answer, 1 to {LARGEST}.")
    cursor: str = Field("", max_length=1000, description="`next_cursor` of the page before; empty for the first page.")


@dataclass(frozen=True)
class Column:
    """One column of the order. The last one has to be unique; `nulls_last` for a column that may be empty."""

    name: str
    descending: bool = False
    nulls_last: bool = False

    def ordering(self) -> Any:
        """The column as an argument of order_by."""
        nulls = True if self.nulls_last else None
        return F(self.name).desc(nulls_last=nulls) if self.descending else F(self.name).asc(nulls_last=nulls)

    def after(self, value: Any) -> Q:
        """The rows that come after `value` in this column."""
        if value is None:
            return Q(pk__in=[])
        beyond = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return beyond | Q(**{f"{self.name}__isnull": True}) if self.nulls_last else beyond

    def level(self, value: Any) -> Q:
        """The rows that stand beside `value`."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})


BY_ID = (Column("id"),)
NEWEST = (Column("id", descending=True),)


def page(
    request: HttpRequest, found: QuerySet[Any, Any], order: Sequence[Column], paging: Paging
) -> tuple[list[Any], str | None]:
    """One page of a list, and the cursor of the next page (None at the end), in one statement."""
    rows = found.order_by(*(column.ordering() for column in order))
    if paging.cursor:
        rows = rows.filter(_beyond(order, _opened(request, order, paging.cursor)))
    shown: list[Any] = list(rows[: paging.limit + 1])
    if len(shown) <= paging.limit:
        return shown, None
    return shown[: paging.limit], _sealed(request, order, shown[paging.limit - 1])


def _beyond(order: Sequence[Column], values: Sequence[Any]) -> Q:
    condition, level = Q(pk__in=[]), Q()
    for column, value in zip(order, values, strict=True):
        condition |= level & column.after(value)
        level &= column.level(value)
    return condition


def _salt(request: HttpRequest) -> str:
    """The list that a cursor belongs to: its address with its filters."""
    asked = sorted((name, value) for name, value in request.GET.items() if name not in {"cursor", "limit"})
    return hashlib.sha256(repr((request.path, asked)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _sealed(request: HttpRequest, order: Sequence[Column], row: Any) -> str:
    values = [_stored(_value(row, column.name)) for column in order]
    return signing.dumps(values, salt=_salt(request), compress=True)


def _opened(request: HttpRequest, order: Sequence[Column], cursor: str) -> list[Any]:
    try:
        values = signing.loads(cursor, salt=_salt(request))
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise _foreign() from error
    if len(values) != len(order):
        raise _foreign()
    return [_restored(value) for value in values]


def _foreign() -> Exception:
    return invalid("query.cursor", _("This cursor belongs to another list. Begin again without a cursor."))


def _value(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, Mapping) else getattr(row, name)


def _stored(value: Any) -> Any:
    return {"at": value.isoformat()} if isinstance(value, datetime) else value


def _restored(value: Any) -> Any:
    return datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
