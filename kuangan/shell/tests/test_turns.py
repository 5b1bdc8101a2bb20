"""However many workers there are, the minute's round is done by one at a time; a dead one's turn is free at once."""

import os
import signal
import threading

import pytest
from django.db import connection, connections

from kuangan.shell import actions
from kuangan.shell.serving import ticking
from kuangan.shell.serving.turns import turn

pytestmark = pytest.mark.django_db


def elsewhere(work) -> list:
    """Run in another thread, which has a database connection of its own, as another worker has."""
    outcome: list = []

    def run() -> None:
        try:
            outcome.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    return outcome


def taken() -> bool:
    with turn("tried") as ours:
        return not ours


def test_a_turn_is_held_by_one_at_a_time():
    with turn("tried") as ours:
        assert ours
        assert elsewhere(taken) == [True]
    assert elsewhere(taken) == [False]


def test_turns_of_different_names_do_not_wait_for_each_other():
    with turn("tried"), turn("another") as ours:
        assert ours


def test_a_turn_is_given_back_when_its_work_fails():
    with pytest.raises(ValueError), turn("tried"):
        raise ValueError
    assert elsewhere(taken) == [False]


@pytest.fixture
def done(monkeypatch):
    """What the round did: the system's own work, noted instead of done."""
    noted: list[str] = []
    monkeypatch.setattr(actions, "put_back_stuck_tasks", lambda actor: noted.append("tasks"))
    monkeypatch.setattr(actions, "run_nightly", lambda actor: noted.append("night"))
    return noted


def test_a_worker_does_the_round_and_a_second_one_only_shows_that_it_lives(done):
    with turn(ticking.ROUND):
        elsewhere(ticking.tick)
        assert done == []
    ticking.tick()
    assert done == ["tasks", "night"]
    assert ticking.seconds_since_sign() is not None


def test_a_failing_part_keeps_no_other_from_its_turn(done, monkeypatch):
    def fail(actor: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "put_back_stuck_tasks", fail)
    ticking.tick()
    assert done == ["night"]


@pytest.mark.embedded
def test_a_killed_worker_leaves_its_turn_to_the_next(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert connection.vendor == "sqlite" or pytest.skip("on PostgreSQL the server gives the lock back itself")
    ready, begun = os.pipe()
    child = os.fork()
    if child == 0:
        with turn("tried"):
            os.write(begun, b"x")
            signal.pause()
    os.read(ready, 1)
    assert taken()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert not taken()
