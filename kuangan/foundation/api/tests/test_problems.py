"""Every answer that is no success is a problem, in the language that was asked for."""

import json

import pytest

from kuangan.foundation.api import limits
from kuangan.foundation.api.models import Allowance
from kuangan.foundation.api.tests.stand import send

pytestmark = [pytest.mark.django_db]
KEY = {"Idempotency-Key": "problem-0001"}


@pytest.fixture(autouse=True)
def fresh():
    limits.forget()


def told(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["status"] == response.status_code
    assert body["type"].startswith("urn:kuangan:problem:")
    return body


@pytest.mark.parametrize(
    ("slug", "method", "where", "body", "headers"),
    [
        ("unauthenticated", "GET", "/things", b"", {"Authorization": "Bearer unknown"}),
        ("unauthenticated", "GET", "/things", b"", {"Authorization": "Basic a2E6a2E="}),
        ("not-found", "GET", "/elsewhere", b"", {}),
        ("method-not-allowed", "PUT", "/things", b"{}", KEY),
        ("malformed", "POST", "/things", b'{"caller": "a"}', {}),
        ("malformed", "POST", "/things", b'{"caller": "a"}', {"Idempotency-Key": "short"}),
        ("malformed", "POST", "/things", b"{not json", KEY),
        ("malformed", "POST", "/things", b'{"caller": NaN}', KEY),
        ("malformed", "POST", "/things", b'{"caller": "a\\u0000"}', KEY),
        ("malformed", "GET", "/things?cursor=%00", b"", {}),
        ("malformed", "POST", "/things", b'{"caller": "\\ud800"}', KEY),
        ("unsupported-media-type", "POST", "/things", b"a=b", {**KEY, "Content-Type": "text/plain"}),
        ("invalid", "GET", "/things?limit=0", b"", {}),
        ("invalid", "GET", "/things/nine", b"", {}),
        ("invalid", "GET", "/things?cursor=forged", b"", {}),
        ("invalid", "POST", "/things", b'{"caller": "", "more": 1}', KEY),
        ("refused", "POST", "/things", b'{"caller": "a", "fail": "refused"}', KEY),
        ("invalid", "POST", "/things", b'{"caller": "a", "fail": "field"}', KEY),
        ("forbidden", "POST", "/things", b'{"caller": "a", "fail": "forbidden"}', KEY),
        ("not-found", "POST", "/things", b'{"caller": "a", "fail": "outside"}', KEY),
        ("failed", "POST", "/things", b'{"caller": "a", "fail": "bug"}', KEY),
    ],
)
def test_what_goes_wrong_is_a_problem_of_its_type(slug, method, where, body, headers):
    response = send(method, where, body, **headers)
    assert told(response)["type"] == f"urn:kuangan:problem:{slug}"
    assert not Allowance.objects.filter(caller="a").exists()


def test_a_body_that_is_too_large_is_not_read(settings):
    settings.KUANGAN_API_BODY_BYTES = 10
    response = send("POST", "/things", b'{"caller": "somebody"}', **KEY)
    assert told(response)["type"] == "urn:kuangan:problem:too-large"
    assert response.status_code == 413


def test_a_missing_token_is_asked_for_as_the_standard_says():
    response = send("GET", "/things", Authorization="")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_body_of_too_many_levels_is_told_so():
    body = told(send("POST", "/things", b'{"caller": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", **KEY))
    assert body["type"] == "urn:kuangan:problem:malformed" and "层次" in body["detail"]


def test_a_method_that_is_not_answered_is_told_which_are():
    assert send("PUT", "/things", b"{}", **KEY).headers["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    ("asked", "language", "words"),
    [
        ("", "zh-hans", "有内容需要更正"),
        ("fr", "zh-hans", "有内容需要更正"),
        ("zh-CN,en;q=0.5", "zh-hans", "有内容需要更正"),
        ("en-GB,zh;q=0.5", "en", "Something has to be corrected"),
    ],
)
def test_problems_speak_the_language_that_was_asked_for(asked, language, words):
    response = send("GET", "/things?limit=300", **{"Accept-Language": asked})
    assert response.headers["Content-Language"] == language
    assert told(response)["title"] == words


def test_every_wrong_field_is_named():
    body = told(send("POST", "/things", b'{"caller": "", "more": 1}', **KEY))
    assert {one["field"] for one in body["errors"]} == {"caller", "more"}
    assert {one["detail"] for one in body["errors"]} == {"没有这个项目。", "至少1个字符。"}


def test_a_fault_of_ours_tells_nothing_of_the_inside():
    body = told(send("POST", "/things", b'{"caller": "a", "fail": "bug"}', **KEY))
    assert "ZeroDivision" not in json.dumps(body)
