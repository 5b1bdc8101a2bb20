"""What imports leave in the audit trail."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.exchange.states import JobKind
from kuangan.foundation.integrity.kinds import declare, declare_values, declare_words

STAGED = declare("exchange.staged", _("uploaded a table for import"))
CHECKED = declare("exchange.checked", _("had a table checked"))
DECIDED = declare("exchange.decided", _("decided about a suspected duplicate"))
APPLIED = declare("exchange.applied", _("imported a table"))
HELD = declare("exchange.held", _("was told of records that had changed since the check"))
CANCELLED = declare("exchange.cancelled", _("cancelled work on a table"))
DISCARDED = declare("exchange.discarded", _("discarded an import"))
EXPORTED = declare("exchange.exported", _("exported a large list"))
EXPORTS_EXPIRED = declare("exchange.exports_expired", _("removed expired exports"))

declare_words(
    sheet=_("sheet"),
    decision=_("decision on the row"),
    work=_("kind of work"),
    encoding=_("character set"),
)

declare_values(
    work=dict(JobKind.choices),
    decision={"new": _("register as new"), "skip": _("leave the row out")},
)
