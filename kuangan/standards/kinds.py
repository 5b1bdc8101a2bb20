"""What standards write into the audit trail."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity.kinds import declare, declare_words

CHECKLIST_LOADED = declare("standards.checklist_loaded", _("loaded a checklist"))
CRITERIA_LOADED = declare("standards.criteria_loaded", _("loaded determination criteria"))
LAW_LOADED = declare("standards.law_loaded", _("loaded a law"))

declare_words(
    official=_("issued officially"),
    articles=_("articles"),
)
