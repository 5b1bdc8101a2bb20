"""What standards write into the audit trail."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity.kinds import declare, declare_words

CHECKLIST_LOADED = declare("standards.checklist_loaded", _("loaded a checklist"))

declare_words(
    official=_("issued officially"),
)
