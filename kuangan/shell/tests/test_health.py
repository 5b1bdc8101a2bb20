"""What a monitor asks: database, migrations, worker."""

import pytest
from django.core.cache import cache
from django.test import Client

from kuangan.shell.queries import health
from kuangan.shell.serving import ticking

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()
    health._seen_complete.clear()
    yield
    cache.clear()
    health._seen_complete.clear()


def test_without_a_worker_pages_are_served_but_the_answer_says_so():
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "database": "ok", "migrations": "ok", "worker": "silent"}


def test_a_sign_of_life_makes_it_whole():
    ticking.sign_of_life()
    assert Client().get("/healthz").json()["status"] == "ok"


def test_missing_migrations_take_it_down(monkeypatch):
    monkeypatch.setattr(health, "unapplied_migrations", lambda: 2)
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "missing"


def test_a_silent_database_takes_it_down(monkeypatch):
    from django.db import OperationalError

    def fail():
        raise OperationalError("gone")

    monkeypatch.setattr(health.connection, "ensure_connection", fail)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, "down")


def test_robots_are_kept_out_and_the_icon_is_found():
    assert "Disallow: /" in Client().get("/robots.txt").content.decode()
    assert Client().get("/favicon.ico")["Location"].endswith(".svg")
