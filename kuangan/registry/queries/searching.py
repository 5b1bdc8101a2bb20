"""One search over the registry for the shell: names, codes, licence numbers, pinyin initials."""

from dataclasses import dataclass
from typing import Any

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel.text import words_of
from kuangan.registry.queries.bodies import contractors, enterprises
from kuangan.registry.queries.mines import MineFilter, mines
from kuangan.registry.queries.people import people


@dataclass(frozen=True)
class Hit:
    """Something found: its sort ("mine", "enterprise", "person", "contractor"), its key, name and a word beside it."""

    sort: str
    pk: int
    name: str
    note: str


def search(scope: Scope, text: str, limit: int = 8) -> list[Hit]:
    """At most `limit` hits of each sort inside the scope; nothing for an empty text."""
    if not words_of(text):
        return []
    found: list[Any] = [
        Hit("mine", row.pk, row.name, row.enterprise.name)
        for row in mines(scope, MineFilter(text=text, is_closed_shown=True))[:limit]
    ]
    found += [Hit("enterprise", row.pk, row.name, row.credit_code) for row in enterprises(scope, text=text)[:limit]]
    found += [Hit("person", row.pk, row.name, str(row.employer or "")) for row in people(scope, text=text)[:limit]]
    found += [Hit("contractor", row.pk, row.name, row.qualification) for row in contractors(scope, text=text)[:limit]]
    return found
