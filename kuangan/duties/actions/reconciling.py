"""Bringing stored assignments in line with those that must exist: create, revive, move, void. Private to derivation."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kuangan.duties import kinds
from kuangan.duties.actions.inserting import field_of, insert
from kuangan.duties.models import Assignment, Submission
from kuangan.duties.queries.listing import RELATED
from kuangan.duties.rules.wanted import Key, Wanted
from kuangan.duties.states import ASSIGNMENT_CHART, UNSETTLED, AssignmentState, SubmissionState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import build, record_many
from kuangan.foundation.integrity.frozen import marks
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
_REWRITTEN = (*_SYNCED, "due_at", "state", "voided_at", "void_reason")
_MOVED_AT_A_TIME = 2_000


def reconcile(
    actor: Actor,
    plan_id: int,
    wanted: Iterable[Wanted],
    existing: QuerySet[Assignment],
    why_gone: Callable[[Assignment], dict[str, Any]],
) -> Tally:
    """Make the stored rows match. `why_gone(assignment)` gives the stored reason for a row that is owed no longer.

    Must run inside a transaction that holds the plan's lock. Stored rows are compared as plain tuples, because few of
    them change; those that follow the plan are moved without being read, those that end or come back are read whole.
    """
    stored = {tuple(key): (pk, state, synced) for pk, state, key, synced in _stored(existing)}
    fresh: list[Wanted] = []
    moved: dict[int, Wanted] = {}
    back: dict[int, Wanted] = {}
    for item in wanted:
        found = stored.pop(item.key, None)
        if found is None:
            fresh.append(item)
        elif found[1] == AssignmentState.VOIDED:
            back[found[0]] = item
        elif found[1] in UNSETTLED and found[2] != _synced(item):
            moved[found[0]] = item
    gone = [pk for pk, state, _values in stored.values() if state in UNSETTLED]
    insert(plan_id, fresh)
    _move(moved)
    if back or gone:
        _end_or_revive(actor, existing, back, gone, why_gone)
    return Tally(len(fresh), len(gone), len(back), len(moved))


def _stored(existing: QuerySet[Assignment]) -> Iterable[tuple[int, str, Key, tuple[Any, ...]]]:
    rows = existing.order_by().values_list("pk", "state", *_KEY, *_SYNCED)
    return ((row[0], row[1], row[2:6], row[6:]) for row in rows)


def _synced(item: Wanted) -> tuple[Any, ...]:
    """What the stored columns `_SYNCED` should hold."""
    claim, owed = item.claim, item.claim.owed
    return (claim.duty_id, item.borne.region_code, owed.since, owed.due, owed.late, owed.period.start, owed.period.end,
            owed.event_on, item.borne.columns.enterprise_id)  # fmt: skip


def _move(moved: dict[int, Wanted]) -> None:
    """Take over what the plan and the facts now say; keeps an extension or a redo clock (`due_at` of its own)."""
    if not moved:
        return
    fields = [field_of(name) for name in _SYNCED]
    planned = field_of("planned_due_at")
    same = "IS NOT DISTINCT FROM" if connection.vendor == "postgresql" else "IS"
    statement = (
        f"UPDATE {Assignment._meta.db_table} SET {', '.join(f'{name} = %s' for name in _SYNCED)}, "  # noqa: S608 - names
        f"due_at = CASE WHEN due_at {same} planned_due_at THEN %s ELSE due_at END WHERE id = %s"
    )

    def values(pk: int, item: Wanted) -> list[Any]:
        synced = zip(fields, _synced(item), strict=True)
        found = [field.get_db_prep_save(value, connection) for field, value in synced]
        return [*found, planned.get_db_prep_save(item.claim.owed.due, connection), pk]

    pairs = sorted(moved.items())
    with connection.cursor() as cursor:
        for start in range(0, len(pairs), _MOVED_AT_A_TIME):
            part = pairs[start : start + _MOVED_AT_A_TIME]
            cursor.executemany(statement, [values(pk, item) for pk, item in part])


def _end_or_revive(
    actor: Actor,
    existing: QuerySet[Assignment],
    back: dict[int, Wanted],
    gone: list[int],
    why_gone: Callable[[Assignment], dict[str, Any]],
) -> None:
    found = existing.filter(pk__in=[*back, *gone]).select_related(*RELATED)
    rows = {row.pk: row for row in found}
    events = [_revive(actor, rows[pk], item) for pk, item in back.items()]
    Assignment.rows.bulk_update([rows[pk] for pk in back], _REWRITTEN, batch_size=200)
    events += _void(actor, [(rows[pk], why_gone(rows[pk])) for pk in gone])
    record_many(events)


def _revive(actor: Actor, row: Assignment, item: Wanted) -> AuditEvent:
    row.state = ASSIGNMENT_CHART.move(row.state, "revive")
    row.voided_at, row.void_reason = None, None
    row.due_at = item.claim.owed.due
    for name, value in zip(_SYNCED, _synced(item), strict=True):
        setattr(row, name, value)
    return build(actor, kinds.REVIVED, row)


def _void(actor: Actor, ended: list[tuple[Assignment, dict[str, Any]]]) -> list[AuditEvent]:
    """End these assignments, one statement for all with the same reason."""
    alike: dict[str, list[tuple[Assignment, dict[str, Any]]]] = {}
    for row, reason in ended:
        row.state = ASSIGNMENT_CHART.move(row.state, "void")
        alike.setdefault(json.dumps(reason, sort_keys=True, default=str), []).append((row, reason))
    for members in alike.values():
        ids = [row.pk for row, _reason in members]
        Assignment.rows.filter(pk__in=ids).update(
            state=AssignmentState.VOIDED, voided_at=clock.now(), void_reason=members[0][1], waiting_for=None,
            review_due_at=None, chain_step=0,
        )  # fmt: skip
    marked = _void_submissions([row.pk for row, _reason in ended])
    return [build(actor, kinds.VOIDED, row, reason=reason, **marked.get(row.pk, {})) for row, reason in ended]


def _void_submissions(ids: list[int]) -> dict[int, dict[str, Any]]:
    """What was under review is void with its assignment; returns the marks for the records, by assignment."""
    found = Submission.rows.filter(assignment__in=ids, state=SubmissionState.SUBMITTED)
    waiting = list(found.only("pk", "assignment"))
    if not waiting:
        return {}
    found.update(state=SubmissionState.VOIDED)
    fixed = marks(*waiting)
    return {
        one.assignment_id: {"frozen": {key: fixed[key]}} for one in waiting if (key := f"duties.submission:{one.pk}")
    }
