"""One API request of somebody with a token, looked at closely and undone."""

import json
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT, encode_multipart
from django.utils import translation

from kuangan.foundation.integrity.models import AuditEvent
from tests.permissions.asking import _SITE, TRAIL, Answer, _failure, _Spy

OF_THE_MACHINERY = frozenset({"api_replay", "api_allowance", "access_apitoken", "integrity_seal"})
"""Written by the API itself whatever is asked: kept answers, counters, the hour of last use."""
_BOUNDARY = "kuangan"
_keys = count(1)


def call(method: str, url: str, token: str | None, body: dict[str, Any] | None = None, **headers: str) -> Answer:
    """Send one request with a token (None: without); nothing of it remains. A body with a file is sent as a form."""
    browser = Client(raise_request_exception=False)
    browser.handler = _SITE
    told = {"Idempotency-Key": f"matrix-{next(_keys):06d}", "Accept-Language": "zh-CN", **headers}
    if token:
        told["Authorization"] = f"Bearer {token}"
    last = AuditEvent.rows.order_by("-id").values_list("id", flat=True).first() or 0
    with transaction.atomic():
        spy = _Spy()
        with connection.execute_wrapper(spy):
            data, kind = _encoded(body) if method != "GET" else (b"", "application/json")
            response = browser.generic(method, url, data, content_type=kind, headers=told)
            content = b"".join(response.streaming_content) if response.streaming else response.content
        trail = list(AuditEvent.rows.filter(id__gt=last).order_by("id").values_list("kind", "details"))
        transaction.set_rollback(True)
    translation.activate("zh-hans")
    return Answer(response.status_code, dict(response.headers), content, spy.tables, trail, _failure(response))


def _encoded(body: dict[str, Any] | None) -> tuple[bytes, str]:
    if body and any(isinstance(value, SimpleUploadedFile) for value in body.values()):
        return encode_multipart(_BOUNDARY, body), MULTIPART_CONTENT.replace("BoUnDaRyStRiNg", _BOUNDARY)
    return json.dumps(body or {}, default=str).encode(), "application/json"


def changed(answer: Answer) -> list[str]:
    """Tables of records that were written to."""
    return sorted(set(answer.written) - OF_THE_MACHINERY - {TRAIL})
