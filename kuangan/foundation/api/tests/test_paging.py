"""Cursor pages: every row once, in order, whatever happens between two pages."""

import json

import pytest

from kuangan.foundation.api import limits
from kuangan.foundation.api.models import Allowance
from kuangan.foundation.api.tests.stand import send

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def rows():
    limits.forget()
    send("GET", "/things")  # takes the caller's own row
    Allowance.objects.exclude(caller="token:ka_one").delete()
    Allowance.objects.bulk_create(Allowance(caller=f"row {number}", minute=0) for number in range(7))


def page(query: str) -> dict:
    response = send("GET", f"/things?{query}")
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def test_pages_add_up_to_the_list():
    seen, cursor = [], ""
    while True:
        found = page(f"limit=3&cursor={cursor}")
        seen += [one["caller"] for one in found["items"]]
        cursor = found["next_cursor"]
        if cursor is None:
            break
        Allowance.objects.create(caller=f"late {len(seen)}", minute=0)
    assert seen[1:8] == [f"row {number}" for number in range(7)]
    assert len(seen) == len(set(seen))


def test_a_cursor_fits_only_the_list_that_gave_it():
    cursor = page("limit=3")["next_cursor"]
    assert send("GET", f"/things?limit=3&cursor={cursor}").status_code == 200
    assert send("GET", f"/things?limit=3&other=1&cursor={cursor}").status_code == 422
    assert send("GET", f"/things?limit=3&cursor={cursor}x").status_code == 422


def test_the_limit_may_change_between_pages():
    cursor = page("limit=2")["next_cursor"]
    assert len(page(f"limit=200&cursor={cursor}")["items"]) == 6
