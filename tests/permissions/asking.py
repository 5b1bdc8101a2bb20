"""One request of somebody, looked at closely and undone."""

import html
import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.utils import translation

from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import UnscopedRead

_WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
TRAIL = AuditEvent._meta.db_table
OF_THE_SESSION = frozenset({"django_session", "usersessions_usersession", "access_user_last_login"})
_SITE = ClientHandler(enforce_csrf_checks=False)
"""One site for all browsers: building the middleware anew would take as long as the request itself."""
_TEXTS = ("text/", "application/json", "application/javascript", "application/xml")


@dataclass
class Answer:
    """What came back, and what the request did to the database before it was undone."""

    status: int
    headers: dict[str, str]
    content: bytes
    written: list[str] = field(default_factory=list)
    trail: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    failure: str = ""

    @property
    def changed(self) -> list[str]:
        """Tables of records that were written to, sessions and the trail apart."""
        return sorted(set(self.written) - OF_THE_SESSION - {TRAIL})

    @property
    def text(self) -> str:
        """Everything that can be read in the answer, inside workbooks too."""
        if self.content[:2] == b"PK":
            with zipfile.ZipFile(BytesIO(self.content)) as book:
                return "\n".join(html.unescape(book.read(name).decode("utf-8", "replace")) for name in book.namelist())
        kind = self.headers.get("Content-Type", "")
        return html.unescape(self.content.decode("utf-8", "replace")) if kind.startswith(_TEXTS) else ""


class _Spy:
    """Writes down which tables are written to."""

    def __init__(self) -> None:
        self.tables: list[str] = []

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITE.match(str(sql)):
            self.tables.append(found.group(1))
        return execute(sql, params, many, context)


def ask(
    method: str, url: str, session: str | None, body: dict[str, Any] | None = None, *, htmx: bool = False
) -> Answer:
    """Send one request as the holder of a session (None: a visitor); nothing of it remains."""
    browser = Client(raise_request_exception=False)
    browser.handler = _SITE
    if session:
        browser.cookies["sessionid"] = session
    headers = {"HX-Request": "true"} if htmx else {}
    last = AuditEvent.rows.order_by("-id").values_list("id", flat=True).first() or 0
    with transaction.atomic():
        spy = _Spy()
        with connection.execute_wrapper(spy):
            sender = browser.get if method == "GET" else browser.post
            response = sender(url, body or {}, headers=headers)
            content = b"".join(response.streaming_content) if response.streaming else response.content
        trail = list(AuditEvent.rows.filter(id__gt=last).order_by("id").values_list("kind", "details"))
        transaction.set_rollback(True)
    translation.activate("zh-hans")
    failure = _failure(response)
    return Answer(response.status_code, dict(response.headers), content, spy.tables, trail, failure)


def _failure(response: Any) -> str:
    caught = getattr(response, "exc_info", None)
    if not caught:
        return ""
    error, trace = caught[1], caught[2]
    while trace.tb_next is not None and "kuangan" in trace.tb_next.tb_frame.f_code.co_filename:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    hint = " (a read without a scope)" if isinstance(error, UnscopedRead) else ""
    return f"{type(error).__name__}: {error}{hint} at {place}"
