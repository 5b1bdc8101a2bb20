"""What the inspections room writes into the audit trail, and what it tells people."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity import frozen
from kuangan.foundation.integrity.kinds import declare, declare_values, declare_words
from kuangan.foundation.notices import kinds as notices
from kuangan.inspections.states import Answer, AreaResult

STARTED = declare("inspections.started", _("began a monthly check"))
BASICS_SAVED = declare("inspections.basics_saved", _("saved when and who of the check"))
AREA_SAVED = declare("inspections.area_saved", _("saved an area of the route"))
AREA_REMOVED = declare("inspections.area_removed", _("took an area off the route"))
ROUTE_COPIED = declare("inspections.route_copied", _("took over the areas of an earlier check"))
CRITERIA_ANSWERED = declare("inspections.criteria_answered", _("answered criteria"))
FINDING_LINKED = declare("inspections.finding_linked", _("linked a hazard with the check"))
FINDING_UNLINKED = declare("inspections.finding_unlinked", _("took a hazard off the check"))
HAZARD_GONE = declare("inspections.hazard_gone", _("said in the check that a hazard is gone"))
PHOTO_ADDED = declare("inspections.photo_added", _("added a picture to the check"))
PHOTO_REMOVED = declare("inspections.photo_removed", _("removed a picture of the check"))
PHOTO_READ = declare("inspections.photo_read", _("opened a picture of the check"), is_read=True)
SIGNED = declare("inspections.signed", _("signed the monthly check as principal"))
WITHDRAWN = declare("inspections.withdrawn", _("withdrew the monthly check"))

declare_values(area_result=dict(AreaResult.choices), criterion_answer=dict(Answer.choices))
declare_words(
    checked_on=_("day of the check"),
    leader=_("led by"),
    people=_("people taking part"),
    area_result=_("result"),
    criterion_answer=_("answer"),
    hazard=_("hazard"),
    route_area=_("area of the route"),
    answered_absent=_("answered as not existing"),
    answered_present=_("answered as existing"),
    answered_not_involved=_("answered as not involved"),
    replaces=_("replaces"),
    areas=_("areas of the route"),
    hazards_total=_("hazards found"),
    major_total=_("major or suspected"),
)

frozen.declare(
    "inspections.monthlycheck", "state", "month", "checked_on", "began", "ended", "led_by_principal", "leader",
    "leader_id", "alone_reason", "replaces_id", "replacement_reason", "entered_at", "entered_by_id", "entered_by",
    "is_attested", "attestation", "content", "content_hash", "hazards_total", "major_total", "signed_at",
    "signed_by_id", "signed_by", "signed_as", "withdrawn_at", "withdrawn_by", "withdrawal_reason",
    by=(SIGNED, WITHDRAWN), standing=~Q(state="draft"),
)  # fmt: skip

# ── notices ─────────────────────────────────────────────────────────────────
ABOUT = notices.declare_group("checks", _("Monthly checks"))

TOLD_REPEATED = notices.declare(
    "inspections.told_repeated",
    _("%(place)s: the monthly check of %(checked_on)s reads like an earlier one"),
    _("Route and words are identical with those of %(like_on)s. Have a look before relying on it."),
    group=ABOUT,
)
TOLD_CORRECTED = notices.declare(
    "inspections.told_corrected",
    _("%(place)s: a signed monthly check was corrected, now of %(checked_on)s"),
    _("By %(who)s: %(words)s"),
    group=ABOUT,
)
TOLD_WITHDRAWN = notices.declare(
    "inspections.told_withdrawn",
    _("%(place)s: the signed monthly check of %(checked_on)s was withdrawn"),
    _("By %(who)s: %(words)s"),
    group=ABOUT,
)
