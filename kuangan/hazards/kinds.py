"""What the hazards room writes into the audit trail, and what it tells people."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity import frozen
from kuangan.foundation.integrity.kinds import declare, declare_values, declare_words
from kuangan.foundation.notices import kinds as notices
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

frozen.declare(
    "hazards.hazard", "state", "grade", "source", "place", "description", "requirement", "criterion_id", "found_at",
    "found_by", "entered_at", "determined_at", "deadline_at", "rectified_at", "rectified_by_id", "rectified_by",
    "applied_at", "verified_at", "verified_by_id", "verified_by", "passed_check_id", "closed_at", "closed_by",
    "reopens_id", "refusals", by=(ACCEPTED, CLOSED), standing=Q(state="closed"),
)  # fmt: skip
frozen.declare(
    "hazards.fivepoints", "hazard_id", "version", "responsible", "responsible_post", "measures", "interim_measures",
    "funds_yuan", "fund_source", "deadline_at", "emergency_plan", "emergency_file_id", "flags", "flags_answer",
    "set_at", "set_by_id", "set_by", "content_hash", "signed_at", "signed_by_id", "signed_by",
    by=(PUT_IN_PLACE, FIVE_SIGNED, SUPERVISOR_REPLACED),
)  # fmt: skip
frozen.declare(
    "hazards.sitecheck", "application_id", "state", "result", "happened_at", "entered_at", "opinion", "applicant_id",
    "experts", "first_by_id", "first_by", "first_organisation", "first_at", "second_by_id", "second_by",
    "second_organisation", "second_at", "second_opinion", "content_hash",
    by=(CHECK_OPENED, CHECK_SIGNED, CHECK_DROPPED),
)  # fmt: skip

# ── notices ─────────────────────────────────────────────────────────────────
ABOUT = notices.declare_group("hazards", _("Hazards: what was done"))
TIMES = notices.declare_group("hazard_times", _("Hazards: deadlines"))

TOLD_FOUND = notices.declare(
    "hazards.told_found", _("The bureau has entered a hazard: %(title)s"), _("Entered by %(who)s."), group=ABOUT
)
TOLD_SUSPECTED = notices.declare(
    "hazards.told_suspected",
    _("To be determined, possibly a major hazard: %(title)s"),
    _("Entered by %(who)s. Determine it against the criteria."),
    group=ABOUT,
    urgent=True,
)
TOLD_MAJOR = notices.declare(
    "hazards.told_major",
    _("Determined to be a major hazard: %(title)s"),
    _("By %(who)s: %(words)s"),
    group=ABOUT,
    urgent=True,
)
TOLD_REPORT = notices.declare(
    "hazards.told_report",
    _("To be reported to the bureau until %(until_at)s: %(title)s"),
    _("A major hazard is reported at once (Work Safety Law, article 41)."),
    group=TIMES,
    urgent=True,
)
TOLD_LOWERED = notices.declare(
    "hazards.told_lowered", _("No longer a major hazard: %(title)s"), _("By %(who)s: %(words)s"), group=ABOUT
)
TOLD_REPORTED = notices.declare(
    "hazards.told_reported", _("Major hazard reported: %(title)s"), _("By %(who)s. %(words)s"), group=ABOUT
)
TOLD_TO_SIGN = notices.declare(
    "hazards.told_to_sign",
    _("The five in place wait for your signature: %(title)s"),
    _("Rectification begins once the principal has signed."),
    group=ABOUT,
    urgent=True,
)
TOLD_ASKED = notices.declare(
    "hazards.told_extension_asked",
    _("More time asked for until %(until_at)s: %(title)s"),
    _("Reason: %(words)s"),
    group=ABOUT,
)
TOLD_GRANTED = notices.declare(
    "hazards.told_granted", _("Deadline moved to %(until_at)s: %(title)s"), _("%(who)s: %(words)s"), group=ABOUT
)
TOLD_KEPT = notices.declare(
    "hazards.told_not_granted", _("No more time, deadline %(until_at)s: %(title)s"), _("%(who)s: %(words)s"),
    group=ABOUT,
)  # fmt: skip
TOLD_EVACUATED = notices.declare(
    "hazards.told_evacuated",
    _("People ordered out: %(area)s, %(title)s"),
    _("By %(who)s: %(inside)s in the area, %(out)s out."),
    group=ABOUT,
    danger=True,
)
TOLD_LIFTED = notices.declare(
    "hazards.told_lifted",
    _("Evacuation lifted: %(area)s, %(title)s"),
    _("By %(who)s: %(words)s"),
    group=ABOUT,
    urgent=True,
)
TOLD_APPLIED = notices.declare(
    "hazards.told_applied",
    _("Waiting for acceptance: %(title)s"),
    _("Reported as rectified by %(who)s; to be verified until %(until_at)s."),
    group=ABOUT,
)
TOLD_SECOND = notices.declare(
    "hazards.told_second_signature",
    _("An on-site check waits for the second signature: %(title)s"),
    _("First signed by %(who)s."),
    group=ABOUT,
    urgent=True,
)
TOLD_TO_CLOSE = notices.declare(
    "hazards.told_to_close", _("Accepted on site, to be closed out: %(title)s"), _("Checked by %(who)s."), group=ABOUT
)
TOLD_REFUSED = notices.declare(
    "hazards.told_refused",
    _("Not accepted, to be rectified further: %(title)s"),
    _("%(who)s: %(words)s"),
    group=ABOUT,
    urgent=True,
)
TOLD_CLOSED = notices.declare("hazards.told_closed", _("Closed out: %(title)s"), _("Done by %(who)s."), group=ABOUT)
TOLD_LISTED = notices.declare(
    "hazards.told_listed",
    _("Listed for supervision until %(until_at)s: %(title)s"),
    _("Done by %(who)s."),
    group=ABOUT,
    urgent=True,
)
TOLD_DELISTED = notices.declare(
    "hazards.told_delisted", _("Delisted: %(title)s"), _("%(who)s: %(words)s"), group=ABOUT
)  # fmt: skip
TOLD_WITHDRAWN = notices.declare(
    "hazards.told_withdrawn", _("Withdrawn: %(title)s"), _("%(who)s: %(words)s"), group=ABOUT
)  # fmt: skip

_NAMED = "%(titles)s"
DUE_SOON = notices.declare(
    "hazards.due_soon", _("%(place)s: %(count)s to be rectified until %(until_on)s"), _NAMED, group=TIMES
)
OVERDUE = notices.declare("hazards.overdue", _("%(place)s: %(count)s overdue since %(until_on)s"), _NAMED, group=TIMES)
ESCALATED = notices.declare(
    "hazards.escalated", _("%(place)s: %(count)s overdue for %(days)s days"), _NAMED, group=TIMES
)
REPORT_OVER = notices.declare(
    "hazards.report_over", _("%(place)s: %(count)s not reported to the bureau in time"), _NAMED, group=TIMES,
    urgent=True,
)  # fmt: skip
FIVE_MISSING = notices.declare(
    "hazards.five_missing", _("%(place)s: %(count)s without the five in place for %(days)s days"), _NAMED, group=TIMES
)
UNDECIDED = notices.declare(
    "hazards.undecided", _("%(place)s: %(count)s undetermined for %(days)s days"), _NAMED, group=TIMES
)
VERIFY_OVER = notices.declare(
    "hazards.verify_over", _("%(place)s: %(count)s not verified in time"), _NAMED, group=TIMES
)  # fmt: skip
RETURN_DUE = notices.declare(
    "hazards.return_due", _("%(place)s: %(count)s progress returns due %(until_on)s"), _NAMED, group=TIMES
)
RETURN_OVER = notices.declare(
    "hazards.return_over", _("%(place)s: %(count)s progress returns overdue since %(until_on)s"), _NAMED, group=TIMES
)
MEASURE_DUE = notices.declare(
    "hazards.measure_due", _("%(place)s: %(count)s lasting measures due %(until_on)s"), _NAMED, group=TIMES
)
RISK_DUE = notices.declare(
    "hazards.risk_due", _("%(place)s: %(count)s risks to be reviewed on %(until_on)s"), _NAMED, group=TIMES
)
