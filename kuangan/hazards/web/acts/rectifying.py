"""Acts of whoever rectifies: determination, report, the five, progress, application."""

from django.utils.translation import gettext as _

from kuangan.foundation.authority.roles import MINE_ROLES, Role
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.acts import Act
from kuangan.foundation.ui.rules import days_wording
from kuangan.hazards.states import Grade, HazardState
from kuangan.hazards.web.acts.desk import Desk


def urgent(desk: Desk) -> list[Act]:
    """What comes before any work: the grade, the report to the bureau, the five and their signature."""
    return [*_determine(desk), *_report(desk), *_sign(desk), *_five(desk)]


def _determine(desk: Desk) -> list[Act]:
    if not desk.open_to_work:
        return []
    row = desk.record.row
    suspected = row.grade == Grade.SUSPECTED
    words = {
        Grade.SUSPECTED: _("Determine the grade"),
        Grade.GENERAL: _("Determine it to be major"),
        Grade.MAJOR: _("Determine the grade anew"),
    }
    return desk.act(
        "determine", words[Grade(row.grade)], _("Determine"), "hazards.determine", is_next=suspected,
        hint=_("Against the criteria in force on the day it was found.") if suspected else "",
    )  # fmt: skip


def _report(desk: Desk) -> list[Act]:
    row = desk.record.row
    if not row.is_major or row.reported_at is not None or not row.is_open:
        return []
    left = days_wording(row.report_due_at)[0] if row.report_due_at else ""
    return desk.act("report", _("Report it to the bureau"), _("Report"), "hazards.report", hint=left)


def _sign(desk: Desk) -> list[Act]:
    row, five = desk.record.row, desk.record.latest_five
    if not row.is_major or not desk.open_to_work or (five is not None and five.signed_at is not None):
        return []
    if not desk.actor.holds(MINE_ROLES, row):
        return []
    label = _("Sign the five in place")
    if not desk.actor.holds({Role.MINE_PRINCIPAL}, row):
        return [Act("sign", label, "", "", _("The principal signs after signing in with their own account."))]
    other = row.supervisor and row.supervisor != desk.actor.name
    return desk.act(
        "sign", label, _("Sign"), "hazards.sign_five",
        "" if five else _("The five are not in place yet."),
        _("%(name)s supervises this hazard. Replace the supervising principal first, with the reason.")
        % {"name": row.supervisor} if other else "",
        hint=_("The password is entered again."),
    )  # fmt: skip


def _five(desk: Desk) -> list[Act]:
    if not desk.open_to_work:
        return []
    row, five = desk.record.row, desk.record.latest_five
    waits = _("It must first be determined whether this is a major hazard.") if row.grade == Grade.SUSPECTED else ""
    past = row.state == HazardState.REGISTERED and five is not None and five.deadline_at <= clock.now()
    return desk.act(
        "five", _("Change the five in place") if five else _("Put the five in place"), _("Fill in"),
        "hazards.put_in_place", waits, is_next=five is None or past,
        hint="" if five else _("Person, measures, funds, deadline, emergency plan."),
    )  # fmt: skip


def working(desk: Desk) -> list[Act]:
    """Progress, photos, more time, the application and taking it back."""
    found = _apply(desk)
    photo = _photo(desk)
    progress = _progress(desk)
    ready = bool(found and found[0].allowed)
    return [*found, *progress, *photo, *_extend(desk)] if ready else [*photo, *progress, *found, *_extend(desk)]


def _photo(desk: Desk) -> list[Act]:
    row = desk.record.row
    if not row.is_open:
        return []
    needed = row.state == HazardState.RECTIFYING and not any(one.stage == "after" for one in desk.record.photos)
    hint = _("One after rectification from the same spot is still missing.") if needed else ""
    found = desk.act(
        "add_photo", _("Add photos"), _("Take or upload"), "hazards.add_photo", hint=hint, page="photos",
        is_next=needed and not desk.official,
    )  # fmt: skip
    for one in found:
        one.url += "?stage=after" if needed else ""
    return found


def _progress(desk: Desk) -> list[Act]:
    if not desk.open_to_work:
        return []
    return desk.act("progress", _("Enter progress"), _("Enter"), "hazards.rectify", desk.before_rectifying())


def _apply(desk: Desk) -> list[Act]:
    if desk.state == HazardState.APPLIED:
        checked = _("It is being checked on site already.") if desk.record.open_check else ""
        return desk.act(
            "take_back", _("Take the application back"), _("Take back"), "hazards.apply", checked, is_next=False
        )
    if not desk.open_to_work:
        return []
    return desk.act("apply", _("Apply for acceptance"), _("Apply"), "hazards.apply", desk.before_applying())


def _extend(desk: Desk) -> list[Act]:
    row = desk.record.row
    if not desk.open_to_work or row.deadline_at is None:
        return []
    waits = _("A request for more time is already waiting for a decision.") if desk.record.pending_extension else ""
    return desk.act(
        "extend", _("Ask for more time"), _("Ask"), "hazards.rectify", waits, is_next=row.is_overdue(),
        hint=_("With the reason; the old deadline stays on record."),
    )  # fmt: skip
