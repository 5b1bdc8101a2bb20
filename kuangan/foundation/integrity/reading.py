"""Reading the trail in the order in which it was sealed: for checking it and for exporting it."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from kuangan.foundation.integrity import canonical
from kuangan.foundation.integrity.models import Seal
from kuangan.foundation.integrity.verify_audit import plain, sha256

Leaf = tuple[int, int, str]
"""Position in its batch, record number, digest."""
_SEALS_AT_ONCE = 20
_ROWS_AT_ONCE = 500
_GAPS = 4
"""A batch that covers up to this many times its numbers is read as a stretch."""
_scan = json.JSONDecoder(parse_float=lambda text: plain(float(text))).scan_once  # type: ignore[attr-defined]


def seals() -> Iterator[Seal]:
    """All seals with their leaves, in order, a few at a time."""
    last = 0
    while found := list(Seal.objects.filter(number__gt=last).order_by("number")[:_SEALS_AT_ONCE]):
        yield from found
        last = found[-1].number


def leaves_of(seal: Seal) -> list[Leaf]:
    """The leaves of a seal with their positions."""
    return [(at, number, digest) for at, (number, digest) in enumerate(seal.unpacked())]


def records(leaves: list[Leaf], *, is_strict: bool = False) -> Iterator[tuple[int, bytes]]:
    """Number and canonical bytes of the rows of these leaves that exist; `is_strict` gives no bytes where the row's
    own digest is not the sealed one."""
    digests = {number: digest for _at, number, digest in leaves}
    for values in _rows(sorted(digests)):
        number, digest = values[0], values[1]
        if number in digests:
            yield number, b"" if is_strict and digest != digests[number] else _bytes(values[2:])


def digest_is_true(number: int) -> bool:
    """Whether a row's digest is that of its content."""
    return all(sha256(_bytes(values[2:])) == values[1] for values in _rows([number]))


def _bytes(values: tuple[Any, ...]) -> bytes:
    found = dict(zip(canonical.FIELDS, values, strict=True))
    try:
        for name in canonical.TIMES:
            found[name] = _moment(found[name])
        for name in canonical.JSON:
            if found[name] is not None:
                found[name] = _decoded(found[name])
        return canonical.content(found)
    except (TypeError, ValueError, AttributeError, StopIteration):
        return b""  # what the database gives back is no value of its column any more


def _decoded(text: str) -> Any:
    value, end = _scan(text, 0)
    if end != len(text):
        raise ValueError(text)
    return value


def _moment(value: Any) -> str:
    """A time as the driver gives it: PostgreSQL's aware moment, SQLite's text in UTC with or without a fraction."""
    if isinstance(value, datetime):
        return canonical.stamp(value)
    return f"{value[:10]}T{value[11:19]}.{value[20:] or '0':0<6}Z"


def _rows(numbers: list[int]) -> Iterator[tuple[Any, ...]]:
    """Number, digest and FIELDS of rows, straight from the driver: a million rows are read in a minute."""
    if not numbers:
        return
    select = _select()
    with connection.cursor() as cursor:
        if numbers[-1] - numbers[0] < _GAPS * len(numbers):
            cursor.execute(f"{select} WHERE id BETWEEN %s AND %s ORDER BY id", [numbers[0], numbers[-1]])
            yield from cursor.fetchall()
            return
        for at in range(0, len(numbers), _ROWS_AT_ONCE):
            wanted = numbers[at : at + _ROWS_AT_ONCE]
            marks = ", ".join(["%s"] * len(wanted))
            cursor.execute(f"{select} WHERE id IN ({marks}) ORDER BY id", wanted)
            yield from cursor.fetchall()


def _select() -> str:
    """The head of the statement; SQLite's times as the text they are, which its driver would take apart."""
    is_sqlite = connection.vendor == "sqlite"
    names = [f"{name} || ''" if is_sqlite and name in canonical.TIMES else name for name in canonical.FIELDS]
    return f"SELECT id, digest, {', '.join(names)} FROM integrity_auditevent"  # noqa: S608 - names of our own columns
