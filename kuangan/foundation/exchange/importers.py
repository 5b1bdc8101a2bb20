"""The open way for a room to take rows in: it plugs an Importer in from its apps.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.objections import CleanRow, Issue
from kuangan.foundation.exchange.states import Verdict
from kuangan.foundation.kernel.errors import Refused


@dataclass(frozen=True)
class Candidate:
    """An existing object a row may mean, with the reason in words."""

    key: str
    label: str
    reason: str


@dataclass(frozen=True)
class Match:
    """What a room makes of one row: new, update, same, suspect or bad.

    `key` is the existing object's key (empty when new); `changes` maps column key to (old, new) as shown text;
    `candidates` are offered to the person who decides about a suspect; `issues` are the room's own objections. `seen`
    says in short what the objects held that the row may mean (at most 32 characters): when it differs later, somebody
    has changed them in between and the row is held for a person.
    """

    verdict: Verdict
    key: str = ""
    label: str = ""
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    candidates: Sequence[Candidate] = ()
    issues: Sequence[Issue] = ()
    seen: str = ""


@dataclass(frozen=True)
class ApplyRow:
    """A row to be written: `key` empty means create, otherwise change that object.

    `values` holds every mapped column (None where the cell was empty); `given` only what the file really said.
    By the house's rule an empty cell leaves the stored value as it is. `reason` says why a row in doubt is new,
    `kept` what optional cells said that could not be read.
    """

    number: int
    key: str
    values: Mapping[str, Any]
    reason: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, Any]:
        """Only the values the file really gave."""
        return {key: value for key, value in self.values.items() if value is not None}


@dataclass(frozen=True)
class Counts:
    """How many objects an import created, changed and found unchanged."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


class Importer(Protocol):
    """What a room supplies. `verb` is the permission that staging and applying need, e.g. "registry.import_roster".

    With `asks_why_new` whoever takes a row in doubt for a new one says why.
    """

    name: str
    verb: str
    spec: SheetSpec

    def match(self, actor: Actor, rows: Sequence[CleanRow]) -> Sequence[Match]:
        """Judge rows against what exists in the actor's scope: one Match per row, in the same order, set-based."""
        ...

    def lock(self, actor: Actor, keys: Sequence[str]) -> None:
        """Lock the objects of these keys until the transaction ends, always in the same order."""
        ...

    def apply(self, actor: Actor, rows: Sequence[ApplyRow]) -> Counts:
        """Write rows inside the caller's transaction, with the room's own audit records; raise Refused to undo all."""
        ...


_importers: dict[str, Importer] = {}
Foresight = Callable[[Sequence[str], Callable[[], object]], dict[str, Any]]
"""Told the keys of the records to be changed and how to write; called in a transaction that is taken back. Answers
with plain values, {} for nothing to tell."""
_foresights: dict[str, Foresight] = {}


def plug_in(importer: Importer) -> None:
    """Register an importer; the same name twice replaces the former (apps may be set up again in tests)."""
    _importers[importer.name] = importer


def foresee_by(name: str, tell: Foresight) -> None:
    """Let a higher room tell what an import would bring about, before it is confirmed."""
    _foresights[name] = tell


def foresight(name: str) -> Foresight | None:
    """Who tells what an import would bring about; None where nobody does."""
    return _foresights.get(name)


def importer(name: str) -> Importer:
    """Return the importer of that name; Refused when no room supplies it."""
    from django.utils.translation import gettext as _

    try:
        return _importers[name]
    except KeyError:
        raise Refused(_("There is no import named “%(name)s”.") % {"name": name}) from None


def asks_why_new(name: str) -> bool:
    """Whether an importer wants to know why a row in doubt is a new one."""
    return bool(getattr(importer(name), "asks_why_new", False))


def importers() -> list[Importer]:
    """All importers, by name."""
    return [_importers[name] for name in sorted(_importers)]


def unplug(name: str) -> None:
    """Take an importer out again (tests)."""
    _importers.pop(name, None)
