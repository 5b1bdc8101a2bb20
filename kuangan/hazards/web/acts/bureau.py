"""Acts of whoever decides: more time, acceptance, on-site check, listing, close-out. Shown once their pages exist."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuangan.foundation.ui.acts import Act
from kuangan.hazards.queries import gates
from kuangan.hazards.states import Closer, Grade, HazardState
from kuangan.hazards.web.acts.desk import Desk, joined


def deciding(desk: Desk) -> list[Act]:
    """Requests and applications that wait for the reader, and returns that are due."""
    record = desk.record
    found: list[Act] = []
    if record.pending_extension is not None:
        found += desk.act(
            "decide_extension", _("Decide on more time"), _("Decide on it"), "hazards.decide_extension",
            on=record.pending_extension, hint=_("A request is waiting."),
        )  # fmt: skip
    found += _general(desk) if record.row.grade == Grade.GENERAL else _on_site(desk)
    if record.listing is not None and record.row.is_open:
        found += desk.act(
            "return_progress", _("Return progress to the city"), _("Return"), "hazards.return_progress",
            on=record.listing, is_next=desk.state != HazardState.VERIFIED,
        )  # fmt: skip
    return found


def _general(desk: Desk) -> list[Act]:
    applied = desk.state == HazardState.APPLIED
    if not applied and not (desk.official and desk.open_to_work):
        return []
    waits = "" if applied else _("The mine has not applied for acceptance yet.")
    county = desk.record.settings["general_closer"] == Closer.COUNTY and not desk.official
    refused = _("In this county general hazards are accepted by the county bureau.") if county else ""
    held = _("An evacuation is still in force. Lift it first.") if desk.record.evacuated else ""
    found = desk.act("accept", _("Accept and close out"), _("Accept"), "hazards.accept", waits, refused, held)
    if applied:
        label = pgettext("acceptance", "Send back: not passed")
        found += desk.act("refuse", label, _("Send back"), "hazards.accept", refused)
    return found


def _on_site(desk: Desk) -> list[Act]:
    record = desk.record
    if not record.row.is_open or desk.state == HazardState.VERIFIED:
        return []
    check = record.open_check
    if check is not None:
        mine = check.first_by_id == desk.actor.user_id
        second = _("The second signature is given by a second person with an account of their own.") if mine else ""
        found = desk.act("sign_check", _("Sign the on-site check"), _("Sign"), "hazards.check_on_site", second,
                         on=check, hint=_("%(name)s has signed first.") % {"name": check.first_by})  # fmt: skip
        return found + desk.act("drop_check", _("Drop the unsigned check"), _("Drop"), "hazards.check_on_site",
                                on=check, is_next=False)  # fmt: skip
    waits = "" if desk.state == HazardState.APPLIED else _("The mine has not applied for acceptance yet.")
    return desk.act(
        "check", _("Enter the on-site check"), _("Enter"), "hazards.check_on_site", waits,
        hint=_("Two people, each with their own account."),
    )  # fmt: skip


def closing(desk: Desk) -> list[Act]:
    """Listed supervision and close-out, both of the city."""
    record, row = desk.record, desk.record.row
    found: list[Act] = []
    if not row.is_major or not row.is_open:
        return found
    if record.listing is None:
        found += desk.act("list_it", _("List it for supervision"), _("List"), "hazards.list")
    found += _close(desk)
    if desk.state == HazardState.VERIFIED:
        found += desk.act("send_back", _("Send it back to rectification"), _("Send back"), "hazards.close")
    if record.listing is not None:
        found += desk.act("number_listing", _("Enter the number of the notice"), _("Enter"), "hazards.list",
                          on=record.listing, is_next=not record.listing.document_number)  # fmt: skip
        found += desk.act("delist", _("Delist without closing"), _("Delist"), "hazards.list", on=record.listing,
                          is_next=False, hint=_("When it turns out not to be major."))  # fmt: skip
    return found


def _close(desk: Desk) -> list[Act]:
    if not desk.official:
        return []
    record = desk.record
    lacking = gates.before_closing(record.row, bool(record.evacuated))
    seen = [] if desk.state == HazardState.VERIFIED else [_("It has to pass the on-site check by two people first.")]
    found = desk.act("close", _("Close it out"), _("Close out"), "hazards.close", joined([*seen, *lacking]))
    if found or (not desk.open_to_work and desk.state != HazardState.VERIFIED):
        return found
    return [Act("close", _("Close it out"), "", "", joined([*seen, *lacking]) or _("The city bureau closes it out."))]
