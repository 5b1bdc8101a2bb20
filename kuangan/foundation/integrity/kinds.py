"""The vocabulary of the audit trail: what was meant, in words; each room declares its own kinds in its kinds.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One sort of event. `label` is a lazily translated phrase; `personal` names details that are personal data.

    `is_read` marks that something sensitive was only looked at: it is in the trail and not in the record's own history.
    """

    name: str
    label: Any
    personal: frozenset[str] = frozenset()
    is_read: bool = False


_known: dict[str, Kind] = {}


def declare(name: str, label: Any, personal: frozenset[str] = frozenset(), is_read: bool = False) -> Kind:
    """Declare a kind once: `ACCEPTED = declare("duties.accepted", _("accepted the submission"))`."""
    kind = Kind(name, label, personal, is_read)
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


@dataclass(frozen=True)
class Named:
    """How one stored name reads: its words, and how its values are shown (None: as they are)."""

    label: Any
    shown: Callable[[Any], str] | None = None


_values: dict[str, Mapping[str, Any]] = {}
_explained: dict[str, Callable[[Any], Mapping[str, Named]]] = {}


def declare_values(**choices: Mapping[str, Any]) -> None:
    """Say how stored codes read in the viewer: `declare_values(role=dict(Role.choices))`."""
    _values.update(choices)


def explain(kind: Kind, names: Callable[[Any], Mapping[str, Named]]) -> None:
    """Have a room word the names of one kind's events by itself: `names(event)` gives those that it knows."""
    _explained[kind.name] = names


def names_of(event: Any) -> dict[str, Named]:
    """How the names of an event's details and changed fields read; what no room has declared stays as it is."""
    stored = {*(event.before or {}), *(event.after or {}), *(event.details or {})}
    told = {name: Named(word_of(name), _chosen(name)) for name in stored}
    if event.kind in _explained:
        told |= _explained[event.kind](event)
    return told


def _chosen(name: str) -> Callable[[Any], str] | None:
    choices = _values.get(name)
    return (lambda value: str(choices.get(str(value), value))) if choices else None


VERIFIED = declare("integrity.verified", _("checked the audit trail"))
DIFFERED = declare("integrity.differed", _("found rows or files that are not as recorded"))
TRAIL_EXPORTED = declare("access.audit_exported", _("exported the audit trail"))
FILES_SWEPT = declare("integrity.files_swept", _("removed contents that nothing refers to"))
TRAIL_READ = declare("integrity.trail_read", _("read the audit trail"), is_read=True)

declare_words(
    checked=_("records checked"),
    seals=_("seals"),
    findings=_("findings"),
    first_bad=_("first bad record"),
    finding=_("finding"),
    put_back=_("put back"),
    set_aside=_("set aside"),
    taken_away=_("taken away"),
    unfinished=_("unfinished uploads"),
    count=_("count of rows"),
    counts=_("counts by kind"),
    number=_("number or row"),
    version=_("version number"),
    urn=_("lasting name"),
    content_hash=_("hash of the content"),
    sha256=_("hash of the file"),
    file=_("name of the file"),
    title=_("title of the entry"),
    code=_("code of the record"),
    token=_("API token used"),
    query=_("conditions of the list"),
    items=_("number of items"),
    document=_("document relied on"),
    phone=_("phone number"),
    person=_("name of the person"),
    effective_on=_("effective from"),
    note=_("remark"),
)
