"""What a monitor asks: database, migrations, worker."""

import pytest
from django.core.cache import cache
from django.test import Client

from kuangan.shell.queries import health
from kuangan.shell.serving import ticking
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()
    health._seen_complete.clear()
    yield
    cache.clear()
    health._seen_complete.clear()


def test_without_a_worker_pages_are_served_but_the_answer_says_so():
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "degraded"})


def test_an_administrator_learns_what_is_amiss_and_a_stranger_does_not():
    assert set(Client().get("/readyz").json()) == {"status"}
    assert set(cast.client(cast.county_reviewer()).get("/readyz").json()) == {"status"}
    told = cast.client(cast.system_admin()).get("/readyz").json()
    assert told["worker"] == "silent" and told["database"] == told["seals"] == told["disk"] == "ok"


def test_a_process_is_alive_whatever_the_database_does(monkeypatch):
    monkeypatch.setattr("kuangan.shell.web.machine.health", None)
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_a_sign_of_life_makes_it_whole():
    ticking.sign_of_life()
    assert Client().get("/readyz").json()["status"] == "ok"


def test_missing_migrations_take_it_down(monkeypatch):
    monkeypatch.setattr(health, "unapplied_migrations", lambda: 2)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "down"})
    assert health.health().parts()["migrations"] == "missing"


def test_a_silent_database_takes_it_down(monkeypatch):
    from django.db import OperationalError

    def fail():
        raise OperationalError("gone")

    monkeypatch.setattr(health.connection, "ensure_connection", fail)
    assert Client().get("/readyz").status_code == 503
    assert health.health().parts()["database"] == "down"


def test_a_nearly_full_disk_and_records_without_a_seal_call_somebody(monkeypatch):
    ticking.sign_of_life()
    monkeypatch.setattr(health, "disk_free", lambda: 1000)
    assert (health.health().word, health.health().parts()["disk"]) == ("degraded", "nearly full")
    monkeypatch.setattr(health, "disk_free", lambda: 10**12)
    monkeypatch.setattr(health, "unsealed_since", lambda: 3600.0)
    assert (health.health().word, health.health().parts()["seals"]) == ("degraded", "late")


def test_robots_are_kept_out_and_the_icon_is_found():
    assert "Disallow: /" in Client().get("/robots.txt").content.decode()
    assert Client().get("/favicon.ico")["Location"].endswith(".svg")
