"""Bringing stored assignments in line with those that must exist: create, revive, move, void. Private to derivation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kuangan.duties import kinds
from kuangan.duties.actions.inserting import insert
from kuangan.duties.models import Assignment, Submission
from kuangan.duties.rules.wanted import Key, Wanted
from kuangan.duties.states import ASSIGNMENT_CHART, UNSETTLED, AssignmentState, SubmissionState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import build, record_many
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock


@dataclass(slots=True)
class Tally:
    """What a derivation did."""

    created: int = 0
    voided: int = 0
    revived: int = 0
    changed: int = 0

    def add(self, other: "Tally") -> None:
        """Add another tally to this one."""
        self.created += other.created
        self.voided += other.voided
        self.revived += other.revived
        self.changed += other.changed


_KEY = ("duty_slug", "bearer_key", "subject_key", "period_key")
_SYNCED = ("duty_id", "region_code", "applies_since", "planned_due_at", "late_on_arrival", "period_start",
           "period_end", "event_on", "enterprise_id")  # fmt: skip
_CHANGED = (*_SYNCED, "due_at", "state", "round", "chain_step", "waiting_for", "voided_at", "void_reason",
            "review_due_at")  # fmt: skip


def reconcile(
    actor: Actor,
    plan_id: int,
    wanted: Iterable[Wanted],
    existing: QuerySet[Assignment],
    why_gone: Callable[[Assignment], dict[str, Any]],
) -> Tally:
    """Make the stored rows match. `why_gone(assignment)` gives the stored reason for a row that is owed no longer.

    Must run inside a transaction that holds the plan's lock. Stored rows are compared as plain tuples, because in most
    runs none of them changes; only those that do are read as a whole.
    """
    stored = {tuple(key): (pk, state, synced) for pk, state, key, synced in _stored(existing)}
    fresh: list[Wanted] = []
    moved: dict[int, Wanted] = {}
    for item in wanted:
        found = stored.pop(item.key, None)
        if found is None:
            fresh.append(item)
        elif found[1] == AssignmentState.VOIDED or (found[1] in UNSETTLED and found[2] != _synced(item)):
            moved[found[0]] = item
    gone = [pk for pk, state, _values in stored.values() if state in UNSETTLED]
    tally = Tally(created=len(fresh))
    insert(plan_id, fresh)
    if moved or gone:
        _change(actor, existing, moved, gone, why_gone, tally)
    return tally


def _stored(existing: QuerySet[Assignment]) -> Iterable[tuple[int, str, Key, tuple[Any, ...]]]:
    rows = existing.order_by().values_list("pk", "state", *_KEY, *_SYNCED)
    return ((row[0], row[1], row[2:6], row[6:]) for row in rows)


def _synced(item: Wanted) -> tuple[Any, ...]:
    """What the stored columns `_SYNCED` should hold."""
    claim, owed = item.claim, item.claim.owed
    return (claim.duty_id, item.region_code, owed.since, owed.due, owed.late, owed.period.start, owed.period.end,
            owed.event_on, item.columns.enterprise_id)  # fmt: skip


def _change(
    actor: Actor,
    existing: QuerySet[Assignment],
    moved: dict[int, Wanted],
    gone: list[int],
    why_gone: Callable[[Assignment], dict[str, Any]],
    tally: Tally,
) -> None:
    rows = {row.pk: row for row in existing.filter(pk__in=[*moved, *gone])}
    events = []
    for pk, item in moved.items():
        row = rows[pk]
        if row.state == AssignmentState.VOIDED:
            _revive(row)
            events.append(build(actor, kinds.REVIVED, row))
            tally.revived += 1
        else:
            tally.changed += 1
        _follow(row, item)
    events += [_void(actor, rows[pk], why_gone(rows[pk])) for pk in gone]
    tally.voided = len(gone)
    Assignment.rows.bulk_update(rows.values(), _CHANGED, batch_size=200)
    Submission.rows.filter(assignment__in=gone, state=SubmissionState.SUBMITTED).update(state=SubmissionState.VOIDED)
    record_many(events)


def _follow(row: Assignment, item: Wanted) -> None:
    """Take over what the plan and the facts now say; keeps an extension or a redo clock."""
    if row.due_at == row.planned_due_at:
        row.due_at = item.claim.owed.due
    for name, value in zip(_SYNCED, _synced(item), strict=True):
        setattr(row, name, value)


def _revive(row: Assignment) -> None:
    row.state = ASSIGNMENT_CHART.move(row.state, "revive")
    row.voided_at, row.void_reason = None, None
    row.due_at = row.planned_due_at


def _void(actor: Actor, row: Assignment, reason: dict[str, Any]) -> AuditEvent:
    row.state = ASSIGNMENT_CHART.move(row.state, "void")
    row.voided_at = clock.now()
    row.void_reason = reason
    row.waiting_for = None
    row.review_due_at = None
    row.chain_step = 0
    return build(actor, kinds.VOIDED, row, reason=reason)
