"""The open way for a room to write large lists in the worker: it plugs an Exporter in from its apps.py."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.writing import Heading
from kuangan.foundation.kernel.errors import Refused


@dataclass(frozen=True)
class Listing:
    """What an export holds: the rows as values by column key, read while they are written."""

    spec: SheetSpec
    rows: Iterable[Mapping[str, Any]]
    heading: Heading
    paper: int | None = None


@dataclass(frozen=True)
class Paper:
    """An export in another form than a workbook: `write` gives its bytes and how many rows they hold."""

    media_type: str
    write: Callable[[], tuple[bytes, int]]


class Exporter(Protocol):
    """What a room supplies. `verb` is the permission that exporting needs, asked again when the worker begins."""

    name: str
    verb: str

    def listing(self, actor: Actor, told: Mapping[str, str]) -> Listing | Paper:
        """The rows that this actor may see, as `told` (the address of the page) narrows them."""
        ...


_exporters: dict[str, Exporter] = {}


def plug_in(exporter: Exporter) -> None:
    """Register an exporter; the same name twice replaces the former."""
    _exporters[exporter.name] = exporter


def exporter(name: str) -> Exporter:
    """The exporter of that name; Refused when no room supplies it."""
    try:
        return _exporters[name]
    except KeyError:
        raise Refused(_("There is no export named “%(name)s”.") % {"name": name}) from None
