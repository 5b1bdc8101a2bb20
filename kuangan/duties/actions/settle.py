"""Settling by facts: a duty that asks for nothing but facts on record needs no tick.

Where nobody has to accept, the facts settle it; where somebody has to, the system submits it for the bearer, once.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from kuangan.duties.actions.submit import submit
from kuangan.duties.models import Assignment
from kuangan.duties.queries.evidence import MEASURED_KINDS, dossier, effective
from kuangan.duties.states import EDITABLE, AssignmentState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan
from kuangan.plan.queries import package_of, published_version
from kuangan.plan.rules.dues import Duty

LEDGERS = ("hazards.", "inspections.", "governance.")
"""How the kinds of records in the trail begin that may fulfil a duty."""
LOOKED_BACK = timedelta(days=35)
"""How far back the night looks for ledgers that changed: longer than any period that is fulfilled by them."""
_WHY = "the system's own work"
_RECORDED = frozenset({"fact", "ledger"})


@transaction.atomic
def settle_by_facts(actor: Actor, plan: Plan, *, mine_id: int | None = None, authority_id: int | None = None) -> int:
    """Submit and settle what the facts alone have fulfilled; returns how many assignments that were.

    Without a mine or an authority, all authorities of the plan are looked at (a mine's receipt tells of itself).
    """
    require(actor, "duties.derive", plan)
    version = published_version(plan)
    if version is None:
        return 0
    slugs = [duty.id for duty in package_of(version).duties if fulfilled_by_facts(duty)]
    rows = Assignment.objects.unscoped(_WHY).filter(
        plan=plan, duty_slug__in=slugs, state__in=list(EDITABLE), co_bearers__isnull=True
    )
    if mine_id is not None:
        rows = rows.filter(owing_mine_id=mine_id)
    elif authority_id is not None:
        rows = rows.filter(authority_id=authority_id)
    else:
        rows = rows.filter(authority__isnull=False)
    return _submit_complete(actor, rows)


@transaction.atomic
def settle_by_ledger(actor: Actor, plan: Plan, *, mine_id: int | None = None) -> int:
    """Submit what the ledgers of mines alone have fulfilled, for the bearer and once: what was withdrawn, returned or
    is to be redone is the bearer's own to deliver again. Returns how many assignments that were.

    Without a mine, all mines are looked at whose ledgers changed lately, and every duty that an event has opened.
    """
    require(actor, "duties.derive", plan)
    version = published_version(plan)
    if version is None:
        return 0
    slugs = [duty.id for duty in package_of(version).duties if fulfilled_by_ledger(duty)]
    rows = Assignment.objects.unscoped(_WHY).filter(
        plan=plan, duty_slug__in=slugs, state=AssignmentState.OPEN, round=1, mine__isnull=False,
        co_bearers__isnull=True, submissions__isnull=True, period_start__lte=clock.today(),
    )  # fmt: skip
    if mine_id is not None:
        rows = rows.filter(mine_id=mine_id)
    else:
        rows = rows.filter(Q(event_on__isnull=False) | Q(mine_id__in=_changed_lately()))
    return _submit_complete(actor, rows)


def _changed_lately() -> Any:
    is_of_ledger = Q()
    for name in LEDGERS:
        is_of_ledger |= Q(kind__startswith=name)
    since = clock.now() - LOOKED_BACK
    found: QuerySet[AuditEvent] = AuditEvent.objects.unscoped(_WHY).filter(is_of_ledger, entered_at__gte=since)
    return found.filter(mine_id__isnull=False).order_by().values("mine_id")


def _submit_complete(actor: Actor, rows: QuerySet[Assignment]) -> int:
    settled = 0
    for row in rows.select_related("plan", "duty__version", "authority", "mine", "owing_mine"):
        papers = dossier(row)
        if not papers.lacking:
            signers = dict.fromkeys(one.signed_by for one in papers.findings if one.signed_by)
            submit(actor, row, signed_by="、".join(signers))
            settled += 1
    return settled


# house: no-actor — a question about the plan, not a write
# house: not-atomic — a question about the plan, not a write
def fulfilled_by_facts(duty: Duty) -> bool:
    """Whether a duty needs nobody: no acceptance, and every required piece of evidence is a fact on record."""
    asked = [spec for spec, _stands_in in effective(duty) if spec.required]
    return not duty.chain and bool(asked) and all(spec.kind in MEASURED_KINDS for spec in asked)


# house: no-actor — a question about the plan, not a write
# house: not-atomic — a question about the plan, not a write
def fulfilled_by_ledger(duty: Duty) -> bool:
    """Whether a duty is fulfilled by an entry in a ledger: nothing else is required, and it is no share or list that
    may be complete today and not on the day it is due."""
    asked = [spec for spec, _stands_in in effective(duty) if spec.required]
    return any(spec.kind == "ledger" for spec in asked) and all(spec.kind in _RECORDED for spec in asked)
