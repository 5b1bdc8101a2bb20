"""Lists: fifty rows a page, filters in the address, one template for all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import Request
from kuangan.registry import queries

PER_PAGE = 50


@dataclass(frozen=True)
class Cell:
    """One cell: text, an address, a smaller line below, a tag instead of plain text, a tone ("danger", "muted")."""

    text: Any = ""
    url: str = ""
    note: Any = ""
    tag: bool = False
    tone: str = ""
    css: str = ""


@dataclass(frozen=True)
class Choice:
    """A filter above a list: a choice between values, or a text when `options` is empty."""

    name: str
    label: Any
    options: Sequence[tuple[str, Any]] = ()
    value: str = ""


@dataclass
class Listing:
    """Everything a list page says."""

    title: Any
    columns: Sequence[Any]
    row: Callable[[Any], Sequence[Cell]]
    filters: Sequence[Choice] = ()
    sorts: dict[str, str] = field(default_factory=dict)
    export: str = ""
    acts: Sequence[tuple[str, Any, str]] = ()
    intro: Any = ""
    empty: Any = ""
    tabs: Sequence[tuple[str, Any, int, bool]] = ()


def chosen(request: Request, name: str, options: Sequence[tuple[str, Any]] | None = None) -> str:
    """What the address says for a filter; a value that is not offered counts as nothing."""
    value = request.GET.get(name, "").strip()[:100]
    return value if options is None or value in {str(key) for key, _label in options} else ""


def county_choice(request: Request) -> Choice:
    """The filter by county, of the reader's own counties."""
    options = list(queries.counties_with_mines(request.actor.scope).values_list("code", "short_name"))
    return Choice("county", _("County"), options, chosen(request, "county", options))


def ordered(request: Request, rows: QuerySet[Any], sorts: dict[str, str]) -> QuerySet[Any]:
    """The rows in the order that `?sort=` asks for, if it is one of those offered."""
    wanted = request.GET.get("sort", "")
    name = sorts.get(wanted.removeprefix("-"))
    return rows.order_by(("-" if wanted.startswith("-") else "") + name, "pk") if name else rows


def show(request: Request, rows: QuerySet[Any], listing: Listing) -> HttpResponse:
    """The page of a list that the address asks for."""
    page = Paginator(ordered(request, rows, listing.sorts), PER_PAGE).get_page(request.GET.get("page"))
    names = [str(column[0] if isinstance(column, tuple) else column) for column in listing.columns]
    shown = [list(zip(names, listing.row(one), strict=True)) for one in page]
    export = listing.export if may(request.actor, "registry.export") else ""
    acts = [(url, label, icon) for url, label, icon in listing.acts]
    context = {"listing": listing, "page": page, "rows": shown, "export": export, "acts": acts}
    return render(request, "registry/list.html", context)
