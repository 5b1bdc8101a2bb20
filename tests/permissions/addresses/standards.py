"""Addresses of the standards room: the same law for everybody."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.permissions.table import BOTH, Address


def _one(side: Any) -> dict[str, Any]:
    return {"pk": side.checklist.pk}


LINES = [
    Address("standards:checklists"),
    Address("standards:load", methods=BOTH, works=False,
            post=lambda side: {"file": SimpleUploadedFile("a.csv", "序号,内容\n1,甲\n".encode())}),
    Address("standards:checklist", kwargs=_one),
    Address("standards:export", kwargs=_one),
]  # fmt: skip
