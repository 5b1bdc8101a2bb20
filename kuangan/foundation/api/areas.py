"""Areas (接口范围): what a token may be made for. Each is a set of verbs, declared by the room that owns them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kuangan.foundation.authority.policy import rule_for
from kuangan.foundation.authority.roles import Role


@dataclass(frozen=True)
class Area:
    """One thing to tick when a token is made: `name` as in `duties:write`, its words, the verbs it opens."""

    name: str
    label: Any
    verbs: frozenset[str]

    @property
    def roles(self) -> frozenset[Role]:
        """Who could use what it is for: of an area that changes something, whoever could change anything by it."""
        return frozenset().union(*(rule_for(verb).roles for verb in self.own_verbs))

    @property
    def own_verbs(self) -> frozenset[str]:
        """Its verbs without those that only let its user see what they change."""
        if self.name.endswith(_READING):
            return self.verbs
        seen = (area.verbs for area in _areas.values() if area.name.endswith(_READING))
        return self.verbs - frozenset().union(*seen)


_READING = ":read"
_areas: dict[str, Area] = {}


def declare(name: str, label: Any, verbs: Iterable[str]) -> None:
    """Declare an area once, beside the verbs in the room's policy.py."""
    _areas[name] = Area(name, label, frozenset(verbs))


def known() -> dict[str, Area]:
    """Every area by name, in the order of declaration."""
    return dict(_areas)


def verbs_of(names: Iterable[str]) -> frozenset[str]:
    """All verbs that these areas open; a name that is declared no more opens nothing."""
    return frozenset().union(*(_areas[name].verbs for name in names if name in _areas))


def offered(roles: frozenset[Role]) -> list[Area]:
    """The areas that these roles could use: one that changes something is none for who may only read."""
    return [area for area in _areas.values() if area.roles & roles]


def opening(verb: str) -> list[str]:
    """The names of the areas that open a verb, for the documentation."""
    return [area.name for area in _areas.values() if verb in area.verbs]
