"""What the hazards room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity.kinds import declare, declare_values, declare_words
from kuangan.hazards.states import Grade, HazardState, RiskLevel, RiskMethod

REGISTERED = declare("hazards.registered", _("registered the hazard"))
CORRECTED = declare("hazards.corrected", _("corrected the words of the hazard"))
PHOTO_ADDED = declare("hazards.photo_added", _("added a picture or paper"))
PHOTO_REMOVED = declare("hazards.photo_removed", _("removed a picture or paper"))
PHOTO_READ = declare("hazards.photo_read", _("opened a picture or paper"), is_read=True)
DETERMINED = declare("hazards.determined", _("determined the grade of the hazard"))
REPORTED = declare("hazards.reported", _("reported the major hazard to the bureau"))
PUT_IN_PLACE = declare("hazards.put_in_place", _("put the five in place"))
FIVE_SIGNED = declare("hazards.five_signed", _("signed the five in place as principal"))
SUPERVISOR_REPLACED = declare("hazards.supervisor_replaced", _("replaced the supervising principal"))
BEGUN = declare("hazards.begun", _("rectification began"))
PROGRESSED = declare("hazards.progressed", _("entered progress"))
EXTENSION_ASKED = declare("hazards.extension_asked", _("asked for a later deadline"))
EXTENSION_GRANTED = declare("hazards.extension_granted", _("granted a later deadline"))
EXTENSION_REFUSED = declare("hazards.extension_refused", _("refused a later deadline"))
EVACUATED = declare("hazards.evacuated", _("ordered people out of the danger area"))
COUNTED_OUT = declare("hazards.counted_out", _("counted the people withdrawn"))
LIFTED = declare("hazards.lifted", _("lifted the evacuation"))
APPLIED = declare("hazards.applied", _("applied for acceptance"))
TAKEN_BACK = declare("hazards.taken_back", _("took the application back"))
ACCEPTED = declare("hazards.accepted", _("accepted and closed out the hazard"))
REFUSED = declare("hazards.refused", _("did not accept the rectification"))
CHECK_OPENED = declare("hazards.check_opened", _("entered an on-site check and signed it"))
CHECK_SIGNED = declare("hazards.check_signed", _("signed the on-site check"))
CHECK_DROPPED = declare("hazards.check_dropped", _("dropped an unsigned on-site check"))
SENT_BACK = declare("hazards.sent_back", _("sent the accepted hazard back"))
CLOSED = declare("hazards.closed", _("closed out the major hazard"))
LISTED = declare("hazards.listed", _("listed the hazard for supervision"))
LISTING_NUMBERED = declare("hazards.listing_numbered", _("entered the number of the notice"))
DELISTED = declare("hazards.delisted", _("delisted the hazard"))
RETURN_MADE = declare("hazards.return_made", _("returned progress under the listed supervision"))
EXPLAINED = declare("hazards.explained", _("recorded the root cause"))
MEASURE_DONE = declare("hazards.measure_done", _("recorded the lasting measure as done"))
LINKED = declare("hazards.linked", _("linked two hazards"))
WITHDRAWN = declare("hazards.withdrawn", _("withdrew the hazard"))
SETTING_CHANGED = declare("hazards.setting_changed", _("changed a setting of the hazard ledger"))
EXPORTED = declare("hazards.exported", _("exported a list of hazards"))
RISK_REGISTERED = declare("hazards.risk_registered", _("put the risk on the control list"))
RISK_ASSESSED = declare("hazards.risk_assessed", _("assessed the risk anew"))
RISK_RETIRED = declare("hazards.risk_retired", _("took the risk off the list"))
RISK_REVIVED = declare("hazards.risk_revived", _("brought the risk back onto the list"))
RISK_LINKED = declare("hazards.risk_linked", _("linked the risk with a hazard"))

declare_values(
    grade=dict(Grade.choices), state=dict(HazardState.choices), level=dict(RiskLevel.choices),
    method=dict(RiskMethod.choices),
)  # fmt: skip
declare_words(
    grade=_("grade"),
    criterion=_("criterion"),
    reasons=_("reasons"),
    deadline_at=_("deadline"),
    measures=_("measures"),
    funds_yuan=_("funds, yuan"),
    responsible=_("responsible person"),
    supervisor=_("supervising principal"),
    opinion=_("opinion"),
    people_inside=_("people in the area"),
    people_out=_("people withdrawn"),
    area=_("danger area"),
    percent=_("done, per cent"),
    spent_yuan=_("spent, yuan"),
    place=_("place"),
    found_at=_("found"),
    source=_("how it was found"),
    flags=_("looks implausible"),
    other=_("other hazard"),
    round=_("round"),
    result=_("result"),
    level=_("level of risk"),
    score=_("score"),
    method=_("method"),
    likelihood=_("likelihood"),
    exposure=_("exposure"),
    consequence=_("consequence"),
    controls=_("controls"),
    review_on=_("to be reviewed on"),
    assessed_on=_("assessed on"),
    retirement_reason=_("reason"),
)
