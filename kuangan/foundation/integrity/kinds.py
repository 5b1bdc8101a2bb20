"""The vocabulary of the audit trail: what was meant, in words; each room declares its own kinds in its kinds.py."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One sort of event. `label` is a lazily translated phrase; `personal` names details that are personal data."""

    name: str
    label: Any
    personal: frozenset[str] = frozenset()


_known: dict[str, Kind] = {}


def declare(name: str, label: Any, personal: frozenset[str] = frozenset()) -> Kind:
    """Declare a kind once: `ACCEPTED = declare("duties.accepted", _("accepted the submission"))`."""
    kind = Kind(name, label, personal)
    _known[name] = kind
    return kind


def known() -> dict[str, Kind]:
    """Every declared kind by name."""
    return dict(_known)


def label_of(name: str) -> Any:
    """The words for a stored kind name; the name itself when a later version no longer declares it."""
    return _known[name].label if name in _known else name


_words: dict[str, Any] = {}


def declare_words(**words: Any) -> None:
    """Say how the names of details and changed fields read in the viewer: `declare_words(basis=_("basis"))`."""
    _words.update(words)


def word_of(name: str) -> Any:
    """The words for a detail's or field's name; the name itself when no room has declared any."""
    return _words.get(name, name)
