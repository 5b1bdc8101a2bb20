"""Characters no database keeps, numbers beyond every range, days that no calendar knows: a sentence, never a fault.

Every address and every operation is asked with such values wherever values arrive: path, query, headers, cookies,
fields, JSON, names of files. KUANGAN_FUZZ_EXAMPLES asks for more of them.
"""

import os
import random
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from kuangan.foundation.api import areas, limits
from kuangan.foundation.authority.roles import Role
from tests.house.test_urls import addresses
from tests.permissions import operations
from tests.permissions.addresses import TABLE
from tests.permissions.asking import ask
from tests.permissions.calling import call
from tests.permissions.expecting import holds, url_of, verb_of
from tests.permissions.table import INSIDE
from tests.permissions.test_api_matrix import SPECS, token_for

pytestmark = pytest.mark.usefixtures("db")
EXAMPLES = int(os.environ.get("KUANGAN_FUZZ_EXAMPLES", "60"))
VIEWS = {name: view for _route, name, view in addresses(get_resolver())}
HUGE = ("9" * 19, "9" * 40, "-" + "9" * 25, "1" * 5000, str(2**63), str(2**31), "1e999999999", "1E+400", "-1e-999999",
        "NaN", "Infinity", "0.0000000000000000000000000001")  # fmt: skip
DAYS = ("9999-12-31", "0001-01-01", "0000-01-01", "10000-01-01", "9999-12-31T23:59:59+00:00",
        "0001-01-01T00:00:00+14:00", "99991231", "9999-12", "0001-01", "99:99", "٩٩٩٩-١٢-٣١")  # fmt: skip
BROKEN = ("\x00", "a\x00b", "\ud800", "a\udfffb", "\x00" * 40)
_HALF = re.compile("[\ud800-\udfff]")


def cases(kind: str) -> list[tuple[str, str, str]]:
    """Keys of lines, places and values: a fixed draw that meets every line, of EXAMPLES for each sort of value."""
    keys = sorted(TABLE if kind == "page" else operations.TABLE)
    draw = random.Random(f"kuangan {kind}")
    places = ("header", "cookie", "file")
    found = []
    for number in range(max(EXAMPLES, 1)):
        place = places[number % len(places)]
        found.append((keys[draw.randrange(len(keys))], place, draw.choice(HUGE + DAYS + BROKEN)))
    return found


def _drawn(draw: random.Random) -> list[str]:
    """Values for one address."""
    every = HUGE + DAYS + BROKEN
    return draw.sample(every, min(len(every), max(1, EXAMPLES // 60)))


def spoilt(body: Any, value: str) -> Any:
    """A body with every value replaced, down to the last list."""
    if isinstance(body, dict):
        return {name: spoilt(one, value) for name, one in body.items()}
    if isinstance(body, list):
        return [spoilt(one, value) for one in body]
    return body if isinstance(body, SimpleUploadedFile) else value


def _with_files(body: Any, value: str) -> str:
    """The value as a form with files can carry it: half a character cannot be written there at all."""
    has_files = isinstance(body, dict) and any(isinstance(one, SimpleUploadedFile) for one in body.values())
    return _HALF.sub("\x00", value) if has_files else value


def _quoted(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"))


def _at_the_end(url: str, value: str) -> str:
    """The address with its last number replaced."""
    return re.sub(r"\d+(?=\D*$)", _quoted(value), url.partition("?")[0])


def _shown(answer: Any) -> bool:
    """A refusal says why, in Chinese."""
    return answer.status not in (400, 411) or bool(re.search("[一-鿿]{6,}", answer.content.decode()))


@pytest.mark.parametrize("key", sorted(TABLE))
def test_no_page_fails_over_what_cannot_be_kept(key: str, world: Any) -> None:
    line, side = TABLE[key], world.sides[INSIDE]
    verb = verb_of(line.name, VIEWS[line.name])
    role = next((role for role in Role if holds(verb, world.actors[role])), Role.CITY_OFFICE)
    url, draw = url_of(line, side), random.Random(key)
    fields = {**dict.fromkeys(("q", "page", "since", "until", "mine", "month", "day", "state", "region"), ""),
              **line.post(side)}  # fmt: skip
    for value in _drawn(draw):
        query = "&".join(f"{name}={_quoted(value)}" for name in fields)
        asked = [("GET", f"{url.partition('?')[0]}?{query}", None), ("GET", _at_the_end(url, value), None)]
        if "POST" in line.methods:
            asked.append(("POST", url, spoilt({**fields, **_fields_of(world, role, url)}, value)))
        for method, where, body in asked:
            answer = ask(method, where, world.sessions[role], _sendable(body))
            assert answer.status < 500, f"{method} {where[:200]} {value[:20]!r}: {answer.failure}"
            assert _shown(answer)


def _fields_of(world: Any, role: Role, url: str) -> dict[str, str]:
    """The fields of the page's own forms, by their names."""
    page = ask("GET", url, world.sessions[role])
    names = re.findall(r'name="([a-zA-Z][\w.-]*)"', page.text)
    return dict.fromkeys(set(names) - {"csrfmiddlewaretoken"}, "")


def _sendable(value: Any) -> Any:
    """A browser cannot send half a character in a form; its bytes can."""
    if isinstance(value, dict):
        return {name: _sendable(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_sendable(one) for one in value]
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) and _HALF.search(value) else value


@pytest.mark.parametrize("key", sorted(operations.TABLE))
def test_no_operation_fails_over_what_cannot_be_kept(key: str, world: Any) -> None:
    line, side = operations.TABLE[key], world.sides[INSIDE]
    url, draw = url_of(line, side), random.Random(key)
    limits.forget()
    spec = SPECS[key]
    role = next((role for role in Role if holds(spec.verb, world.actors[role])), Role.CITY_OFFICE)
    token = token_for(world.users[role], list(areas.known()))
    for value in _drawn(draw):
        query = "&".join(f"{name}={_quoted(value)}" for name in ("cursor", "limit", "mine", "since", "q", "day"))
        given = line.post(side) if spec.writes else None
        method, body = spec.method, spoilt(given, _with_files(given, value)) if spec.writes else None
        for where in (f"{url.partition('?')[0]}?{query}", _at_the_end(url, value), url):
            answer = call(method, where, token, body)
            assert answer.status < 500, f"{method} {where[:200]} {value[:20]!r}: {answer.failure}"
            assert _shown(answer)


@pytest.mark.parametrize(("key", "place", "value"), cases("page"))
def test_headers_cookies_and_names_of_files_are_guarded_too(key: str, place: str, value: str, world: Any) -> None:
    url = url_of(TABLE[key], world.sides[INSIDE])
    browser = Client(raise_request_exception=False)
    raw = value.encode("utf-8", "surrogatepass").decode("latin-1")  # as a server hands headers on
    browser.cookies["sessionid"] = raw if place == "cookie" else world.sessions[Role.CITY_OFFICE]
    headers = {"X-Request-ID": raw, "Accept-Language": raw, "HX-Current-URL": raw} if place == "header" else {}
    if place == "file":
        upload = SimpleUploadedFile(_HALF.sub("\x00", value).replace("/", "") or "a", b"%PDF-1.4", "application/pdf")
        answer = browser.post(url, {"file": upload, "files": upload, "photos": upload}, headers=headers)
    else:
        answer = browser.get(url, headers=headers)
    assert answer.status_code < 500, f"{url} {place} {value[:20]!r}"
