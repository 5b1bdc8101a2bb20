"""Bringing stored assignments in line with those that must exist: create, revive, move, void. Private to derivation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kuangan.duties import kinds
from kuangan.duties.actions.inserting import insert
from kuangan.duties.models import Assignment, Submission
from kuangan.duties.rules.planning import Owed
from kuangan.duties.states import ASSIGNMENT_CHART, UNSETTLED, AssignmentState, SubmissionState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import build, record_many
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Duty

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One assignment that must exist, with the bearer's columns."""

    duty: Duty
    bearer_kind: str
    bearer_key: str
    subject_key: str
    region_code: str
    owed: Owed
    columns: dict[str, int | None] = field(default_factory=dict)
    co_bearers: tuple[tuple[str, int | None], ...] = ()

    @property
    def key(self) -> Key:
        """What the database constraint `assignment_once` is about."""
        return (self.duty.slug, self.bearer_key, self.subject_key, self.owed.period.key)


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


_SYNCED = ("duty_id", "region_code", "applies_since", "planned_due_at", "due_at", "late_on_arrival", "period_start",
           "period_end", "event_on")  # fmt: skip


def reconcile(
    actor: Actor, plan_id: int, wanted: Iterable[Wanted], existing: Iterable[Assignment], why_gone: Any
) -> Tally:
    """Make the stored rows match. `why_gone(assignment)` gives the stored reason for a row that is owed no longer.

    Must run inside a transaction that holds the plan's lock.
    """
    tally = Tally()
    by_key = {(a.duty_slug, a.bearer_key, a.subject_key, a.period_key): a for a in existing}
    fresh, moved, events = [], [], []
    for item in wanted:
        row = by_key.pop(item.key, None)
        if row is None:
            fresh.append(item)
        elif row.state == AssignmentState.VOIDED:
            _revive(row, item)
            moved.append(row)
            events.append(build(actor, kinds.REVIVED, row))
            tally.revived += 1
        elif row.state in UNSETTLED and _follow(row, item):
            moved.append(row)
            tally.changed += 1
    gone = [row for row in by_key.values() if row.state in UNSETTLED]
    for row in gone:
        events.append(_void(actor, row, why_gone(row)))
    tally.voided = len(gone)
    tally.created = len(fresh)
    insert(plan_id, fresh)
    if moved or gone:
        Assignment.rows.bulk_update(
            moved + gone,
            [*_SYNCED, "state", "round", "chain_step", "waiting_for", "voided_at", "void_reason", "review_due_at"],
            batch_size=200,
        )
    _void_submissions(gone)
    record_many(events)
    return tally


def _follow(row: Assignment, item: Wanted) -> bool:
    """Take over what the plan and the facts now say; keeps an extension or a redo clock. True when anything moved."""
    before = {name: getattr(row, name) for name in _SYNCED}
    if row.due_at == row.planned_due_at:
        row.due_at = item.owed.due
    row.planned_due_at = item.owed.due
    row.duty_id = item.duty.pk
    row.region_code = item.region_code
    row.applies_since = item.owed.since
    row.late_on_arrival = item.owed.late
    row.period_start, row.period_end = item.owed.period.start, item.owed.period.end
    row.event_on = item.owed.event_on
    return any(getattr(row, name) != value for name, value in before.items())


def _revive(row: Assignment, item: Wanted) -> None:
    row.state = ASSIGNMENT_CHART.move(row.state, "revive")
    row.voided_at, row.void_reason = None, None
    row.due_at = row.planned_due_at
    _follow(row, item)


def _void(actor: Actor, row: Assignment, reason: dict[str, Any]) -> Any:
    row.state = ASSIGNMENT_CHART.move(row.state, "void")
    row.voided_at = clock.now()
    row.void_reason = reason
    row.waiting_for = None
    row.review_due_at = None
    row.chain_step = 0
    return build(actor, kinds.VOIDED, row, reason=reason)


def _void_submissions(gone: list[Assignment]) -> None:
    Submission.rows.filter(assignment__in=[row.pk for row in gone], state=SubmissionState.SUBMITTED).update(
        state=SubmissionState.VOIDED
    )
