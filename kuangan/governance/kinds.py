"""What the governance room writes into the audit trail, and what it tells people."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity.kinds import declare, declare_words
from kuangan.foundation.notices import kinds as notices

ASKED = declare("governance.asked", _("asked for help"))
ASSIGNED = declare("governance.assigned", _("assigned a helper"))
REPLACED = declare("governance.replaced", _("replaced the helper"))
DECLINED = declare("governance.declined", _("declined the request for help"))
TAKEN_BACK = declare("governance.taken_back", _("took the request for help back"))
VISITED = declare("governance.visited", _("entered a help visit"))
REPORTED = declare("governance.reported", _("filed the report on the help"))
CLOSED = declare("governance.closed", _("closed the request for help"))
CONFIRMED = declare("governance.confirmed", _("confirmed the result of the help"))
OBJECTED = declare("governance.objected", _("objected to the result of the help"))
MEASURE_DONE = declare("governance.measure_done", _("recorded a recommended measure as carried out"))
PAPER_ADDED = declare("governance.paper_added", _("added papers to the request for help"))
FILE_READ = declare("governance.file_read", _("opened a file of a help request"), is_read=True)

declare_words(
    topic=_("what help is needed with"),
    helper=_("helped by"),
    conflicts=_("conflicts of interest"),
    conflict_answer=_("why it is right all the same"),
    people=_("who took part"),
    advice=_("what was advised"),
    words=_("words"),
    measures=_("measures"),
    summary=_("summary"),
)

# ── notices ─────────────────────────────────────────────────────────────────
ABOUT = notices.declare_group("help", _("Help: what was done"))
TIMES = notices.declare_group("help_times", _("Help: days of measures"))

TOLD_ASKED = notices.declare(
    "governance.told_asked", _("Help asked for, to be answered: %(title)s"), _("By %(who)s: %(words)s"), group=ABOUT
)
TOLD_RAISED = notices.declare(
    "governance.told_raised", _("The bureau has asked for help for the mine: %(title)s"), _("By %(who)s: %(words)s"),
    group=ABOUT,
)  # fmt: skip
TOLD_ASSIGNED = notices.declare(
    "governance.told_assigned", _("A helper has been assigned: %(title)s"), _("Helped by %(helper)s. %(words)s"),
    group=ABOUT,
)  # fmt: skip
TOLD_REPLACED = notices.declare(
    "governance.told_replaced",
    _("The helper has been replaced: %(title)s"),
    _("Now helped by %(helper)s. Reason: %(words)s"),
    group=ABOUT,
)
TOLD_NAMED = notices.declare(
    "governance.told_named",
    _("Your agency is asked to help: %(title)s"),
    _("Named by %(who)s. Open the request to see what is to be done."),
    group=ABOUT,
)
TOLD_DECLINED = notices.declare(
    "governance.told_declined", _("Help declined: %(title)s"), _("By %(who)s: %(words)s"), group=ABOUT
)
TOLD_VISITED = notices.declare(
    "governance.told_visited", _("Help visit of %(visited_on)s: %(title)s"), _("Advised: %(words)s"), group=ABOUT
)
TOLD_REPORTED = notices.declare(
    "governance.told_reported",
    _("Report on the help filed: %(title)s"),
    _("Measures recommended: %(count)s. %(words)s"),
    group=ABOUT,
)
TOLD_TO_CLOSE = notices.declare(
    "governance.told_to_close",
    _("Report on the help filed, to be closed: %(title)s"),
    _("Measures recommended: %(count)s. %(words)s"),
    group=ABOUT,
)
TOLD_CLOSED = notices.declare(
    "governance.told_closed",
    _("Help closed: %(title)s"),
    _("Result: %(result)s. Confirm it, or say what is not right. %(words)s"),
    group=ABOUT,
)
TOLD_OBJECTED = notices.declare(
    "governance.told_objected", _("The mine objects to the result of the help: %(title)s"), _("By %(who)s: %(words)s"),
    group=ABOUT,
)  # fmt: skip
TOLD_TAKEN_BACK = notices.declare(
    "governance.told_taken_back", _("Request for help taken back: %(title)s"), _("By %(who)s: %(words)s"), group=ABOUT
)
MEASURES_DUE = notices.declare(
    "governance.measures_due", _("%(place)s: %(count)s recommended measures due %(until_on)s"), "%(titles)s",
    group=TIMES,
)  # fmt: skip
