"""The vocabulary of notices: what is told, in words; each room declares its own kinds in its kinds.py."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity import kinds as trail
from kuangan.foundation.notices.states import Pace


@dataclass(frozen=True)
class Kind:
    """One sort of notice.

    `title` and `body` are lazily translated and take named parameters (`%(title)s`). Parameters whose name ends in
    `_on` or `_at` are stored as ISO text and worded as days and moments in the reader's language.
    """

    name: str
    title: Any
    body: Any
    group: str
    pace: Pace


_known: dict[str, Kind] = {}
_groups: dict[str, Any] = {}


def declare(name: str, title: Any, body: Any = "", *, group: str, urgent: bool = False, danger: bool = False) -> Kind:
    """Declare a kind once. `urgent` is sent at once, `danger` in quiet hours too; the rest waits for the digest."""
    pace = Pace.DANGER if danger else Pace.AT_ONCE if urgent else Pace.DIGEST
    _known[name] = Kind(name, title, body, group, pace)
    return _known[name]


def declare_group(name: str, label: Any) -> str:
    """Declare a group of kinds that people switch on and off together; returns its name."""
    _groups[name] = label
    return name


def kind_of(name: str) -> Kind | None:
    """A declared kind; None when a later version no longer declares it."""
    return _known.get(name)


def known() -> dict[str, Kind]:
    """Every declared kind by name."""
    return dict(_known)


def groups() -> dict[str, Any]:
    """Labels of the groups by name, in the order of their declaration."""
    return dict(_groups)


def names_in(group: str) -> list[str]:
    """Names of the kinds of a group."""
    return [kind.name for kind in _known.values() if kind.group == group]


TEST = declare("notices.test", _("Test message"), _("Sent to see whether this channel works."), group="")

PREFERENCES_CHANGED = trail.declare("notices.preferences_changed", _("changed the notice settings"))
ENDPOINT_ADDED = trail.declare("notices.endpoint_added", _("added a receiving system"))
ENDPOINT_SWITCHED = trail.declare("notices.endpoint_switched", _("switched a receiving system on or off"))
SECRET_RENEWED = trail.declare("notices.secret_renewed", _("renewed the secret of a receiving system"))
ENDPOINT_TESTED = trail.declare("notices.endpoint_tested", _("sent a test to a receiving system"))


trail.declare_words(
    digest_at=_("time of the digest"),
    quiet_from=_("quiet from"),
    quiet_to=_("quiet until"),
    muted=_("not sent by these channels"),
    host=_("host of the receiving system"),
    region=_("region of the receiving system"),
    is_active=_("in use"),
)
