"""Panels: a room above adds a piece to the page of a room below, which knows nothing of it.

`panels.add("registry.mine", "duties", render, order=10)` in apps.ready(); the page shows `panels.shown(...)`.
`render(request, row)` returns safe HTML (a whole `<section class="ka-card">…</section>`), or None when it has nothing
to show this reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Render = Callable[[HttpRequest, Any], str | None]


@dataclass(frozen=True)
class Panel:
    """One panel: on which page, its key, how it is rendered, its place (`order`), and whether it stands at the side."""

    page: str
    key: str
    render: Render
    order: int = 50
    is_aside: bool = False


_panels: dict[tuple[str, str], Panel] = {}


def add(page: str, key: str, render: Render, *, order: int = 50, is_aside: bool = False) -> None:
    """Add a panel to a page, or replace the one with the same key."""
    _panels[page, key] = Panel(page, key, render, order, is_aside)


def shown(request: HttpRequest, page: str, row: Any, *, is_aside: bool = False) -> list[str]:
    """The panels of one side of a page, in order, without those that have nothing to show."""
    wanted = (one for one in _panels.values() if one.page == page and one.is_aside == is_aside)
    ordered = sorted(wanted, key=lambda one: (one.order, one.key))
    return [html for one in ordered if (html := one.render(request, row))]
