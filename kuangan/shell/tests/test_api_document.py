"""The API's document: kept in the repository, complete, and shown to people without any script of others."""

import json
import re

import pytest
from django.conf import settings

from kuangan.shell.management.commands.openapi import written
from tests.cast import people

KEPT = settings.BASE_DIR / "docs" / "api" / "openapi.json"
HOW = "the API has changed: look at the difference, then run: manage.py openapi > docs/api/openapi.json"


@pytest.fixture(scope="module")
def document():
    return json.loads(written())


def operations(document):
    return [(path, method, told) for path, methods in document["paths"].items() for method, told in methods.items()]


def test_the_kept_document_is_the_present_one():
    assert KEPT.read_text(encoding="utf-8") == written(), HOW


def test_every_operation_tells_every_answer(document):
    reading = {"400", "401", "403", "404", "422", "429", "500"}
    for path, method, told in operations(document):
        wanted = reading if method == "get" else reading | {"409", "411", "413", "415", "503"}
        assert wanted <= set(told["responses"]), f"{method} {path}"
        assert any(status.startswith("2") for status in told["responses"]), f"{method} {path}"


def test_every_write_needs_an_idempotency_key(document):
    key = {"$ref": "#/components/parameters/Idempotency-Key"}
    for path, method, told in operations(document):
        assert (key in told["parameters"]) == (method != "get"), f"{method} {path}"


def test_every_operation_says_which_area_opens_it(document):
    closed = [told["operationId"] for _path, _method, told in operations(document) if not told["x-areas"]]
    assert closed == ["me.whoami"]


def test_every_reference_of_the_document_leads_somewhere(document):
    for target in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document))):
        found = document
        for part in target.split("/"):
            found = found[part]


@pytest.mark.django_db
def test_the_documentation_shows_every_operation_and_loads_nothing_of_others(document):
    page = people.client(people.city_office()).get("/api/v1/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
    for path, _method, told in operations(document):
        assert path in text
        assert f'id="{told["operationId"]}"' in text


@pytest.mark.django_db
def test_the_document_is_served_to_people_who_signed_in():
    assert people.client(people.county_reviewer()).get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")


def test_no_two_shapes_share_a_name():
    """The document knows shapes by their bare names: of two alike one would silently replace the other."""
    from ninja import Schema

    def below(shape):
        for one in shape.__subclasses__():
            yield one
            yield from below(one)

    ours = {
        f"{one.__module__}.{one.__qualname__}": one.__name__ for one in below(Schema) if "kuangan" in one.__module__
    }
    ours = {place: name for place, name in ours.items() if ".tests." not in place}
    shared = {name for name in ours.values() if list(ours.values()).count(name) > 1}
    assert not shared, sorted(place for place, name in ours.items() if name in shared)
