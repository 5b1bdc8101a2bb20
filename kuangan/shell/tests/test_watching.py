"""What a machine sees: figures behind their guard, one line per request, and nobody's data in either."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.test import Client, RequestFactory

from config import deployment
from config.environment import BASE_DIR
from kuangan.foundation.kernel import logbook
from kuangan.shell.watching import requests as watching
from tests import cast

pytestmark = pytest.mark.django_db
TOKEN = "a-long-token-for-the-collector"


@pytest.fixture
def lines():
    """Every line that the log would hold, as the JSON formatter writes it."""
    written: list[str] = []
    former: dict[str, int] = {}

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    keeper = Keeper()
    keeper.setFormatter(logbook.json_formatter())
    for name in ("kuangan.requests", "kuangan.failures"):
        former[name] = logging.getLogger(name).level
        logging.getLogger(name).setLevel(logging.INFO)
        logging.getLogger(name).addHandler(keeper)
    yield written
    for name, level in former.items():
        logging.getLogger(name).removeHandler(keeper)
        logging.getLogger(name).setLevel(level)


def test_figures_do_not_exist_unless_asked_for():
    assert Client().get("/metrics").status_code == 404


def test_figures_open_to_the_token_only(settings):
    settings.KUANGAN_METRICS, settings.KUANGAN_METRICS_TOKEN = True, TOKEN
    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    said = answer.content.decode()
    for name in ("kuangan_requests_total", "kuangan_request_seconds_bucket", 'kuangan_tasks{state="queued"}',
                 "kuangan_duties_overdue", "kuangan_audit_unsealed", "kuangan_disk_free_bytes"):  # fmt: skip
        assert name in said


def test_without_a_token_figures_stay_on_this_machine(settings):
    settings.KUANGAN_METRICS, settings.KUANGAN_METRICS_TOKEN = True, ""
    assert Client().get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.9").get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"X-Forwarded-For": "192.0.2.9"}).status_code == 404


def test_requests_are_counted_by_view_and_status_and_never_by_address(settings):
    settings.KUANGAN_METRICS, settings.KUANGAN_METRICS_TOKEN = True, ""
    Client().get("/robots.txt")
    Client().get("/no-such-place/441900197001011234")
    said = Client().get("/metrics").content.decode()
    assert 'kuangan_requests_total{method="GET",status="200",view="shell:robots"}' in said
    assert 'status="404",view="-"' in said
    assert "441900197001011234" not in said


@pytest.mark.embedded
def test_counts_of_several_processes_are_added_up(tmp_path):
    script = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from kuangan.shell.watching import figures
if os.fork() == 0:
    from prometheus_client import values
    figures.count_request("shell:robots", "GET", 200, 0.01)
    figures.count_request("shell:robots", "GET", 200, 0.01)
    os._exit(0)
os.wait()
figures.count_request("shell:robots", "GET", 200, 0.01)
sys.stdout.write(figures.counted().decode())
"""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    told = {"KUANGAN_TESTING": "1", "KUANGAN_METRICS": "1", "KUANGAN_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**environment, **told},
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert 'kuangan_requests_total{method="GET",status="200",view="shell:robots"} 3.0' in done.stdout
    assert list((tmp_path / "figures").glob("*.db"))


def test_a_line_tells_view_status_and_account_number_and_nothing_of_people(lines):
    officer = cast.county_reviewer(name="陈主任")
    answer = cast.client(officer).get("/search?q=石龙石场&phone=13800138000", HTTP_USER_AGENT="陈主任的手机")
    told = json.loads(lines[-1])
    assert set(told) <= {"time", "level", "from", "message", *logbook.REQUEST_FIELDS}
    assert (told["view"], told["status"], told["actor"]) == ("shell:search", 200, officer.pk)
    assert told["request"] == answer[watching.HEADER]
    assert not any(word in "".join(lines) for word in ("石龙", "13800138000", "陈主任", "q=", officer.username))


@pytest.mark.parametrize("form", [logbook.LineFormatter(), logbook.json_formatter()])
def test_a_line_break_in_a_path_or_a_name_begins_no_line_of_its_own(form):
    evil = "张三\r\n2026-01-01 CRITICAL root all is lost\u2028\x1b[31m\x00"
    record = logging.LogRecord("kuangan.requests", logging.INFO, "", 0, "request of %s", (evil,), None)
    record.view, record.request = evil, evil
    written = form.format(record)
    assert len(written.splitlines()) == 1
    assert "\x1b" not in written and "\x00" not in written
    assert "张三" in written


def test_a_hostile_address_reaches_no_line(lines):
    Client().get("/duties/%0a2026-01-01%20CRITICAL%20root/\n", headers={"X-Request-ID": "abc\ndef 12345678"})
    assert lines and all(len(line.splitlines()) == 1 and "CRITICAL" not in line for line in lines)


def test_the_number_of_a_request_is_ours_unless_our_proxy_gave_it(settings):
    given = {"X-Request-ID": "0123456789abcdef-proxy"}
    assert Client().get("/robots.txt", headers=given)[watching.HEADER] != given["X-Request-ID"]
    settings.KUANGAN_PROXIES = 1
    assert Client().get("/robots.txt", headers=given)[watching.HEADER] == given["X-Request-ID"]
    spoilt = {"X-Request-ID": "0123456789 abcdef"}
    assert Client().get("/robots.txt", headers=spoilt)[watching.HEADER] != spoilt["X-Request-ID"]


@pytest.mark.parametrize("form", [logbook.LineFormatter(), logbook.json_formatter()])
def test_a_failure_is_told_by_kind_and_place_without_its_values(form):
    try:
        raise ValueError("Key (phone)=(13800138000) already exists")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "request failed", (), sys.exc_info())
    written = form.format(record)
    assert "13800138000" not in written
    assert "builtins.ValueError" in written and "test_watching.py" in written


def test_an_unforeseen_failure_leaves_its_place_in_the_log(lines):
    request = RequestFactory().get("/")
    try:
        raise RuntimeError("李老板")
    except RuntimeError:
        watching.tell_failure(request)
    assert "RuntimeError at kuangan/shell/tests/test_watching.py" in lines[-1] and "李老板" not in lines[-1]


def test_libraries_that_log_names_are_quiet():
    told = deployment.loggers("WARNING")
    assert told["loggers"]["axes"] == told["loggers"]["django.request"] == {"handlers": ["nowhere"], "propagate": False}
    assert told["handlers"]["nowhere"]["class"] == "logging.NullHandler"
