"""The signature of the principal (plan 五(一)2): over the whole check, once, and never to be edited afterwards."""

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.frozen import marks
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.inspections import kinds
from kuangan.inspections.actions.locking import lock, tell
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.queries import record as whole
from kuangan.inspections.rules.sealing import digest
from kuangan.inspections.states import CHECK_CHART, CheckState
from kuangan.registry.models import Person
from kuangan.registry.queries import people_of_mine
from kuangan.registry.states import Post


@transaction.atomic
def sign(
    actor: Actor, check: MonthlyCheck, *, proven: bool, content_hash: str = "", attested: bool = False
) -> MonthlyCheck:  # fmt: skip
    """The principal signs the check as it stands. Signed twice it is signed once.

    `proven`: the password has just been entered again. `content_hash` is that of what stood on the signer's screen:
    when it has been changed since, it is Refused. `attested`: the zero-finding attestation was confirmed in so many
    words; needed when no major or suspected hazard was found. Raises Refused with everything that is missing.
    A check that somebody else led can be signed; it stays on record and does not count as the month's check.
    """
    row = lock(actor, "inspections.sign", check)
    if row.state == CheckState.SIGNED:
        return row
    state = CHECK_CHART.move(row.state, "sign")
    if not proven:
        raise Refused(_("Enter your password again to sign."), "password")
    held = whole.record(row)
    if held.gaps:
        raise Refused(" ".join(str(gap.words) for gap in held.gaps))
    content = whole.content_of(held, actor.name)
    digested = digest(content)
    if content_hash and content_hash != digested:
        raise Refused(_("The check has been changed meanwhile. Read it again, then sign."))
    if content["attestation"] and not attested:
        raise Refused(_("Confirm in so many words that no major hazard was found."), "attested")
    _write(actor, row, held, state)
    row.content, row.content_hash, row.attestation = content, digested, content["attestation"]
    row.is_attested = bool(content["attestation"])
    row.save()
    record(
        actor, kinds.SIGNED, row, happened_at=clock.start_of_day(row.checked_on), content_hash=digested,
        leader=row.leader, hazards_total=row.hazards_total, major_total=row.major_total, text=row.attestation,
        frozen=marks(row),
    )  # fmt: skip
    if row.replaces is not None:
        _replace(actor, row.replaces, row)
    tell(row)
    return row


def _write(actor: Actor, row: MonthlyCheck, held: whole.Record, state: str) -> None:
    """State, signature, leader and figures onto the row."""
    row.state = state
    row.signed_at, row.signed_by_id, row.signed_by = clock.now(), actor.user_id, actor.name[:100]
    row.signed_as = actor.organisation[:200]
    if row.led_by_principal:
        row.leader, row.leader_id, row.leader_person = actor.name[:60], actor.user_id, _person(actor, row)
    row.hazards_total, row.major_total = len(held.findings), len(held.grave)
    row.repeats = whole.repeated_by(actor.scope, held)


def _person(actor: Actor, row: MonthlyCheck) -> Person | None:
    """The signer as a person on record: whoever of that name was principal on the day of the check."""
    for held in people_of_mine(actor.scope, row.mine):
        in_office = held.appointed_on <= row.checked_on and (held.ended_on is None or held.ended_on >= row.checked_on)
        if held.post == Post.PRINCIPAL and in_office and held.person.name == actor.name:
            return held.person
    return None


def _replace(actor: Actor, former: MonthlyCheck, row: MonthlyCheck) -> None:
    """The old check gives way to its signed correction; it stays readable with the reason."""
    old = lock(actor, "inspections.sign", former)
    if old.state != CheckState.SIGNED:
        return
    old.state = CHECK_CHART.move(old.state, "withdraw")
    old.withdrawn_at, old.withdrawn_by = clock.now(), actor.name[:100]
    old.withdrawal_reason = row.replacement_reason
    old.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    record(actor, kinds.WITHDRAWN, old, reason=old.withdrawal_reason, other=row.number, frozen=marks(old))
