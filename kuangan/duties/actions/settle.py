"""Settling by facts: a duty that asks for nothing but facts on record, and for nobody's acceptance, needs no tick."""

from django.db import transaction

from kuangan.duties.actions.submit import submit
from kuangan.duties.models import Assignment
from kuangan.duties.queries.evidence import MEASURED_KINDS, dossier, effective
from kuangan.duties.states import EDITABLE
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.plan.models import Plan
from kuangan.plan.queries import package_of, published_version
from kuangan.plan.rules.dues import Duty


@transaction.atomic
def settle_by_facts(actor: Actor, plan: Plan, *, mine_id: int | None = None, authority_id: int | None = None) -> int:
    """Submit and settle what the facts alone have fulfilled; returns how many assignments that were.

    Without a mine or an authority, all authorities of the plan are looked at (a mine's receipt tells of itself).
    """
    require(actor, "duties.derive")
    version = published_version(plan)
    if version is None:
        return 0
    slugs = [duty.id for duty in package_of(version).duties if fulfilled_by_facts(duty)]
    rows = Assignment.objects.unscoped("the system's own work").filter(
        plan=plan, duty_slug__in=slugs, state__in=list(EDITABLE), co_bearers__isnull=True
    )
    if mine_id is not None:
        rows = rows.filter(owing_mine_id=mine_id)
    elif authority_id is not None:
        rows = rows.filter(authority_id=authority_id)
    else:
        rows = rows.filter(authority__isnull=False)
    settled = 0
    for row in rows.select_related("plan", "duty__version", "authority", "mine", "owing_mine"):
        if not dossier(row).lacking:
            submit(actor, row)
            settled += 1
    return settled


# house: no-actor — a question about the plan, not a write
# house: not-atomic — a question about the plan, not a write
def fulfilled_by_facts(duty: Duty) -> bool:
    """Whether a duty needs nobody: no acceptance, and every required piece of evidence is a fact on record."""
    asked = [spec for spec, _stands_in in effective(duty) if spec.required]
    return not duty.chain and bool(asked) and all(spec.kind in MEASURED_KINDS for spec in asked)
