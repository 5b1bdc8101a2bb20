"""Idempotency keys: done once, answered alike."""

import json
import os
import subprocess
from datetime import timedelta

import pytest
from django.db import OperationalError

from kuangan.foundation.api import limits, replays
from kuangan.foundation.api.models import Allowance, Replay
from kuangan.foundation.api.tests import stand
from kuangan.foundation.api.tests.stand import send
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import WAIT_SECONDS
from kuangan.foundation.kernel.processes import process_name

pytestmark = [pytest.mark.django_db]
BODY = b'{"caller": "somebody"}'
KEY = {"Idempotency-Key": "replay-0001"}


@pytest.fixture(autouse=True)
def fresh():
    limits.forget()
    stand.done.clear()


def made() -> int:
    return Allowance.objects.filter(caller="somebody").count()


def test_the_same_write_sent_twice_is_done_once_and_answered_alike():
    first, second = send("POST", "/things", BODY, **KEY), send("POST", "/things", BODY, **KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["Content-Type"] == first.headers["Content-Type"]
    assert second.headers["Idempotent-Replayed"] == "true"
    assert (made(), stand.done) == (1, ["somebody"])


def test_the_same_key_for_something_else_is_refused():
    send("POST", "/things", BODY, **KEY)
    response = send("POST", "/things", b'{"caller": "other"}', **KEY)
    assert response.status_code == 409
    assert json.loads(response.content)["type"].endswith("key-reused")
    assert stand.done == ["somebody"]


def test_the_same_content_with_its_names_in_another_order_is_the_same():
    first = send("POST", "/things", b'{"caller": "somebody", "fail": ""}', **KEY)
    second = send("POST", "/things", b'{"fail":"",  "caller":"somebody"}', **KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.headers["Idempotent-Replayed"] == "true" and stand.done == ["somebody"]


def test_an_order_that_means_something_is_still_another_content():
    send("POST", "/things", b'{"caller": "somebody", "order": [1, 2]}', **KEY)
    response = send("POST", "/things", b'{"caller": "somebody", "order": [2, 1]}', **KEY)
    assert json.loads(response.content)["type"].endswith("key-reused")


def test_when_there_is_no_room_nothing_is_done_and_the_key_stays_free():
    body = b'{"caller": "somebody", "fail": "busy"}'
    first, second = send("POST", "/things", body, **KEY), send("POST", "/things", body, **KEY)
    assert [(one.status_code, one.headers["Retry-After"]) for one in (first, second)] == [(503, "60")] * 2
    assert stand.done == ["somebody"] * 2 and made() == 0


def test_another_caller_may_use_the_same_key():
    send("POST", "/things", BODY, **KEY)
    other = send("POST", "/things", b'{"caller": "other"}', **KEY, Authorization="Bearer ka_two")
    assert other.status_code == 201


def test_a_refusal_is_answered_alike_too():
    body = b'{"caller": "somebody", "fail": "refused"}'
    first, second = send("POST", "/things", body, **KEY), send("POST", "/things", body, **KEY)
    assert (first.status_code, second.status_code) == (409, 409)
    assert stand.done == ["somebody"]
    assert made() == 0


def test_after_a_fault_of_ours_the_key_is_free_again():
    body = b'{"caller": "somebody", "fail": "bug"}'
    assert send("POST", "/things", body, **KEY).status_code == 500
    assert not Replay.objects.exists()
    assert send("POST", "/things", BODY, **KEY).status_code == 201


def test_while_the_first_is_under_way_the_second_is_asked_to_wait():
    send("POST", "/things", BODY, **KEY)
    Replay.objects.update(status=None, content="")
    response = send("POST", "/things", BODY, **KEY)
    assert response.status_code == 409
    assert json.loads(response.content)["type"].endswith("in-flight")
    assert int(response.headers["Retry-After"]) > 0
    assert stand.done == ["somebody"]


def test_a_write_whose_process_died_is_done_by_the_next_try():
    send("POST", "/things", BODY, **KEY)
    Allowance.objects.filter(caller="somebody").delete()  # its transaction never came to an end
    Replay.objects.update(status=None, content="", started_at=clock.real_now() - replays.LEASE - timedelta(seconds=1))
    assert send("POST", "/things", BODY, **KEY).status_code == 201
    assert (made(), Replay.objects.get().attempt) == (1, 2)


def test_a_write_of_a_process_of_this_machine_that_has_died_is_taken_over_at_once():
    send("POST", "/things", BODY, **KEY)
    Allowance.objects.filter(caller="somebody").delete()
    ended = subprocess.Popen(["true"])
    ended.wait()
    gone = process_name().replace(str(os.getpid()), str(ended.pid))
    Replay.objects.update(status=None, content="", worker=gone)
    assert send("POST", "/things", BODY, **KEY).status_code == 201
    assert made() == 1


@pytest.mark.parametrize(("age", "least", "most"), [(0, 1, 2), (20, 19, 22), (80, 1, 10)])
def test_who_waits_is_told_a_time_that_is_true(age, least, most):
    send("POST", "/things", BODY, **KEY)
    Replay.objects.update(status=None, content="", started_at=clock.real_now() - timedelta(seconds=age))
    assert least <= int(send("POST", "/things", BODY, **KEY).headers["Retry-After"]) <= most


@pytest.mark.parametrize("fault", ["away", "store"])
def test_when_the_ground_gives_way_the_answer_is_503_with_a_time_and_the_key_is_free(fault):
    response = send("POST", "/things", BODY[:-1] + f', "fail": "{fault}"}}'.encode(), **KEY)
    assert (response.status_code, response.headers["Retry-After"]) == (503, str(WAIT_SECONDS))
    assert json.loads(response.content)["type"].endswith("unavailable")
    assert not Replay.objects.exists() and made() == 0


def test_a_key_that_could_not_be_given_back_is_given_back_as_soon_as_the_database_is_there_again(monkeypatch):
    body = BODY[:-1] + b', "fail": "bug"}'
    monkeypatch.setattr(replays, "_give_back_owed", lambda: away() if stand.done else None)
    assert send("POST", "/things", body, **KEY).status_code == 500
    assert Replay.objects.get().status is None, "it is still taken"
    monkeypatch.undo()
    assert send("POST", "/things", body, **KEY).status_code == 500
    assert stand.done == ["somebody"] * 2, "and was free at once"


def away() -> None:
    raise OperationalError("connection refused")


def test_whoever_comes_back_after_being_given_up_undoes_what_they_did(monkeypatch):
    def taken_over_meanwhile(run):
        response = run()
        Replay.objects.update(attempt=7)
        return response

    monkeypatch.setattr(replays, "_kept_if_good", taken_over_meanwhile)
    response = send("POST", "/things", BODY, **KEY)
    assert response.status_code == 409
    assert made() == 0


def test_answers_are_kept_for_two_days():
    send("POST", "/things", BODY, **KEY)
    Replay.objects.update(started_at=clock.real_now() - timedelta(hours=47))
    assert replays.prune() == 0
    Replay.objects.update(started_at=clock.real_now() - timedelta(hours=49))
    assert replays.prune() == 1


def test_reading_needs_no_key_and_keeps_nothing():
    assert send("GET", "/things").status_code == 200
    assert not Replay.objects.exists()
