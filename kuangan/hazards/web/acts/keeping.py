"""Acts around the work: people out of danger, root cause, words, links, withdrawal."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuangan.foundation.ui.acts import Act
from kuangan.hazards.states import MINE_SOURCES, HazardState
from kuangan.hazards.web.acts.desk import Desk


def people(desk: Desk) -> list[Act]:
    """Evacuations: order one, count, lift."""
    found: list[Act] = []
    for one in desk.record.evacuated:
        out = {"area": one.area, "out": one.people_out, "inside": one.people_inside}
        missing = one.people_out < one.people_inside
        found += desk.act(
            "count_out", _("Count the people withdrawn: %(area)s") % out, _("Count"), "hazards.evacuate", on=one,
            hint=_("%(out)d of %(inside)d are out") % out, is_next=missing,
        )  # fmt: skip
        waits = _("Not everybody has been counted outside yet. Count again first.") if missing else ""
        found += desk.act(
            "lift", _("Lift the evacuation: %(area)s") % out, _("Lift"), "hazards.lift", waits, on=one, is_next=False
        )
    if desk.record.row.is_open:
        found += desk.act(
            "evacuate", _("Stop work and evacuate"), _("Evacuate"), "hazards.evacuate",
            hint=_("With time and head-count."), is_next=False,
        )  # fmt: skip
    return found


def causes(desk: Desk) -> list[Act]:
    """Root cause and lasting measure."""
    row, cause = desk.record.row, desk.record.cause
    found: list[Act] = []
    if row.is_open:
        label = _("Change root cause and lasting measure") if cause else _("Record root cause and lasting measure")
        needed = row.is_major and cause is None
        hint = _("Needed before close-out.") if needed else ""
        is_next = needed and not desk.official
        found += desk.act("cause", label, _("Fill in"), "hazards.explain", hint=hint, is_next=is_next)
    if cause is not None and cause.done_on is None and row.state != HazardState.WITHDRAWN:
        found += desk.act(
            "finish_measure", _("Record the lasting measure as done"), _("Enter"), "hazards.explain",
            is_next=not row.is_open,
        )  # fmt: skip
    return found


def words(desk: Desk) -> list[Act]:
    """Supervisor, words, links, withdrawing, reopening."""
    row = desk.record.row
    found: list[Act] = []
    if row.is_major and row.is_open:
        found += desk.act(
            "supervisor", _("Replace the supervising principal"), _("Replace"), "hazards.replace_supervisor",
            is_next=False, hint=_("With the reason; the five are signed again."),
        )  # fmt: skip
    if desk.open_to_work:
        theirs = row.source not in MINE_SOURCES and not desk.official
        refused = _("The bureau found this hazard. Ask the bureau to correct its words.") if theirs else ""
        found += desk.act("correct", _("Correct the words"), _("Mend"), "hazards.correct", refused, is_next=False)
    if row.state != HazardState.WITHDRAWN:
        verb = pgettext("hazard", "Link")
        found += desk.act("link", _("Link with another hazard"), verb, "hazards.link", is_next=False)
        found += desk.act("link_risk", _("Link with a risk"), verb, "hazards.link", is_next=False)
    if desk.open_to_work:
        listed = _("Delist the hazard first, with the reason.") if desk.record.listing else ""
        held = _("An evacuation is still in force. Lift it first.") if desk.record.evacuated else ""
        found += desk.act(
            "withdraw", _("Withdraw an entry made by mistake"), _("Withdraw"), "hazards.withdraw", listed, held,
            is_next=False,
        )  # fmt: skip
    if row.state == HazardState.CLOSED:
        found += desk.act(
            "reopen", _("It is there again: reopen"), _("Reopen"), "hazards.reopen",
            hint=_("A new hazard is registered that points to this one."), is_next=False,
        )  # fmt: skip
    return found
