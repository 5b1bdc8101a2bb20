"""Withdrawing a check that was entered wrongly; it stays readable with its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.frozen import marks
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.inspections import kinds
from kuangan.inspections.actions.locking import lock, tell
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.states import CHECK_CHART, CheckState


@transaction.atomic
def withdraw(actor: Actor, check: MonthlyCheck, *, reason: str) -> MonthlyCheck:
    """Withdraw a check. Its hazards stay in the ledger; a signed one no longer counts for its month."""
    row = lock(actor, "inspections.withdraw", check)
    if row.state == CheckState.WITHDRAWN and tidy(reason) == row.withdrawal_reason:
        return row
    state = CHECK_CHART.move(row.state, "withdraw")
    if says_nothing(reason, 4):
        raise Refused(_("Say why it is withdrawn: entered twice, for the wrong mine, did not take place…"), "reason")
    row.state, row.withdrawn_at, row.withdrawn_by = state, clock.now(), actor.name[:100]
    row.withdrawal_reason = tidy(reason)
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    record(actor, kinds.WITHDRAWN, row, reason=row.withdrawal_reason, frozen=marks(row))
    tell(row)
    return row
