"""Counting the chips of a list in one statement, and no further than anybody leafs."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Case, Q, QuerySet, When

MOST_COUNTED = 2_000
"""Nobody pages through more; a longer list says 2000+ and asks to be narrowed."""


def tallies(rows: QuerySet[Any], wanted: Mapping[str, Q]) -> dict[str, int]:
    """How many of the rows fulfil each condition, in one statement; `MOST_COUNTED + 1` stands for more than that.

    A county's rows are all looked at once. Where there are more than MOST_COUNTED, each condition is counted by itself
    and no further than that, so that a page costs the same however many there are. Keys are plain words of ours.
    """
    plain, flags = rows.order_by().select_related(None), _flags(wanted)
    try:
        head, values = plain.annotate(**flags).values(*flags)[: MOST_COUNTED + 1].query.sql_with_params()
    except EmptyResultSet:
        return dict.fromkeys(wanted, 0)
    sums = ", ".join(f"coalesce(sum({flag}), 0) AS {flag}" for flag in flags)
    chosen, given = [], [*values]
    for key, condition in wanted.items():
        part, more = plain.filter(condition).values("id")[: MOST_COUNTED + 1].query.sql_with_params()
        chosen.append(
            f"CASE WHEN sums.total <= {MOST_COUNTED} THEN sums.is_{key} ELSE (SELECT count(*) FROM ({part}) part) END"  # noqa: S608 - Django's own SQL
        )
        given += more
    statement = (
        f"WITH head AS ({head}), sums AS (SELECT count(*) AS total, {sums} FROM head) "  # noqa: S608 - Django's own SQL
        f"SELECT {', '.join(chosen)} FROM sums"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return dict(zip(wanted, cursor.fetchone(), strict=True))


def tallies_and_keys(rows: QuerySet[Any], wanted: Mapping[str, Q]) -> tuple[dict[str, int], list[int] | None]:
    """The same for rows that no index finds, because words are looked for: one look at all of them, in one statement.

    With them the keys of the rows, so that a page need not look again; None when there are more than MOST_COUNTED.
    """
    flags = _flags(wanted)
    try:
        found = rows.order_by().select_related(None).annotate(**flags).values("id", *flags)
        head, values = found.query.sql_with_params()
    except EmptyResultSet:
        return dict.fromkeys(wanted, 0), []
    sums = ", ".join(f"coalesce(sum({flag}), 0) AS {flag}" for flag in flags)
    joined = "string_agg(id::text, ',')" if connection.vendor == "postgresql" else "group_concat(id)"
    statement = (
        f"WITH head AS ({_unindexed(head, rows)}), sums AS (SELECT count(*) AS total, {sums} FROM head) "  # noqa: S608 - Django's own SQL
        f"SELECT {', '.join(flags)}, "
        f"CASE WHEN total <= {MOST_COUNTED} THEN coalesce((SELECT {joined} FROM head), '') END FROM sums"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        *counts, keys = cursor.fetchone()
    told = {key: min(count, MOST_COUNTED + 1) for key, count in zip(wanted, counts, strict=True)}
    return told, None if keys is None else [int(key) for key in keys.split(",") if key]


def _flags(wanted: Mapping[str, Q]) -> dict[str, Case]:
    return {f"is_{key}": Case(When(condition, then=1), default=0) for key, condition in wanted.items()}


def _unindexed(statement: str, rows: QuerySet[Any]) -> str:
    """SQLite would fetch the rows of an area one by one by an index; to read on through the table is five times as
    quick. Whoever sees one mine has few rows."""
    table = f'FROM "{rows.model._meta.db_table}"'
    if connection.vendor != "sqlite" or "mine_id" in statement:
        return statement
    return statement.replace(table, f"{table} NOT INDEXED", 1)


def number_words(count: int) -> str:
    """A count as it is shown; 2000+ where counting ended."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


class Counted(Paginator):
    """A paginator that is told how many rows there are, and goes no further than they are counted."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = min(count, MOST_COUNTED)
