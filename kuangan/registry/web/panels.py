"""Panels that rooms above add to the mine page (一矿一册), each a piece of HTML about one mine.

A room calls `panels.add("duties", render, order=10)` in its apps.py; `render(request, mine)` returns safe HTML (a whole
`<section class="ka-card">…</section>`) or None when it has nothing to show this reader.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString

from kuangan.registry.models import Mine

Render = Callable[[HttpRequest, Mine], SafeString | str | None]


@dataclass(frozen=True)
class Panel:
    """One panel: its key, how it is rendered, its place (`order`), and on which side of the page it stands."""

    key: str
    render: Render
    order: int = 50
    is_aside: bool = False


_panels: dict[str, Panel] = {}


def add(key: str, render: Render, *, order: int = 50, is_aside: bool = False) -> None:
    """Add a panel, or replace the one with the same key."""
    _panels[key] = Panel(key, render, order, is_aside)


def shown(request: HttpRequest, mine: Mine, *, is_aside: bool = False) -> list[str]:
    """The panels of one side of the page, in order, without those that have nothing to show."""
    panels = sorted((one for one in _panels.values() if one.is_aside == is_aside), key=lambda one: (one.order, one.key))
    return [html for one in panels if (html := one.render(request, mine))]
