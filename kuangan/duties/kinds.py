"""What the duties room writes into the audit trail, and what it tells people."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity import frozen
from kuangan.foundation.integrity.kinds import declare, declare_words
from kuangan.foundation.notices import kinds as notices

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
SIGN_AGAIN = declare("duties.sign_again", _("told the signer to sign again"))
EXPORTED = declare("duties.exported", _("exported a list"))
FILE_READ = declare("duties.file_read", _("opened a file of evidence"), is_read=True)

frozen.declare(
    "duties.submission", "assignment_id", "round", "attempt", "number", "state", "content", "content_hash", "note",
    "submitted_at", "submitted_by_id", "submitted_by", "was_late",
    by=(SUBMITTED, WITHDRAWN, ACCEPTED, FORWARDED, RETURNED, REDO_ORDERED, VOIDED),
)  # fmt: skip
frozen.declare(
    "duties.review", "submission_id", "step", "authority_id", "decision", "opinion", "decided_at", "decided_by_id",
    "decided_by", by=(ACCEPTED, FORWARDED, RETURNED),
)  # fmt: skip
frozen.declare(
    "duties.signature", "assignment_id", "round", "requirement", "text", "content_hash", "method", "signed_at",
    "signed_by_id", "signed_by", "signed_as", by=(SIGNED, ACKNOWLEDGED),
)  # fmt: skip

# ── notices ─────────────────────────────────────────────────────────────────
DEADLINES = notices.declare_group("deadlines", _("Deadlines"))
DECISIONS = notices.declare_group("decisions", _("Decisions on our work"))
WAITING = notices.declare_group("waiting", _("Waiting for our decision"))
RULES = notices.declare_group("rules", _("Plans and parameters"))

DUE_SOON = notices.declare(
    "duties.due_soon", _("%(title)s: due %(due_at)s"), _("%(bearer)s: deliver it in time."), group=DEADLINES
)
DUE_SOON_MANY = notices.declare(
    "duties.due_soon_many",
    _("%(title)s: due %(due_at)s, %(count)s to deliver"),
    _("%(bearer)s: deliver them in time."),
    group=DEADLINES,
)
OVERDUE = notices.declare(
    "duties.overdue", _("%(title)s: overdue since %(due_at)s"), _("%(bearer)s: deliver it at once."), group=DEADLINES
)
OVERDUE_MANY = notices.declare(
    "duties.overdue_many",
    _("%(title)s: %(count)s overdue since %(due_at)s"),
    _("%(bearer)s: deliver them at once."),
    group=DEADLINES,
)
ESCALATED = notices.declare(
    "duties.escalated",
    _("%(place)s: %(title)s overdue for more than %(days)s days"),
    _("%(bearers)s; it was due %(due_at)s. Urge them, and see what keeps them."),
    group=DEADLINES,
)
TOLD_SUBMITTED = notices.declare(
    "duties.told_submitted", _("%(title)s: submitted by %(bearer)s"), _("Submitted by %(who)s."), group=WAITING
)
TOLD_ASKED = notices.declare(
    "duties.told_extension_asked",
    _("%(title)s: %(bearer)s asks for time until %(until_at)s"),
    _("Reason: %(words)s"),
    group=WAITING,
)
TOLD_RETURNED = notices.declare(
    "duties.told_returned",
    _("Returned: %(title)s, to be corrected until %(until_at)s"),
    _("%(who)s: %(words)s"),
    group=DECISIONS,
    urgent=True,
)
TOLD_REDO = notices.declare(
    "duties.told_redo",
    _("To be redone from scratch: %(title)s, until %(until_at)s"),
    _("%(who)s: %(words)s"),
    group=DECISIONS,
    urgent=True,
)
TOLD_URGED = notices.declare(
    "duties.told_urged", _("Urged: %(title)s"), _("%(who)s: %(words)s"), group=DECISIONS, urgent=True
)
TOLD_URGED_MANY = notices.declare(
    "duties.told_urged_many",
    _("Urged: %(count)s duties, the first %(title)s"),
    _("%(who)s: %(words)s"),
    group=DECISIONS,
    urgent=True,
)
TOLD_SIGN_AGAIN = notices.declare(
    "duties.told_sign_again",
    _("Please sign again: %(title)s"),
    _(
        "%(bearer)s: what you signed on %(signed_at)s has not been submitted, and lists are kept with their lines "
        "since then. Read it as it stands and sign once more."
    ),
    group=DECISIONS,
    urgent=True,
)
TOLD_GRANTED = notices.declare(
    "duties.told_granted", _("%(title)s: more time until %(until_at)s"), _("%(who)s: %(words)s"), group=DECISIONS
)
TOLD_REFUSED = notices.declare(
    "duties.told_refused", _("%(title)s: more time was refused"), _("%(who)s: %(words)s"), group=DECISIONS
)
TOLD_ACCEPTED = notices.declare("duties.told_accepted", _("Accepted: %(title)s"), _("By %(who)s."), group=DECISIONS)
TOLD_PUBLISHED = notices.declare(
    "duties.told_published",
    _("New plan in force: %(title)s, version %(version)s"),
    _("Acknowledge it and hand it to the mines."),
    group=RULES,
)
TOLD_HANDED_OUT = notices.declare(
    "duties.told_handed_out",
    _("%(who)s hands you the plan: %(title)s"),
    _("Open it and confirm that you received it."),
    group=RULES,
)
TOLD_PARAMETER = notices.declare(
    "duties.told_parameter",
    _("%(plan)s: %(name)s set to %(value)s from %(effective_on)s"),
    _("Reason: %(words)s. Deadlines are computed anew."),
    group=RULES,
)

declare_words(
    cause=_("cause"),
    created=_("duties created"),
    voided=_("no longer owed or void"),
    revived=_("owed again"),
    changed=_("duties changed"),
    done=_("done so far"),
    total=_("to be done in all"),
    due_at=_("day it is due"),
    late=_("arrived late"),
    opinion=_("opinion"),
    receipt=_("number of the receipt"),
    step=_("step of the review"),
    round=_("round"),
    requirement=_("requirement"),
    revision=_("revision of the form"),
    share=_("bearer of a share"),
    text=_("text that was signed"),
    trigger=_("trigger of the redo"),
    words=_("words of the message"),
)
