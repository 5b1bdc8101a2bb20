"""The plan reaches people: bureaus acknowledge it, hand it to their mines, mines open and confirm it (rows 1, 108)."""

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.integrity.actions import build, record, record_many
from kuangan.foundation.integrity.kinds import Kind
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.plan import kinds
from kuangan.plan.models import PlanVersion, Receipt
from kuangan.plan.queries import distributors, mines_in_scope
from kuangan.plan.states import VersionState
from kuangan.registry.models import Authority


@transaction.atomic
def acknowledge(actor: Actor, receipt: Receipt) -> Receipt:
    """A county bureau says that it received the plan and knows its tasks (row 1). Raises Refused when done before."""
    receipt = _locked(receipt)
    require(actor, "plan.acknowledge", receipt)
    return _answer(actor, receipt, kinds.ACKNOWLEDGED)


@transaction.atomic
def distribute(actor: Actor, version: PlanVersion, authority: Authority) -> list[Receipt]:
    """A county bureau hands the plan to every mine in scope in its region that does not hold it yet (row 108).

    Returns the new receipts, none when every mine holds the plan. Raises Refused when the version is not in force or
    the bureau has not acknowledged it itself.
    """
    version = PlanVersion.objects.select_for_update().select_related("plan").get(pk=version.pk)
    require(actor, "plan.distribute", authority)
    _check_distribution(version, authority)
    held = set(
        Receipt.objects.within(Scope.of_region(authority.region_code))
        .filter(version=version, mine__isnull=False)
        .values_list("mine_id", flat=True)
    )
    due = mines_in_scope(
        Scope.of_region(authority.region_code), version, prefix_of(authority.region_code), clock.today()
    )
    new = Receipt.objects.bulk_create(
        Receipt(version=version, mine=mine, region_code=mine.region_code, handed_out_by=actor.name)
        for mine, _said in due
        if mine.pk not in held
    )
    record_many([build(actor, kinds.DISTRIBUTED, receipt, bureau=authority.name) for receipt in new])
    if new:
        announce("plan.distributed", version_id=version.pk, authority_id=authority.pk)
    return new


def _check_distribution(version: PlanVersion, authority: Authority) -> None:
    if version.state != VersionState.PUBLISHED:
        raise Refused(_("Only the version in force is handed out to mines."))
    if authority not in distributors(version.plan):
        raise Refused(_("The plan is handed to mines by the emergency management bureau of their county."))
    own = Receipt.objects.unscoped("the bureau's own receipt").filter(version=version, authority=authority).first()
    if own is not None and own.acknowledged_at is None:
        raise Refused(_("Acknowledge the plan for your bureau first, then hand it out to the mines."))


@transaction.atomic
def open_receipt(actor: Actor, receipt: Receipt) -> Receipt:
    """Somebody of the mine opens the plan; the first time is kept, later ones change nothing."""
    receipt = _locked(receipt)
    require(actor, "plan.confirm_receipt", receipt)
    if receipt.opened_at is None:
        receipt.opened_at = clock.now()
        receipt.save(update_fields=["opened_at"])
        record(actor, kinds.RECEIPT_OPENED, receipt)
    return receipt


@transaction.atomic
def confirm_receipt(actor: Actor, receipt: Receipt) -> Receipt:
    """The mine confirms that it received the plan. Raises Refused before it was opened, or when done before."""
    receipt = _locked(receipt)
    require(actor, "plan.confirm_receipt", receipt)
    if receipt.opened_at is None:
        raise Refused(_("Open the plan first, then confirm that you received it."))
    return _answer(actor, receipt, kinds.RECEIPT_CONFIRMED)


def _locked(receipt: Receipt) -> Receipt:
    rows = Receipt.objects.unscoped("locked before require() looks at it").select_for_update(of=("self",))
    return rows.select_related("version__plan", "authority", "mine").get(pk=receipt.pk)


def _answer(actor: Actor, receipt: Receipt, kind: Kind) -> Receipt:
    if receipt.version.state != VersionState.PUBLISHED:
        raise Refused(_("A newer version of the plan is in force. Answer the receipt of that version."))
    if receipt.acknowledged_at is not None:
        words = {"who": receipt.acknowledged_by}
        raise Refused(_("%(who)s has already confirmed this receipt.") % words)
    now = clock.now()
    receipt.opened_at = receipt.opened_at or now
    receipt.acknowledged_at = now
    receipt.acknowledged_by = actor.name
    receipt.save(update_fields=["opened_at", "acknowledged_at", "acknowledged_by"])
    record(actor, kind, receipt)
    announce("plan.received", receipt_id=receipt.pk)
    return receipt
