"""Loads a mine roster and lists what is overdue, with nothing but Python's standard library.

    KUANGAN_URL=https://kuangan.example.gov.cn KUANGAN_TOKEN=ka_… python docs/api/example.py roster.csv

The token needs the areas registry:write and duties:read (我的 → 接口令牌).
"""

import json
import os
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

SITE, TOKEN = os.environ["KUANGAN_URL"].rstrip("/"), os.environ["KUANGAN_TOKEN"]


def ask(method: str, path: str, body: bytes = b"", media_type: str = "application/json") -> dict:
    """One request. A write gets a key of its own; sent again with the same key it would do nothing twice."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept-Language": "zh-CN", "Content-Type": media_type}
    if method != "GET":
        headers["Idempotency-Key"] = str(uuid.uuid4())
    request = Request(f"{SITE}/api/v1{path}", body or None, headers, method=method)
    try:
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except HTTPError as error:  # every answer that is no success is a problem (RFC 9457)
        problem = json.load(error)
        told = [f"{one['field']}: {one['detail']}" for one in problem["errors"]]
        raise SystemExit("\n".join([f"{problem['status']} {problem['title']}: {problem['detail']}", *told])) from None


def pages(path: str, **filters: str | int) -> Iterator[dict]:
    """Every row of a list, page by page."""
    cursor = ""
    while cursor is not None:
        found = ask("GET", f"{path}?{urlencode({**filters, 'limit': 200, 'cursor': cursor})}")
        yield from found["items"]
        cursor = found["next_cursor"]


def finished(upload: dict) -> dict:
    """The upload once the worker has done with it; small files are done at once."""
    while upload["job"] and upload["job"]["state"] in {"waiting", "running"}:
        time.sleep(2)
        upload = ask("GET", f"/registry/imports/{upload['id']}")
    if upload["job"] and upload["job"]["state"] == "failed":
        raise SystemExit(upload["job"]["refusal"])
    return upload


def load_roster(file: Path) -> dict:
    """Stage the file, have every row judged, show what has to be mended, apply the rest."""
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="roster{file.suffix}"\r\n\r\n'
    body = head.encode() + file.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    upload = finished(ask("POST", "/registry/imports", body, f"multipart/form-data; boundary={boundary}"))
    upload = finished(ask("POST", f"/registry/imports/{upload['id']}/check", b"{}"))
    for row in pages(f"/registry/imports/{upload['id']}/rows", verdict="bad"):
        for objection in row["objections"]:
            print(f"  {objection['address']} {objection['title']}: {objection['message']}")
    return finished(ask("POST", f"/registry/imports/{upload['id']}/apply"))["counts"]


def main() -> None:
    """Load the roster named on the command line, then list overdue duties."""
    if sys.argv[1:]:
        print("roster:", load_roster(Path(sys.argv[1])))
    for duty in pages("/duties/assignments", state="overdue"):
        print(duty["due_at"], duty["bearer"], duty["title"], sep="\t")


if __name__ == "__main__":
    main()
