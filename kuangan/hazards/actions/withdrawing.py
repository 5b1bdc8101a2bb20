"""Withdrawing a hazard that was entered wrongly; it stays readable with its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import kinds
from kuangan.hazards.actions.locking import check_shown, lock, tell
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.gates import in_force
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.hazards.states import HAZARD_CHART, HazardState, ListingState


@transaction.atomic
def withdraw(actor: Actor, hazard: Hazard, *, reason: str, shown: str | None = None) -> Hazard:
    """Withdraw a hazard before it is reported as rectified. What the bureau found, or a major one, the bureau
    withdraws; a listed one is delisted first."""
    row = lock(actor, "hazards.withdraw", hazard)
    if (row.state, row.withdrawn_by, row.withdrawal_reason) == (
        HazardState.WITHDRAWN, actor.name[:100], tidy(reason),
    ):  # fmt: skip
        return row
    state = HAZARD_CHART.move(row.state, "withdraw")
    code = check_shown(actor, row, shown)
    if says_nothing(reason, 4):
        raise Refused(_("Say why it is withdrawn: entered twice, entered for the wrong mine, not a hazard…"), "reason")
    if row.listings.filter(state=ListingState.LISTED).exists():
        raise Refused(_("Delist the hazard first, with the reason."))
    if in_force(row):
        raise Refused(_("An evacuation is still in force. Lift it first."))
    row.state, row.withdrawn_at, row.withdrawn_by = state, clock.now(), actor.name[:100]
    row.withdrawal_reason = tidy(reason)
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    record(actor, kinds.WITHDRAWN, row, reason=row.withdrawal_reason, content_hash=code)
    tell(row)
    return row
