"""Reports of the content policy: anybody may send them, so little is believed and nothing of a person is kept."""

import json
import logging
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from kuangan.shell.models import Violation
from kuangan.shell.web import reports
from tests import cast

pytestmark = [pytest.mark.django_db]
URL = "/csp-report"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def send(body: Any, kind: str = "application/csp-report", **extra: Any) -> int:
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return Client(enforce_csrf_checks=True).post(URL, text, content_type=kind, **extra).status_code


def old(**told: str) -> dict[str, Any]:
    body = {"violated-directive": "script-src 'self'", "blocked-uri": "https://evil.example/x.js?who=chen",
            "document-uri": "http://testserver/duties/4711/?q=13800001234", **told}  # fmt: skip
    return {"csp-report": body}


def test_report_is_counted_without_numbers_names_and_queries(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert send(old()) == 204 and send(old()) == 204
    row = Violation.objects.get()
    assert (row.directive, row.blocked, row.page, row.count) == ("script-src", "https://evil.example", "duties:duty", 2)
    said = str(vars(row)) + caplog.text
    assert not [secret for secret in ("4711", "13800001234", "who=chen", "127.0.0.1") if secret in said]


def test_new_format_counts_each_violation_up_to_five() -> None:
    one = {"type": "csp-violation", "body": {"effectiveDirective": "style-src-attr", "blockedURL": "inline",
           "documentURL": "http://testserver/help"}}  # fmt: skip
    assert send([one] * 9, "application/reports+json") == 204
    row = Violation.objects.get()
    assert (row.directive, row.blocked, row.page, row.count) == ("style-src-attr", "inline", "shell:help", 5)


@pytest.mark.parametrize(
    "body",
    ["", "no json", "[]", "{}", '{"csp-report": 7}', '[{"type": "csp-violation"}]', "[" * 5000, b"\xff\xfe",
     json.dumps(old(**{"violated-directive": "<script>"})), json.dumps(old(**{"blocked-uri": "http://[bad"}))],
)  # fmt: skip
def test_nonsense_is_answered_and_forgotten(body: Any) -> None:
    assert send(body) == 204 and not Violation.objects.exists()


def test_line_breaks_reach_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        send(old(**{"blocked-uri": "https://a\r\nERROR forged line", "document-uri": "http://x/\nERROR forged"}))
    assert "forged" not in caplog.text


def test_large_reports_are_not_read() -> None:
    assert send("x" * (reports.LARGEST_BYTES + 1)) == 413


def test_one_address_is_stopped_before_it_can_flood() -> None:
    answers = [send(old(), REMOTE_ADDR="10.0.0.1") for _number in range(reports.MOST_OF_ONE + 2)]
    assert answers[-2:] == [429, 429] and Violation.objects.get().count == reports.MOST_OF_ONE
    assert send(old(), REMOTE_ADDR="10.0.0.2") == 204


def test_invented_kinds_fill_a_bounded_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kuangan.shell.actions.violations.KINDS_A_DAY", 3)
    monkeypatch.setattr(reports, "MOST_OF_ONE", 50)
    for number in range(9):
        send(old(**{"blocked-uri": f"https://h{number}.example/"}))
    assert Violation.objects.count() == 4
    assert Violation.objects.get(directive="other").count == 6


def test_get_and_form_posts_are_refused_or_forgotten() -> None:
    assert Client().get(URL).status_code == 405


def test_counters_are_shown_to_the_system_administrator_only() -> None:
    send(old())
    page = cast.client(cast.system_admin()).get("/administration/violations")
    assert page.status_code == 200 and "evil.example" in page.content.decode()
    assert "/administration/violations" in cast.client(cast.system_admin()).get("/administration").content.decode()
    for who in (cast.security_admin(), cast.audit_admin(), cast.city_office()):
        assert cast.client(who).get("/administration/violations").status_code == 403
