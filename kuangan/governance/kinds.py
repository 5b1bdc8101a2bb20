"""What the governance room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity.kinds import declare, declare_words

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
