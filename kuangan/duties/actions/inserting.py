"""Writing many new assignments at once: COPY on PostgreSQL, batched INSERT elsewhere. Private to derivation."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from kuangan.duties.models import Assignment, CoBearer
from kuangan.duties.rules.wanted import Claim, Columns, Wanted
from kuangan.duties.states import AssignmentState

_OF_CLAIM = (
    "duty_id", "duty_slug", "bearer_kind", "period_key", "period_start", "period_end", "event_on", "state", "round",
    "chain_step", "applies_since", "known_at", "original_due_at", "planned_due_at", "due_at", "late_on_arrival",
)  # fmt: skip
_OF_BEARER = (*Columns._fields, "region_code", "bearer_key", "subject_key")
_CHUNK = 1 << 16
"""So many characters go to the server at a time."""


def insert(plan_id: int, items: list[Wanted]) -> None:
    """Store new assignments, and the bodies that owe them together."""
    if not items:
        return
    if connection.vendor == "postgresql" and len(items) > 50:
        _copy(plan_id, items)
    else:
        names = ("plan_id", *_OF_CLAIM, *_OF_BEARER)
        rows = ((plan_id, *_claim_values(item.claim), *_bearer_values(item)) for item in items)
        Assignment.rows.bulk_create(
            (Assignment(**dict(zip(names, row, strict=True))) for row in rows), batch_size=500
        )  # fmt: skip
    _insert_co_bearers(plan_id, [item for item in items if item.co_bearers])


def _claim_values(claim: Claim) -> tuple[Any, ...]:
    owed = claim.owed
    return (
        claim.duty_id, claim.slug, claim.bearer_kind, owed.period.key, owed.period.start, owed.period.end,
        owed.event_on, AssignmentState.OPEN.value, 1, 0, owed.since, owed.known_at, owed.first_due, owed.due, owed.due,
        owed.late,
    )  # fmt: skip


def _bearer_values(item: Wanted) -> tuple[Any, ...]:
    return (*item.columns, item.region_code, item.bearer_key, item.subject_key)


def _copy(plan_id: int, items: list[Wanted]) -> None:
    table = Assignment._meta.db_table
    statement = f"COPY {table} ({', '.join(('plan_id', *_OF_CLAIM, *_OF_BEARER))}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for text in _in_chunks(_lines(plan_id, items)):
            copy.write(text)


def _lines(plan_id: int, items: list[Wanted]) -> Iterator[str]:
    """The rows in COPY's text format. What mines of the same history share is put into text once."""
    heads: dict[int, str] = {}  # by the claim's identity; `items` keeps the claims alive
    for item in items:
        head = heads.get(id(item.claim))
        if head is None:
            values = (plan_id, *_claim_values(item.claim))
            head = heads[id(item.claim)] = "\t".join(map(_text, values))
        yield head + "\t" + "\t".join(map(_text, _bearer_values(item))) + "\n"


def _text(value: Any) -> str:
    """A value in COPY's text format: \\N is null, and a backslash stands before what would end a column or a row."""
    if value is None:
        return "\\N"
    if type(value) is int:
        return str(value)
    text = str(value)
    if "\\" in text or not text.isprintable():
        for mark, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
            text = text.replace(mark, written)
    return text


def _in_chunks(lines: Iterator[str]) -> Iterator[str]:
    held, size = [], 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= _CHUNK:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)


def _insert_co_bearers(plan_id: int, items: list[Wanted]) -> None:
    if not items:
        return
    found = Assignment.rows.filter(
        plan_id=plan_id, duty_slug__in={item.claim.slug for item in items},
        bearer_key__in={item.bearer_key for item in items}, subject_key__in={item.subject_key for item in items},
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
