"""What the duties room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity.kinds import declare

DERIVED = declare("duties.derived", _("derived the duties"))
DERIVATION_STOPPED = declare("duties.derivation_stopped", _("stopped the derivation of duties"))
DERIVATION_RESUMED = declare("duties.derivation_resumed", _("let the derivation of duties go on"))
VOIDED = declare("duties.voided", _("the duty is no longer owed"))
REVIVED = declare("duties.revived", _("the duty is owed again"))
FILE_ADDED = declare("duties.file_added", _("attached a file"))
FILE_REMOVED = declare("duties.file_removed", _("removed a file"))
FORM_SAVED = declare("duties.form_saved", _("filled in a form"))
SIGNED = declare("duties.signed", _("signed a statement"))
ACKNOWLEDGED = declare("duties.acknowledged", _("acknowledged"))
CONFIRMED = declare("duties.confirmed", _("confirmed as joint bearer"))
SUBMITTED = declare("duties.submitted", _("submitted"))
WITHDRAWN = declare("duties.withdrawn", _("withdrew the submission"))
ACCEPTED = declare("duties.accepted", _("accepted the submission"))
FORWARDED = declare("duties.forwarded", _("accepted the submission and passed it on"))
RETURNED = declare("duties.returned", _("returned the submission"))
EXTENSION_ASKED = declare("duties.extension_asked", _("asked for more time"))
EXTENSION_GRANTED = declare("duties.extension_granted", _("granted more time"))
EXTENSION_REFUSED = declare("duties.extension_refused", _("refused more time"))
REDO_ORDERED = declare("duties.redo_ordered", _("ordered the work to be redone"))
URGED = declare("duties.urged", _("urged the bearer"))
