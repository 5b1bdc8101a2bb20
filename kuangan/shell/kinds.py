"""What the shell writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity.kinds import declare, declare_words
from kuangan.foundation.notices import kinds as notices

CLOCK_MOVED = declare("shell.clock_moved", _("moved the demo clock"))
TASKS_PUT_BACK = declare("shell.tasks_put_back", _("put interrupted background tasks back"))

declare_words(
    shows=_("the clock shows"),
    tasks=_("background tasks"),
)

INTEGRITY = notices.declare_group("integrity", _("Records and files changed past the system"))
TOLD_DIFFERED = notices.declare(
    "shell.told_differed",
    _("%(count)s records or files are not what the trail recorded"),
    _("%(words)s. Find out who changed them past the system, and put them back from a backup."),
    group=INTEGRITY,
    danger=True,
)
