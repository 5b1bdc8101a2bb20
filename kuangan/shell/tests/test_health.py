"""What a monitor asks: database, migrations, worker."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from kuangan.access.models import GrantRecord, separation
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity import guards
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.kinds import VERIFIED
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Outage
from kuangan.shell.management.commands import doctor
from kuangan.shell.queries import health
from kuangan.shell.serving import ticking
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()
    health._seen_complete.clear()
    health._store.clear()
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
    assert (told.pop("worker"), told.pop("round")) == ("silent", "late")
    assert set(told) == {
        "status",
        "database",
        "migrations",
        "seals",
        "disk",
        "guards",
        "clock",
        "records",
        "files",
        "replica",
    }
    assert set(told.values()) == {"degraded", "ok"}


def test_a_process_is_alive_whatever_the_database_does(monkeypatch):
    monkeypatch.setattr("kuangan.shell.web.machine.health", None)
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_a_sign_of_life_makes_it_whole():
    ticking.sign_of_life()
    ticking.note_round()
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
    ticking.note_round()
    monkeypatch.setattr(health, "disk_free", lambda: 1000)
    assert (health.health().word, health.health().parts()["disk"]) == ("degraded", "nearly full")
    monkeypatch.setattr(health, "disk_free", lambda: 10**12)
    monkeypatch.setattr(health, "unsealed_since", lambda: 3600.0)
    assert (health.health().word, health.health().parts()["seals"]) == ("degraded", "late")


def test_robots_are_kept_out_and_the_icon_is_found():
    assert "Disallow: /" in Client().get("/robots.txt").content.decode()
    assert Client().get("/favicon.ico")["Location"].endswith(".svg")


def test_a_store_that_refuses_and_a_replica_that_is_away_are_said(monkeypatch):
    ticking.sign_of_life()
    ticking.note_round()
    monkeypatch.setattr(health.shelves, "probe", refused)
    monkeypatch.setattr(health, "replica_trouble", lambda: "OperationalError")
    told = cast.client(cast.system_admin()).get("/readyz").json()
    assert (told["status"], told["files"], told["replica"]) == ("degraded", "refused or away", "away")
    assert "the object store does not do what it is asked (HTTP 403)" in report_of_doctor()


def refused() -> None:
    raise Outage("the object store does not do what it is asked (HTTP 403)")


def test_a_guard_that_is_gone_is_said_by_readiness_and_doctor():
    ticking.sign_of_life()
    ticking.note_round()
    guards.remove(connection)
    try:
        told = cast.client(cast.system_admin()).get("/readyz").json()
        assert (told["status"], told["guards"]) == ("degraded", "missing")
        assert "guards of the database are missing" in report_of_doctor()
    finally:
        guards.install(connection)
    assert guards.missing(connection) == []


def test_doctor_names_duties_that_are_mixed_already_with_the_mend():
    separation.remove(connection)
    cast.audit_admin(name="审计丙", username="sjb")
    GrantRecord.objects.create(
        user=cast.user("审计丙", username="hkz"), role="city_office", region_code="440700", valid_from=clock.today()
    )
    assert "accounts_apart, grants_apart_insert, grants_apart_update" in report_of_doctor()
    separation.install(connection)
    report = report_of_doctor("zh-hans")
    assert "审计丙一人兼有不得兼任的职责：审计管理员 (sjb)" in report
    assert "(hkz)；请安全管理员" in report


def test_a_worker_that_lives_but_hangs_in_its_round_is_no_worker(monkeypatch):
    ticking.note_round()
    later = clock.real_now() + timedelta(seconds=ticking.LATE_ROUND + 1)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    ticking.sign_of_life()
    told = cast.client(cast.system_admin()).get("/readyz").json()
    assert (told["status"], told["worker"], told["round"]) == ("degraded", "ok", "late")
    assert "has not finished a round" in report_of_doctor()


def test_a_clock_before_the_last_record_is_said_by_readiness_and_doctor():
    ticking.sign_of_life()
    ticking.note_round()
    record(Actor.system("test"), VERIFIED)
    assert health.health().parts()["clock"] == "ok"
    with clock.at(clock.now() - timedelta(hours=2)):
        assert health.health().parts()["clock"] == "behind the last record"
        assert "before the last record of the audit trail: set the clock" in report_of_doctor()


DANGEROUS = {
    "a proxy that is not counted": (
        {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"), "KUANGAN_PROXIES": 0},
        "set KUANGAN_PROXIES to the number of your own proxies",
    ),
    "proxies that are counted and not behind": (
        {"SECURE_PROXY_SSL_HEADER": None, "KUANGAN_PROXIES": 1}, "KUANGAN_BEHIND_PROXY is off: switch it on"
    ),
    "every name of host": ({"ALLOWED_HOSTS": ["*"]}, "KUANGAN_HOSTS admits every name"),
    "no second factor": ({"KUANGAN_MFA_REQUIRED": False}, "take KUANGAN_MFA_REQUIRED=0 away"),
    "development packages": ({}, "development packages are installed (pytest"),
}  # fmt: skip


@pytest.mark.parametrize("name", DANGEROUS)
def test_doctor_knows_dangerous_combinations_and_says_how_to_mend_them(settings, name):
    chosen, words = DANGEROUS[name]
    settings.DEMO = False
    for key, value in chosen.items():
        setattr(settings, key, value)
    assert words in report_of_doctor()


def test_doctor_says_nothing_of_settings_that_are_in_order(settings, monkeypatch):
    settings.DEMO, settings.KUANGAN_MFA_REQUIRED, settings.ALLOWED_HOSTS = False, True, ["kuangan.jiangmen.gov.cn"]
    settings.SECURE_PROXY_SSL_HEADER, settings.KUANGAN_PROXIES = ("HTTP_X_FORWARDED_PROTO", "https"), 1
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    told = report_of_doctor()
    assert not [words for _chosen, words in DANGEROUS.values() if words in told] and "too old" not in told
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (99, 0))
    assert "is too old: install 99.0 or newer" in report_of_doctor()


def test_doctor_speaks_the_bureaus_language_and_english_where_asked(settings, monkeypatch):
    settings.DEMO, settings.KUANGAN_MFA_REQUIRED, settings.SECURE_SSL_REDIRECT = False, False, False
    told = report_of_doctor("zh-hans")
    assert "工作人员登录没有第二重验证：请去掉KUANGAN_MFA_REQUIRED=0" in told and "处需要处理" in told
    assert "security.W008: 系统没有经HTTPS提供" in told and "things to mend" not in told
    monkeypatch.setenv("LANGUAGE", "zh_CN:en")
    assert report_of_doctor("") == told
    monkeypatch.setenv("LANGUAGE", "en")
    assert report_of_doctor("") == report_of_doctor("en") and "things to mend" in report_of_doctor("")


def report_of_doctor(lang: str = "en") -> str:
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", lang=lang, stdout=out)
    return out.getvalue()
