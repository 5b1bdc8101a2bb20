"""A demo is there before it is over: the play is laid aside between two transactions and gone on with."""

import pickle
import subprocess
import sys
from datetime import date, time, timedelta
from random import Random
from types import SimpleNamespace

import pytest
from django.db import transaction

from kuangan.access.models import User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.shell.actions import move_clock, resume_clock
from kuangan.shell.actions.play import begin_play, go_on_playing
from kuangan.shell.models import Play
from kuangan.shell.serving import ticking
from kuangan.shell.simulation import course
from kuangan.shell.simulation.chance import Chance
from kuangan.shell.simulation.figures import figures
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
END = clock.moment(date(2023, 3, 28), time(9))
SYSTEM = Actor.system("test")


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    yield
    clock.shift(timedelta(0))


def play_on() -> Play:
    """To the end, in pieces so small that each is one act."""
    while (row := go_on_playing(SYSTEM, seconds=0)) is not None and row.finished_at is None:
        pass
    return Play.objects.get()


def test_chance_goes_on_where_it_was_laid_aside():
    chance, same = Chance("a name"), Random("a name")
    for _one in range(3):
        assert [chance.random(), chance.randint(1, 90), chance.choice("abcdef"), chance.getrandbits(77)] == [
            same.random(), same.randint(1, 90), same.choice("abcdef"), same.getrandbits(77)
        ]  # fmt: skip
        chance = pickle.loads(pickle.dumps(chance))
    assert len(pickle.dumps(chance)) < 200


def test_a_play_in_pieces_comes_to_what_a_play_in_one_comes_to(demo):
    with transaction.atomic():
        whole = course.play(2023, 4, END)
        transaction.set_rollback(True)
    begin_play(SYSTEM, seed=2023, mines=4, until=END)
    row = play_on()
    with clock.at(END):
        pieces = figures(Scope.everywhere(), course.Plan.objects.get())
    assert (pieces.states, pieces.submissions, pieces.reviews) == (whole.states, whole.submissions, whole.reviews)
    assert (row.percent, bytes(row.state)) == (100, b"")
    assert go_on_playing(SYSTEM, seconds=0) is None


def test_the_clock_follows_the_play_and_no_record_is_entered_before_an_earlier_one(demo):
    begin_play(SYSTEM, seed=2023, mines=4, until=END)
    go_on_playing(SYSTEM, seconds=0)
    assert clock.today() == course.ISSUED
    play_on()
    assert clock.now() >= END
    entered = list(AuditEvent.rows.order_by("pk").values_list("entered_at", flat=True))
    assert entered == sorted(entered)


def test_what_people_did_meanwhile_stands_and_ends_no_play(demo, monkeypatch):
    begin_play(SYSTEM, seed=2023, mines=4, until=END)
    go_on_playing(SYSTEM, seconds=0)
    monkeypatch.setattr(course.Calendar, "_confirm", refuses)
    monkeypatch.setattr(course.Bearers, "_deliver", fails)
    assert play_on().finished_at is not None


def refuses(*args):
    raise Refused("somebody was faster")


def fails(*args):
    raise LookupError("not foreseen")


def test_a_piece_that_is_cut_off_leaves_the_play_where_it_was(demo, monkeypatch):
    begin_play(SYSTEM, seed=2023, mines=4, until=END)
    go_on_playing(SYSTEM, seconds=0)
    before = Play.objects.values().get()
    monkeypatch.setattr(course.Course, "go_on", interrupted)
    with pytest.raises(KeyboardInterrupt):
        go_on_playing(SYSTEM, seconds=0)
    assert Play.objects.values().get() == before


def interrupted(self, **asked):
    self.day += timedelta(days=3)
    raise KeyboardInterrupt


def test_a_play_that_this_version_cannot_read_or_did_not_seal_ends_where_it_stands(demo):
    row = begin_play(SYSTEM, seed=2023, mines=4, until=END)
    Play.objects.update(state=pickle.dumps(SimpleNamespace(evil=True)))
    assert go_on_playing(SYSTEM, seconds=0).finished_at is not None
    assert Play.objects.get().reached == row.reached


def test_nothing_is_played_over_data(demo):
    cast.county_reviewer()
    with pytest.raises(Refused):
        begin_play(SYSTEM, seed=2023, mines=4, until=END)


def test_nothing_is_played_outside_a_demo():
    with pytest.raises(Refused):
        begin_play(SYSTEM, seed=2023, mines=4, until=END)


def test_the_banner_says_how_far_it_is_and_the_clock_waits(demo):
    begin_play(SYSTEM, seed=2023, mines=4, until=END)
    go_on_playing(SYSTEM, seconds=0)
    browser = cast.client(User.objects.get(username="city"))
    page = browser.get("/help").content.decode()
    assert "还在推演" in page and f"{Play.objects.get().percent}%" in page
    with pytest.raises(Refused):
        move_clock(SYSTEM, clock.now() + timedelta(days=1))
    play_on()
    resume_clock(SYSTEM)
    assert "还在推演" not in browser.get("/help").content.decode()
    move_clock(SYSTEM, clock.now() + timedelta(days=1))


def test_the_worker_plays_before_anything_else_and_then_does_its_round(demo, monkeypatch):
    rounds: list[str] = []
    monkeypatch.setattr(ticking, "tick", lambda: rounds.append("round"))
    begin_play(SYSTEM, seed=2023, mines=4, until=END)
    assert ticking._round() < 1 and not rounds
    play_on()
    assert ticking._round() == ticking.SECONDS and rounds == ["round"]


def test_outside_a_demo_the_worker_does_not_even_load_the_play():
    script = "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; import django; django.setup(); \
import kuangan.shell.serving.ticking, kuangan.shell.actions; \
sys.exit(any(name.startswith('kuangan.shell.simulation') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
