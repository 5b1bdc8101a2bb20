"""Text from people stays text: in headers, in logs, in the trail, in pages."""

import logging
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import BadHeaderError, HttpResponse
from django.test import Client
from PIL import Image

from kuangan.access import kinds
from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.logbook import LineFormatter
from tests import cast

pytestmark = [pytest.mark.django_db]
NAMES = [
    'a"; filename="evil.exe', "a\r\nSet-Cookie: x=1.png", "a\nX: y.png", "照片\u202egnp.exe", "..\\..\\x.png",
    "../../etc/passwd", "a;b=c.png", "\x00.png", "名" * 400 + ".png", "“引号”.png", "a\u2028b.png",
]  # fmt: skip


def stored() -> Any:
    held = BytesIO()
    Image.new("RGB", (4, 4)).save(held, "PNG")
    return files.keep(SimpleUploadedFile("x.png", held.getvalue(), "image/png"), allowed=files.IMAGES)


@pytest.mark.parametrize("name", NAMES)
def test_name_of_a_file_cannot_break_out_of_its_header(name: str) -> None:
    try:
        answer = files.serve(stored(), name)
    except BadHeaderError:
        pytest.fail("a name that somebody chose made the file unreadable")
    header = answer["Content-Disposition"]
    answer.close()
    assert "\r" not in header and "\n" not in header and header.isascii()
    shown = unquote(header)
    assert re.fullmatch(r"attachment; filename(=\"[^\"\\]+\"|\*=utf-8''[^\";\s]+)", header), "one parameter, whole"
    assert not {"\u202e", "\u2028", "\x00", "/", "\\"} & set(shown.removeprefix("attachment; filename")), shown
    assert len(shown) < 200


def test_redirects_and_headers_refuse_line_breaks() -> None:
    with pytest.raises(BadHeaderError):
        HttpResponse(headers={"Location": "/a\r\nSet-Cookie: x=1"})


@pytest.mark.parametrize("typed", ["chen\r\nERROR forged line", "x\nforged line", "\x1b[31mforged line"])
def test_what_is_typed_at_sign_in_forges_no_line_of_the_log(
    typed: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/account/login/", {"login": typed, "password": typed}, HTTP_USER_AGENT=f"Mozilla {typed}"[:40])
        client.get("/no/such/page", {"q": typed})
    written = [LineFormatter().format(record) for record in caplog.records]
    assert written and all(len(line.splitlines()) == 1 and "\x1b" not in line for line in written)


def test_what_is_typed_into_a_reason_stays_text_in_trail_and_page() -> None:
    reason = "<script>alert(1)</script>\"'\r\n{{ 7|add:7 }}"
    user = cast.county_reviewer()
    admin = cast.client(cast.security_admin())
    admin.post(f"/access/accounts/{user.pk}/disable/", {"reason": reason})
    event = AuditEvent.objects.unscoped("test").get(kind=kinds.ACCOUNT_DISABLED.name)
    page = cast.client(cast.audit_admin()).get(f"/access/audit/{event.pk}/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page and "{{ 7|add:7 }}" in page


def test_every_download_header_is_made_in_one_of_the_known_ways() -> None:
    root = Path(__file__).parents[2] / "kuangan"
    lines = [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in sorted(root.rglob("*.py"))
        if "tests" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if "Content-Disposition" in line and "content_disposition_header(" not in line
    ]
    unsafe = [line for line in lines if "{quote(" not in line and 'filename="audit-{' not in line]
    allowed = [line for line in unsafe if "file_name}" in line and "exporting.py" in line]
    assert unsafe == allowed, f"use django.utils.http.content_disposition_header or quote(): {unsafe}"
