"""Worker entry points of the duties room."""

from collections.abc import Sequence

from django_tasks import task

from kuangan.duties.actions.derive import derive, go_on_interrupted
from kuangan.duties.actions.settle import settle_by_facts, settle_by_ledger
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope
from kuangan.plan.models import Plan, Receipt
from kuangan.plan.queries import plans_in_force


@task()
def derive_plan(plan_id: int, cause: str = "") -> int:
    """Derive one plan as a whole, after its publication or a change of its parameters. Returns the new assignments."""
    plan = Plan.objects.get(pk=plan_id)
    if taken := go_on_interrupted(Actor.system(), plan):  # begins again when the plan has changed since
        return sum(run.created for run in taken)
    return derive(Actor.system(), plan, cause=cause or "plan changed").created


@task()
def go_on_deriving(plan_id: int) -> int:
    """Take up a derivation of the plan that was stopped or has lost its process. Returns how many runs."""
    return len(go_on_interrupted(Actor.system(), Plan.objects.get(pk=plan_id)))


@task()
def derive_everything() -> int:
    """Derive every plan in force: the nightly job by which everything else may be lost without harm."""
    created = 0
    for plan in plans_in_force(Scope.everywhere()):
        created += derive(Actor.system(), plan, cause="nightly").created
        settle_by_facts(Actor.system(), plan)
        settle_by_ledger(Actor.system(), plan)
    return created


def derive_mines(mine_ids: Sequence[int], cause: str = "facts of the mine changed") -> None:
    """Derive the given mines in every plan that is in force where they lie; at once: people wait for it."""
    for plan in plans_in_force(Scope.everywhere()):
        derive(Actor.system(), plan, mine_ids=mine_ids, cause=cause)


@task()
def follow_ledger(mine_id: int) -> int:
    """Look at a mine anew after a ledger has changed: what happened may open duties and fulfil others. Returns how many
    were submitted by the facts."""
    derive_mines([mine_id], "a ledger of the mine changed")
    return sum(
        settle_by_ledger(Actor.system(), plan, mine_id=mine_id) for plan in plans_in_force(Scope.everywhere())
    )  # fmt: skip


@task()
def follow_delivery(plan_id: int, mine_id: int | None, region_code: str) -> int:
    """Derive what the delivery of a duty, its withdrawal or an answer in it gives rise to or ends. Returns the new
    assignments."""
    plan = Plan.objects.get(pk=plan_id)
    mine_ids = [] if mine_id is None else [mine_id]
    return derive(
        Actor.system(), plan, mine_ids=mine_ids, regions=[region_code], cause="a duty was delivered"
    ).created  # fmt: skip


def settle_receipt(receipt_id: int) -> None:
    """Look again at the duties of whoever confirmed a receipt: they may be fulfilled by that fact alone."""
    receipt = Receipt.objects.unscoped("the system's own work").select_related("version__plan").get(pk=receipt_id)
    settle_by_facts(Actor.system(), receipt.version.plan, mine_id=receipt.mine_id, authority_id=receipt.authority_id)
