"""The vocabulary of the audit trail: what was meant, in words; each room declares its own kinds in its kinds.py."""

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


VERIFIED = declare("integrity.verified", _("checked the audit trail"))
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
)
