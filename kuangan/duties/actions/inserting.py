"""Writing many new assignments at once: COPY on PostgreSQL, batched INSERT elsewhere. Private to derivation."""

from typing import TYPE_CHECKING, Any

from django.db import connection

from kuangan.duties.models import Assignment, CoBearer
from kuangan.duties.states import AssignmentState

if TYPE_CHECKING:
    from kuangan.duties.actions.reconciling import Wanted

_COPIED = (
    "plan_id", "duty_id", "duty_slug", "bearer_kind", "owing_mine_id", "enterprise_id", "authority_id", "agency_id",
    "mine_id", "region_code", "bearer_key", "subject_key", "period_key", "period_start", "period_end", "event_on",
    "state", "round", "chain_step", "applies_since", "known_at", "original_due_at", "planned_due_at", "due_at",
    "late_on_arrival",
)  # fmt: skip


def insert(plan_id: int, items: "list[Wanted]") -> None:
    """Store new assignments, and the bodies that owe them together."""
    if not items:
        return
    rows = [_values(plan_id, item) for item in items]
    if connection.vendor == "postgresql" and len(rows) > 50:
        _copy(rows)
    else:
        Assignment.rows.bulk_create(
            [Assignment(**dict(zip(_COPIED, row, strict=True))) for row in rows], batch_size=500
        )
    _insert_co_bearers(plan_id, [item for item in items if item.co_bearers])


def _values(plan_id: int, item: "Wanted") -> tuple[Any, ...]:
    owed, columns = item.owed, item.columns
    return (
        plan_id, item.duty.pk, item.duty.slug, item.bearer_kind, columns.get("owing_mine_id"),
        columns.get("enterprise_id"), columns.get("authority_id"), columns.get("agency_id"), columns.get("mine_id"),
        item.region_code, item.bearer_key, item.subject_key, owed.period.key, owed.period.start, owed.period.end,
        owed.event_on, AssignmentState.OPEN.value, 1, 0, owed.since, owed.known_at, owed.first_due, owed.due, owed.due,
        owed.late,
    )  # fmt: skip


def _copy(rows: list[tuple[Any, ...]]) -> None:
    table = Assignment._meta.db_table
    with connection.cursor() as cursor:
        statement = f"COPY {table} ({', '.join(_COPIED)}) FROM STDIN"
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def _insert_co_bearers(plan_id: int, items: "list[Wanted]") -> None:
    if not items:
        return
    ids = {
        tuple(key): pk
        for pk, *key in Assignment.rows.filter(
            plan_id=plan_id, duty_slug__in={item.duty.slug for item in items}
        ).values_list("pk", "duty_slug", "bearer_key", "subject_key", "period_key")
    }
    CoBearer.rows.bulk_create(
        CoBearer(assignment_id=ids[item.key], position=position, name=name, authority_id=authority_id)
        for item in items
        for position, (name, authority_id) in enumerate(item.co_bearers, start=1)
    )
