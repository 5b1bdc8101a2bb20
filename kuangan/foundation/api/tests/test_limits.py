"""No more requests a minute than allowed, over all processes, without a write for each."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuangan.foundation.api import limits
from kuangan.foundation.api.models import Allowance
from kuangan.foundation.api.problems import Trouble
from kuangan.foundation.api.tests.stand import send

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def one_minute(monkeypatch, settings):
    """The whole test happens in one minute."""
    from kuangan.foundation.kernel import clock

    fixed = clock.real_now().replace(second=10)
    monkeypatch.setattr(clock, "real_now", lambda: fixed)
    settings.KUANGAN_API_REQUESTS = 20
    limits.forget()
    yield
    limits.forget()


def admitted(times: int) -> int:
    found = 0
    for _ in range(times):
        try:
            limits.admit("token:1")
        except Trouble:
            continue
        found += 1
    return found


def test_no_more_than_the_limit_pass_in_a_minute():
    assert admitted(30) == 20


def test_a_second_process_shares_the_same_minute():
    assert admitted(7) == 7
    limits.forget()  # another process knows nothing of this one's lot
    assert admitted(30) == 12  # eight had been taken, one of them lay unused


def test_most_requests_write_nothing():
    with CaptureQueriesContext(connection) as queries:
        admitted(20)
    assert len([one for one in queries.captured_queries if one["sql"].startswith(("UPDATE", "INSERT"))]) <= 11


def test_the_next_minute_begins_anew(monkeypatch):
    from datetime import timedelta

    from kuangan.foundation.kernel import clock

    assert admitted(25) == 20
    later = clock.real_now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert admitted(25) == 20
    assert Allowance.objects.get().taken == 20


def test_answers_tell_where_the_caller_stands_and_how_long_to_wait():
    first = send("GET", "/things")
    assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("20", "19")
    assert first.headers["RateLimit-Reset"] == "50"
    for _ in range(19):
        send("GET", "/things")
    last = send("GET", "/things")
    assert last.status_code == 429
    assert last.headers["Retry-After"] == "50"
    assert json.loads(last.content)["type"].endswith("rate-limited")
    assert send("GET", "/things", Authorization="Bearer ka_two").status_code == 200
