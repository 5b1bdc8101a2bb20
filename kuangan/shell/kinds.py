"""What the shell writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity.kinds import declare, declare_words

CLOCK_MOVED = declare("shell.clock_moved", _("moved the demo clock"))
TASKS_PUT_BACK = declare("shell.tasks_put_back", _("put interrupted background tasks back"))

declare_words(
    shows=_("the clock shows"),
    tasks=_("background tasks"),
)
