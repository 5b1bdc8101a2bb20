"""What is stored about a batch of mines, as one short text per mine, so that a night in which nothing changed is cheap.

A mark puts the columns that derivation keeps in line into one line of text; the database writes it for a stored row,
`_mark` writes the same for a claim. A mine whose marks are the ones wanted needs no closer look.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from kuangan.duties.models import Assignment
from kuangan.duties.rules.wanted import Claim, Place, Sheaf
from kuangan.duties.states import UNSETTLED, AssignmentState

_TABLE = Assignment._meta.db_table
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = date(2000, 1, 1)
_SHORT = ("duty_slug", "period_key", "authority_id")
_DAYS = ("applies_since", "period_start", "period_end", "event_on")
_MICROSECOND = timedelta(microseconds=1)


class Stored(NamedTuple):
    """What is stored about one mine. `live`: marks of unsettled rows; `settled`: short marks of accepted ones."""

    regions: tuple[str | None, str | None]
    owners: tuple[int | None, int | None]
    live: list[str]
    settled: list[str]

    def is_as_wanted(self, place: Place, sheaf: Sheaf) -> bool:
        """Whether nothing has to be created, changed, voided or revived for the mine."""
        marks = _marks(sheaf)
        return (
            len(self.live) + len(self.settled) == len(marks)
            and marks.issuperset(self.live)
            and sheaf.short_marks.issuperset(self.settled)
            and (not self.live or self.regions == (place.region_code, place.region_code))
            and self.owners in ((None, None), (place.enterprise_id, place.enterprise_id))
        )


# house: unscoped — derivation works for the whole plan
def stored_marks(plan_id: int, mine_ids: Sequence[int]) -> dict[int, Stored]:
    """What is stored about each of these mines that has any assignment of the plan, voided ones included."""
    if not mine_ids:
        return {}
    on_postgresql = connection.vendor == "postgresql"
    named = "mine_id = ANY(%s)" if on_postgresql else f"mine_id IN ({', '.join(['%s'] * len(mine_ids))})"
    given = [list(mine_ids)] if on_postgresql else mine_ids
    with connection.cursor() as cursor:
        cursor.execute((_ON_POSTGRESQL if on_postgresql else _ON_SQLITE).format(named=named), [plan_id, *given])
        return {
            mine_id: Stored((low, high), (first, last), _lines(live), _lines(settled))
            for mine_id, low, high, first, last, live, settled in cursor
        }


def _lines(text: str | None) -> list[str]:
    return text.split("\n") if text else []


def _marks(sheaf: Sheaf) -> frozenset[str]:
    if sheaf.marks is None:
        short = [f"{claim.slug}|{claim.owed.period.key}|{bearing.authority_id or ''}" for claim, bearing in sheaf.items]
        sheaf.short_marks = frozenset(short)
        sheaf.marks = frozenset(
            f"{head}|{claim.mark or _mark(claim)}" for head, (claim, _bearing) in zip(short, sheaf.items, strict=True)
        )
    return sheaf.marks


def _mark(claim: Claim) -> str:
    write = _mark_on_postgresql if connection.vendor == "postgresql" else _mark_on_sqlite
    claim.mark = write(claim)
    return claim.mark


def _days_of(claim: Claim) -> tuple[date | None, ...]:
    owed = claim.owed
    return (owed.since, owed.period.start, owed.period.end, owed.event_on)


def _mark_on_postgresql(claim: Claim) -> str:
    due = claim.owed.due
    moment = "" if due is None else (due - _EPOCH) // _MICROSECOND
    days = "|".join("" if day is None else str((day - _FIRST).days) for day in _days_of(claim))
    return f"{claim.duty_id}|{moment}|{'t' if claim.owed.late else 'f'}|{days}"


def _mark_on_sqlite(claim: Claim) -> str:
    moment: Any = connection.ops.adapt_datetimefield_value(claim.owed.due)
    days = "|".join("" if day is None else day.isoformat() for day in _days_of(claim))
    return f"{claim.duty_id}|{'' if moment is None else moment}|{int(claim.owed.late)}|{days}"


_LIVING = ", ".join(f"'{state}'" for state in sorted(UNSETTLED))
_QUERY = f"""
SELECT mine_id,
    min(CASE WHEN state IN ({_LIVING}) THEN region_code END),
    max(CASE WHEN state IN ({_LIVING}) THEN region_code END),
    min(CASE WHEN state IN ({_LIVING}) AND owing_mine_id IS NOT NULL THEN coalesce(enterprise_id, 0) END),
    max(CASE WHEN state IN ({_LIVING}) AND owing_mine_id IS NOT NULL THEN coalesce(enterprise_id, 0) END),
    __join__(CASE WHEN state IN ({_LIVING}) THEN __mark__ END, __newline__),
    __join__(CASE WHEN state = '{AssignmentState.ACCEPTED.value}' THEN __short__ END, __newline__)
FROM {_TABLE} WHERE plan_id = %s AND {{named}} GROUP BY mine_id
"""  # noqa: S608 - only names of the model


def _query(join: str, newline: str, short: str, rest: str) -> str:
    words = {"__join__": join, "__newline__": newline, "__short__": short, "__mark__": f"{short} || '|' || {rest}"}
    found = _QUERY
    for name, word in words.items():
        found = found.replace(name, word)
    return found


def _concat(values: Sequence[str]) -> str:
    return "concat(" + ", '|', ".join(values) + ")"


def _bars(values: Sequence[str]) -> str:
    return " || '|' || ".join(f"coalesce({value}, '')" for value in values)


_ON_POSTGRESQL = _query(
    "string_agg", "E'\\n'", _concat(_SHORT),
    _concat([
        "duty_id", "(extract(epoch FROM planned_due_at) * 1000000)::bigint", "late_on_arrival",
        *(f"{day} - DATE '{_FIRST.isoformat()}'" for day in _DAYS),
    ]),
)  # fmt: skip
_ON_SQLITE = _query(
    "group_concat", "char(10)", _bars(_SHORT), _bars(["duty_id", "planned_due_at", "late_on_arrival", *_DAYS])
)
