"""What a page notes on the side waits hardly, and is written another time rather than not at all."""

from contextlib import nullcontext
from typing import Any

import pytest
from django.db import OperationalError, connection

from kuangan.foundation.api.models import Allowance
from kuangan.foundation.kernel import lock_wait
from kuangan.foundation.kernel.lock_wait import hardly_waiting, if_free, note_soon

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_left():
    lock_wait._left.clear()
    yield
    lock_wait._left.clear()


def locked() -> Any:
    """As if somebody else held the lock."""

    def wrapper(execute: Any, sql: str, *arguments: Any) -> Any:
        if sql.startswith("INSERT"):
            raise OperationalError("database is locked")
        return execute(sql, *arguments)

    return connection.execute_wrapper(wrapper)


def note(name: str) -> Any:
    return lambda: Allowance.objects.create(caller=name, minute=0)


def noted() -> list[str]:
    return list(Allowance.objects.order_by("pk").values_list("caller", flat=True))


def patience() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
        return cursor.fetchone()[0]


def test_inside_nobody_waits_long_and_afterwards_as_patiently_as_before():
    with hardly_waiting():
        pass
    before = patience()
    with hardly_waiting():
        assert str(patience()) in {"100", "100ms"}
    assert patience() == before
    with pytest.raises(ZeroDivisionError), hardly_waiting():
        1 / 0  # noqa: B018
    assert patience() == before


@pytest.mark.parametrize("is_locked", [True, False])
def test_a_write_is_done_as_a_whole_or_left(is_locked):
    with locked() if is_locked else nullcontext():
        assert if_free(note("one")) is not is_locked
    assert noted() == ([] if is_locked else ["one"])


def test_notes_that_found_no_room_are_written_with_the_next_one_in_their_order():
    with locked():
        note_soon(note("first"))
        note_soon(note("second"))
    assert noted() == []
    note_soon(note("third"))
    assert noted() == ["first", "second", "third"]
