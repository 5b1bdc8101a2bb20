"""Dated facts of mines: stated, never overwritten, folded into states at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import build, record_many
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import FIRST_DAY, check_claim
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.foundation.kernel.inserting import drafted, insert
from kuangan.registry import kinds
from kuangan.registry.actions.rights import lock
from kuangan.registry.models import FactRecord, Mine, MineState
from kuangan.registry.rules import Stated, check_facts, fold, value_on
from kuangan.registry.states import MineStatus

_BATCH = 500
DECLARABLE_STATUSES = frozenset({MineStatus.RESUMING, MineStatus.LONG_STOPPED, MineStatus.CONSTRUCTION_STOPPED})
"""What a mine may declare of itself: that it stopped, or that it works again."""


@dataclass(frozen=True)
class FactChange:
    """Facts to be stated about one mine: true since `effective_on`, known from `basis`."""

    mine: Mine
    facts: Mapping[str, Any]
    effective_on: date
    basis: str = ""
    is_declared: bool = False


@dataclass
class _Ledger:
    """The statements about some mines, as read and as they grow while changes are worked in."""

    stated: dict[int, list[Stated]] = field(default_factory=lambda: defaultdict(list))
    written: list[FactRecord] = field(default_factory=list)


@transaction.atomic
def change_facts(
    actor: Actor, mine: Mine, facts: Mapping[str, Any], *, effective_on: date, basis: str
) -> list[FactRecord]:
    """State that `facts` have been so since `effective_on` (not in the future), as `basis` shows.

    `facts` maps names of rules.FACT_TYPES to values: a choice's value, True or False, a number, or None for unknown.
    Facts that were already so on that day are left alone; returns what was written.
    """
    mine = lock(actor, "registry.change_facts", mine)
    if not basis.strip():
        raise Refused(_("Say on what the change is based: a document, a visit, a report."), "basis")
    written = state_facts(actor, [FactChange(mine, facts, effective_on, basis.strip())])
    if written:
        announce("registry.mine_facts_changed", mine_id=mine.pk)
    return written


@transaction.atomic
def declare_status(
    actor: Actor,
    mine: Mine,
    *,
    effective_on: date,
    basis: str,
    status: str | None = None,
    people_working: bool | None = None,
) -> list[FactRecord]:
    """A mine declares that it stops, resumes, or has people working (plan 三, 五(一)3); the facts are marked so."""
    mine = lock(actor, "registry.declare_status", mine)
    if status is not None and status not in DECLARABLE_STATUSES:
        raise Refused(_("A mine can declare that it stops or resumes; the county bureau records the rest."), "status")
    facts = {"status": status, "people_working": people_working}
    facts = {name: value for name, value in facts.items() if value is not None}
    if not facts:
        raise Refused(_("Say what has changed: the status, or whether people are working."), "status")
    written = state_facts(actor, [FactChange(mine, facts, effective_on, basis.strip(), is_declared=True)])
    if written:
        announce("registry.mine_facts_changed", mine_id=mine.pk)
    return written


@transaction.atomic
def state_facts(actor: Actor, changes: Sequence[FactChange]) -> list[FactRecord]:
    """Write statements about any number of mines in a few statements, with states and audit; no event, no right asked.

    For the verbs of this room only, which have asked for the right and announce what happened.
    """
    for change in changes:
        check_claim(
            change.effective_on, "effective_on", since=FIRST_DAY,
            future=_("A fact cannot be true only from a future day: record it when it has happened."),
        )  # fmt: skip
    ledger = _read(list(dict.fromkeys(change.mine.pk for change in changes)))
    events = []
    for change in changes:
        before, after = _work_in(actor, ledger, change)
        if after:
            events.append(
                build(
                    actor,
                    kinds.FACTS_CHANGED,
                    change.mine,
                    called=str(change.mine),
                    happened_at=clock.start_of_day(change.effective_on),
                    before=before,
                    after=after,
                    effective_on=change.effective_on.isoformat(),
                    basis=change.basis,
                    is_declared=change.is_declared,
                )
            )
    written = list(insert(ledger.written))
    if written:
        _rebuild({pk: ledger.stated[pk] for pk in {row.mine_id for row in written}})
        _refresh([change.mine for change in changes])
        record_many(events)
    return written


@transaction.atomic
def rebuild_states(actor: Actor, mine_ids: Sequence[int]) -> int:
    """Fold the statements about these mines again; returns the number of mines. Changes nothing that was stated."""
    ledger = _read(mine_ids)
    _rebuild({pk: ledger.stated[pk] for pk in mine_ids})
    return len(mine_ids)


def _read(mine_ids: Sequence[int]) -> _Ledger:
    ledger = _Ledger()
    for start in range(0, len(mine_ids), _BATCH):
        rows = FactRecord.objects.unscoped("facts of mines that were already fetched within a scope").filter(
            mine_id__in=mine_ids[start : start + _BATCH]
        )
        for row in rows.order_by("mine_id", "pk").values_list("mine_id", "name", "value", "effective_on", "entered_at"):
            ledger.stated[row[0]].append(Stated(*row[1:]))
    return ledger


def _work_in(actor: Actor, ledger: _Ledger, change: FactChange) -> tuple[dict[str, Any], dict[str, Any]]:
    """Add what really changes to the ledger; returns the values before and after, by fact name."""
    stated, moment = ledger.stated[change.mine.pk], clock.now()
    before, after = {}, {}
    for name, value in check_facts(change.facts).items():
        former = value_on(stated, name, change.effective_on)
        if former == value:
            continue
        before[name], after[name] = former, value
        stated.append(Stated(name, value, change.effective_on, moment))
        ledger.written.append(
            drafted(
                FactRecord,
                mine_id=change.mine.pk,
                name=name,
                value=value,
                effective_on=change.effective_on,
                entered_at=moment,
                entered_by=actor.name[:100],
                basis=change.basis[:300],
                is_declared=change.is_declared,
            )
        )
    return before, after


def _rebuild(stated: Mapping[int, Sequence[Stated]]) -> None:
    """Replace the states of these mines by what their statements add up to, and point each mine at its present one."""
    ids = list(stated)
    merged = set(Mine.rows.filter(pk__in=ids, merged_into__isnull=False).values_list("pk", flat=True))
    states = [
        drafted(MineState, mine_id=pk, valid_from=s.valid_from, valid_to=s.valid_to, known_at=s.known_at, **s.values)
        for pk, records in stated.items()
        if pk not in merged  # what it was counts for the mine it was merged into
        for s in fold(records)
    ]
    present = MineState.rows.filter(mine_id=OuterRef("pk"), valid_to__isnull=True).values("pk")[:1]
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        Mine.rows.filter(pk__in=some, current__isnull=False).update(current=None)
        MineState.rows.filter(mine_id__in=some).delete()
    insert(states)
    for start in range(0, len(ids), _BATCH):
        Mine.rows.filter(pk__in=ids[start : start + _BATCH]).update(current=Subquery(present))


def _refresh(mines: Sequence[Mine]) -> None:
    """Let one mine in hand show its new present state; many are not looked at again."""
    if len(mines) == 1:
        mines[0].refresh_from_db(fields=["current"])
