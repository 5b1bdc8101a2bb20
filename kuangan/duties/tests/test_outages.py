"""The database goes away, the disk is full: the person is told to wait, nothing is half done, the next try works."""

import errno
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from kuangan.duties import kinds
from kuangan.duties.models import EvidenceFile, Submission
from kuangan.duties.tests.campaign import SYSTEM
from kuangan.duties.tests.web_stage import Scene, pdf, seen
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.files import shelves
from kuangan.foundation.integrity.models import AuditEvent

pytestmark = pytest.mark.django_db


def told_to_wait(answer: HttpResponse) -> bool:
    """Whether the page asks for patience, in words and for programs."""
    return answer.status_code == 503 and "系统暂时不可用" in answer.content.decode() and "Retry-After" in answer


def failing_on(table: str) -> Callable[..., Any]:
    """A database that answers until somebody writes into the table."""

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT") and table in sql:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    return wrapper


def test_when_the_database_goes_away_in_the_last_moment_nothing_was_submitted_and_the_next_try_works(scene: Scene):
    scene.supply()
    officer = scene.as_("officer")
    officer.raise_request_exception = False
    records = AuditEvent.rows.count()
    with connection.execute_wrapper(failing_on("integrity_auditevent")):
        assert told_to_wait(officer.post(scene.url("submit/"), {"note": "", "shown": seen(scene.row())}))
    assert scene.row().state == "open"
    assert not Submission.rows.exists()
    assert AuditEvent.rows.count() == records
    assert officer.post(scene.url("submit/"), {"note": "", "shown": seen(scene.row())}).status_code == 302
    assert Submission.rows.count() == 1


def test_without_a_database_every_page_asks_to_wait(scene: Scene):
    officer = scene.as_("officer")
    officer.raise_request_exception = False

    def away(*_arguments: Any) -> None:
        raise OperationalError("connection refused")

    address = scene.url()
    with connection.execute_wrapper(away):
        for page in ("/", address, "/registry/mines/"):
            assert told_to_wait(officer.get(page)), page
    assert officer.get(address).status_code == 200


def test_a_full_disk_keeps_an_upload_out_and_says_so(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    officer = scene.as_("officer")
    officer.raise_request_exception = False

    def full(*_arguments: Any, **_options: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shelves, "write", full)
        assert told_to_wait(officer.post(scene.url("evidence/report/"), {"files": pdf()}))
    assert not EvidenceFile.rows.exists()
    assert officer.post(scene.url("evidence/report/"), {"files": pdf()}).status_code == 302
    assert EvidenceFile.rows.count() == 1


def test_a_session_that_cannot_be_kept_is_no_session_that_was_ended(scene: Scene):
    """A full disk at sign-in says so; "last seen" of a page that is only read is left for another time."""
    visitor = Client(raise_request_exception=False)
    user = scene.users["officer"]
    user.set_password("Cuiping-2023-shan")
    user.save()

    def full(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")) and "django_session" in sql:
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    officer = scene.as_("officer")
    given = {"login": user.username, "password": "Cuiping-2023-shan"}
    with connection.execute_wrapper(full):
        answer = visitor.post("/account/login/", given)
        assert told_to_wait(answer) and "磁盘已满" in answer.content.decode()
        assert officer.get("/help").status_code == 200
    assert visitor.post("/account/login/", given).status_code == 302


@pytest.mark.embedded
@pytest.mark.django_db(transaction=True)
def test_a_database_file_that_cannot_grow_loses_nothing(scene: Scene):
    scene.supply()
    officer = scene.as_("officer")
    officer.raise_request_exception = False
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        before = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(OperationalError, match="full"):
        while True:  # until no record fits any more, not even the shortest
            record(SYSTEM, kinds.URGED)
    try:
        assert told_to_wait(officer.post(scene.url("submit/"), {"note": "", "shown": seen(scene.row())}))
        assert not Submission.rows.exists()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {before}")
    assert officer.post(scene.url("submit/"), {"note": "", "shown": seen(scene.row())}).status_code == 302
    assert Submission.rows.count() == 1
