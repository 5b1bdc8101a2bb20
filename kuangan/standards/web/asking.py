"""What the address asks for: words, a kind of mine, a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.reading import day
from kuangan.registry.states import MineKind
from kuangan.standards.rules.criteria import PARTS

LONGEST = 60
"""Of a search, in characters."""


@dataclass(frozen=True)
class Asked:
    """A search in the address: `text` as typed, `mine_kind` "" for all, `on` None for today."""

    text: str = ""
    mine_kind: str = ""
    on: date | None = None

    @classmethod
    def read(cls, request: HttpRequest) -> "Asked":
        """The search of an address; what cannot be read counts as not given."""
        given = request.GET
        kind = given.get("kind", "")
        return cls(
            text=given.get("q", "").replace("\x00", "").strip()[:LONGEST],
            mine_kind=kind if kind in PARTS else "",
            on=day(given.get("on", ""), clock.today().year),
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.text or self.mine_kind or self.on)

    @property
    def day(self) -> date:
        """The day whose standards are asked for."""
        return self.on or clock.today()

    @property
    def kinds(self) -> Iterator[tuple[str, str]]:
        """The kinds of mine that have criteria of their own, in the order of the document."""
        return ((kind, str(MineKind(kind).label)) for kind in PARTS)
