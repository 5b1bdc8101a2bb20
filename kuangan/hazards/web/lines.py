"""A hazard as one line of a list: the mark of its state, the word beside it, the date that counts, what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import MINE_ROLES
from kuangan.hazards.models import Hazard
from kuangan.hazards.policy import is_city, is_officer
from kuangan.hazards.states import UNRECTIFIED_STATES, Grade, HazardState
from kuangan.hazards.web.wording import address_of

_FACES = {
    HazardState.REGISTERED: "open",
    HazardState.RECTIFYING: "open",
    HazardState.APPLIED: "submitted",
    HazardState.VERIFIED: "submitted",
    HazardState.CLOSED: "accepted",
    HazardState.WITHDRAWN: "voided",
}
_LOOK = gettext_lazy("View")
_RECTIFY, _PLACE = pgettext_lazy("verb in a row", "Rectify"), pgettext_lazy("verb in a row", "Put in place")
_DETERMINE, _ACCEPT = pgettext_lazy("verb in a row", "Determine"), pgettext_lazy("verb in a row", "Accept")
_CLOSE = pgettext_lazy("verb in a row", "Close out")


@dataclass(slots=True)
class Line:
    """What one line shows. `face` is a state of the design system, `due` the date that counts (None: none is set)."""

    row: Hazard
    url: str
    mine: str
    face: str
    word: Any
    due: datetime | None
    settled: bool
    verb: Any
    county: str = ""

    @property
    def is_grave(self) -> bool:
        """Whether it is major or may be."""
        return self.row.grade != Grade.GENERAL


def line(actor: Actor, row: Hazard, counties: Mapping[str, str] | None = None) -> Line:
    """The line of a hazard for one reader; asks the database nothing."""
    due = row.verify_due_at if row.state == HazardState.APPLIED else row.deadline_at
    return Line(
        row, address_of(row), row.mine.short_name or row.mine.name, face_of(row), word_of(row), due,
        settled=row.state not in UNRECTIFIED_STATES and row.state != HazardState.APPLIED,
        verb=_verb(actor, row), county=(counties or {}).get(row.region_code, ""),
    )  # fmt: skip


def face_of(row: Hazard) -> str:
    """The state of the design system: returned once acceptance was refused, overdue by the clock."""
    if row.is_overdue():
        return "overdue"
    if row.state == HazardState.RECTIFYING and row.refusals:
        return "returned"
    return str(_FACES[HazardState(row.state)])


def word_of(row: Hazard) -> Any:
    """The word beside the mark."""
    if row.is_overdue():
        return _("Overdue") if row.state in UNRECTIFIED_STATES else _("Overdue, awaiting acceptance")
    if row.state == HazardState.REGISTERED and row.grade == Grade.SUSPECTED:
        return _("To be determined")
    if row.state == HazardState.RECTIFYING and row.refusals:
        return _("Not accepted, being rectified")
    return row.get_state_display()


def _verb(actor: Actor, row: Hazard) -> Any:
    """The next act as far as the role tells it; the page of the hazard decides."""
    officer, mine = is_officer(actor, row), actor.holds(MINE_ROLES, row)
    if row.state == HazardState.REGISTERED and row.grade == Grade.SUSPECTED and (officer or mine):
        return _DETERMINE
    if mine and row.state in UNRECTIFIED_STATES:
        return _PLACE if row.state == HazardState.REGISTERED else _RECTIFY
    if officer and row.state == HazardState.APPLIED:
        return _ACCEPT
    return _CLOSE if row.state == HazardState.VERIFIED and is_city(actor, row) else _LOOK
