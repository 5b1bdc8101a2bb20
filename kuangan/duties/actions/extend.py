"""Extensions (延期): asked with a reason, decided by the authority above, both dates kept."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.duties import kinds
from kuangan.duties.actions.locking import locked
from kuangan.duties.models import Assignment, Extension
from kuangan.duties.queries.shown import shown_extension
from kuangan.duties.states import EDITABLE, ExtensionState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.shown import require_shown
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused


@transaction.atomic
def ask_extension(actor: Actor, assignment: Assignment, *, until: date, reason: str) -> Extension:
    """Ask for a later due date. Asking after the due date is allowed and visible."""
    row = locked(actor, assignment)
    require(actor, "duties.ask_extension", row)
    if row.due_at is None:
        raise Refused(_("This has no due date that could be extended."))
    if row.state not in EDITABLE:
        raise Refused(_("More time can be asked for only while the duty is still to be delivered."))
    if not reason.strip():
        raise Refused(_("Say why more time is needed; it stays on record."), "reason")
    proposed = clock.end_of_day(until)
    if proposed <= row.due_at or until < clock.today():
        raise Refused(_("Choose a day after the present due date and not in the past."), "until")
    if row.extensions.filter(state=ExtensionState.PENDING).exists():
        raise Refused(_("A request for more time is already waiting for a decision."))
    late = row.is_overdue()
    asked = Extension.rows.create(
        assignment=row, reason=reason.strip(), old_due_at=row.due_at, proposed_due_at=proposed, asked_by=actor.name,
        asked_late=late,
    )  # fmt: skip
    record(actor, kinds.EXTENSION_ASKED, row, reason=reason, before={"due_at": row.due_at},
           after={"due_at": proposed}, late=late)  # fmt: skip
    return asked


@transaction.atomic
def decide_extension(
    actor: Actor, extension: Extension, *, grant: bool, opinion: str, until: date | None = None,
    shown: str | None = None,
) -> Extension:  # fmt: skip
    """Grant (as asked, or until another day) or refuse. Refusing needs an opinion. `shown`: see shown_extension."""
    row = locked(actor, extension.assignment)
    found = Extension.rows.select_for_update().get(pk=extension.pk)
    found.assignment = row
    require(actor, "duties.decide_extension", found)
    if row.state not in EDITABLE:
        raise Refused(_("It has been delivered meanwhile, so no more time is needed. If it is returned, decide then."))
    if found.state != ExtensionState.PENDING:
        raise Refused(_("%(name)s has already decided on this request.") % {"name": found.decided_by})
    require_shown(shown, shown_extension(row, found))
    if not grant and not opinion.strip():
        raise Refused(_("Say why more time is refused; the bearer reads it."), "opinion")
    found.state = ExtensionState.GRANTED if grant else ExtensionState.REFUSED
    found.decided_at, found.decided_by, found.opinion = clock.now(), actor.name, opinion.strip()
    if grant:
        found.granted_due_at = clock.end_of_day(until) if until else found.proposed_due_at
        if found.granted_due_at <= found.old_due_at:
            raise Refused(_("Choose a day after the present due date."), "until")
        row.due_at = found.granted_due_at
        row.save(update_fields=["due_at"])
    found.save()
    record(actor, kinds.EXTENSION_GRANTED if grant else kinds.EXTENSION_REFUSED, row, opinion=opinion,
           before={"due_at": found.old_due_at}, after={"due_at": row.due_at})  # fmt: skip
    return found
