"""A help request as one line of a list or panel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from kuangan.foundation.authority.actors import Actor
from kuangan.governance.models import HelpRequest
from kuangan.governance.policy import is_answerer
from kuangan.governance.states import HelpState, MineView

CLAUSE, STRENGTH_CLAUSE = "七(五)", "五(一)2"
"""The clauses of the plan about help, and about weak technical force."""
FACES = {
    HelpState.REQUESTED: "open", HelpState.ACCEPTED: "open", HelpState.HELPED: "submitted",
    HelpState.CLOSED: "accepted", HelpState.DECLINED: "returned", HelpState.TAKEN_BACK: "voided",
}  # fmt: skip
_LOOK, _ANSWER = gettext_lazy("View"), pgettext_lazy("verb in a row", "Answer")
_CLOSE = pgettext_lazy("verb in a row", "Close")


@dataclass(slots=True)
class Line:
    """What one line shows: `face` is a state of the design system, `days` how long it has waited or took."""

    row: HelpRequest
    url: str
    mine: str
    face: str
    word: Any
    days: str
    verb: Any
    county: str = ""


def line(actor: Actor, row: HelpRequest, counties: Mapping[str, str] | None = None) -> Line:
    """The line of a request for one reader; asks the database nothing."""
    return Line(
        row, reverse("governance:request", args=[row.pk]), row.mine.short_name or row.mine.name,
        FACES[HelpState(row.state)], word_of(row), days_of(row), _verb(actor, row),
        county=(counties or {}).get(row.region_code, ""),
    )  # fmt: skip


def word_of(row: HelpRequest) -> Any:
    """The word beside the mark; an objection of the mine is louder than "closed"."""
    if row.state == HelpState.CLOSED and row.mine_view == MineView.OBJECTED:
        return _("Closed, the mine objects")
    return row.get_state_display()


def days_of(row: HelpRequest) -> str:
    """How long ago help was asked for, or how long it took."""
    days = row.days_since
    if not row.is_open and not days:
        return pgettext("how long it took", "on the same day")
    if not row.is_open:
        return ngettext("took %(days)d day", "took %(days)d days", days) % {"days": days}
    return ngettext("asked %(days)d day ago", "asked %(days)d days ago", days) % {"days": days} if days else _("today")


def _verb(actor: Actor, row: HelpRequest) -> Any:
    if is_answerer(actor, row) and row.state == HelpState.REQUESTED:
        return _ANSWER
    return _CLOSE if is_answerer(actor, row) and row.state == HelpState.HELPED else _LOOK
