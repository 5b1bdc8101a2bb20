"""Writing many new assignments at once: COPY on PostgreSQL, large batches elsewhere. Private to derivation.

Rows are streamed: while the database stores what came, the next ones are planned. Nothing may ask the database in
between, so whatever planning needs is read before.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from django.db import connection
from django.db.models import Field

from kuangan.duties.models import Assignment, CoBearer
from kuangan.duties.rules.wanted import Borne, Claim, Columns, Wanted
from kuangan.duties.states import AssignmentState
from kuangan.foundation.kernel.inserting import copied, in_chunks

_OF_CLAIM = (
    "duty_id", "duty_slug", "bearer_kind", "period_key", "period_start", "period_end", "event_on", "state", "round",
    "chain_step", "applies_since", "known_at", "original_due_at", "planned_due_at", "due_at", "late_on_arrival",
)  # fmt: skip
_OF_BEARER = (*Columns._fields, "region_code", "bearer_key", "subject_key")
_NAMES = ("plan_id", *_OF_CLAIM, *_OF_BEARER)
_TABLE = Assignment._meta.db_table
_ROWS = 5_000
"""So many rows go into one call where there is no COPY."""


def insert(plan_id: int, items: Iterable[Wanted]) -> int:
    """Store new assignments, and the bodies that owe them together. Returns how many."""
    joint: list[Wanted] = []
    store = _copy if connection.vendor == "postgresql" else _insert
    count = store(plan_id, _noting_joint(items, joint))
    _insert_co_bearers(plan_id, joint)
    return count


def _noting_joint(items: Iterable[Wanted], joint: list[Wanted]) -> Iterator[Wanted]:
    for item in items:
        if item.co_bearers:
            joint.append(item)
        yield item


def field_of(column: str) -> Field[Any, Any]:
    """The field of a column of assignments."""
    field = Assignment._meta.get_field(column.removesuffix("_id"))
    if not isinstance(field, Field):
        raise LookupError(column)
    return field


def _claim_values(plan_id: int, claim: Claim) -> tuple[Any, ...]:
    owed = claim.owed
    return (
        plan_id, claim.duty_id, claim.slug, claim.bearer_kind, owed.period.key, owed.period.start, owed.period.end,
        owed.event_on, AssignmentState.OPEN.value, 1, 0, owed.since, owed.known_at, owed.first_due, owed.due, owed.due,
        owed.late,
    )  # fmt: skip


def _borne_values(borne: Borne) -> tuple[Any, ...]:
    return (*borne.columns, borne.region_code, borne.bearer_key, borne.subject_key)


def _copy(plan_id: int, items: Iterable[Wanted]) -> int:
    lines = iter(_lines(plan_id, items))
    first = next(lines, None)
    if first is None:
        return 0
    statement = f"COPY {_TABLE} ({', '.join(_NAMES)}) FROM STDIN"
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for text in in_chunks(chain([first], lines)):
                copy.write(text)
        return int(cursor.rowcount)


def _lines(plan_id: int, items: Iterable[Wanted]) -> Iterator[str]:
    """The rows in COPY's text format. What mines of the same history share, and what one bearer's rows share, is put
    into text once."""
    last: Borne | None = None
    tail = ""
    for claim, borne, _co_bearers in items:
        if not claim.head:
            claim.head = "\t".join(map(copied, _claim_values(plan_id, claim))) + "\t"
        if borne is not last:
            last, tail = borne, "\t".join(map(copied, _borne_values(borne))) + "\n"
        yield claim.head + tail


def _insert(plan_id: int, items: Iterable[Wanted]) -> int:
    columns = ", ".join(_NAMES)
    statement = f"INSERT INTO {_TABLE} ({columns}) VALUES ({', '.join(['%s'] * len(_NAMES))})"  # noqa: S608 - names only
    rows = _tuples(plan_id, items)
    count = 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _ROWS)):
            cursor.executemany(statement, batch)
            count += len(batch)
    return count


def _tuples(plan_id: int, items: Iterable[Wanted]) -> Iterator[tuple[Any, ...]]:
    stored = [field_of(name) for name in ("plan_id", *_OF_CLAIM)]
    heads: dict[int, tuple[Claim, tuple[Any, ...]]] = {}
    for claim, borne, _co_bearers in items:
        known = heads.get(id(claim))
        if known is None:
            values = zip(stored, _claim_values(plan_id, claim), strict=True)
            head = tuple(field.get_db_prep_save(value, connection) for field, value in values)
            known = heads[id(claim)] = (claim, head)
        yield known[1] + _borne_values(borne)


def _insert_co_bearers(plan_id: int, items: list[Wanted]) -> None:
    if not items:
        return
    found = Assignment.rows.filter(
        plan_id=plan_id, duty_slug__in={item.claim.slug for item in items},
        bearer_key__in={item.borne.bearer_key for item in items},
        subject_key__in={item.borne.subject_key for item in items},
    )  # fmt: skip
    ids = {
        tuple(key): pk
        for pk, *key in found.order_by().values_list("pk", "duty_slug", "bearer_key", "subject_key", "period_key")
    }
    CoBearer.rows.bulk_create(
        (
            CoBearer(assignment_id=ids[item.key], position=position, name=name, authority_id=authority_id)
            for item in items
            for position, (name, authority_id) in enumerate(item.co_bearers, start=1)
        ),
        batch_size=500,
    )
