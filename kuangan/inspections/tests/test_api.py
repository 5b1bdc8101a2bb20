"""A check through the API: filled in part by part like on the site, never signed by token."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.tests import stage
from tests import cast
from tests.permissions.test_api_matrix import token_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def send(mine):
    headers = {"Authorization": f"Bearer {token_for(cast.principal(mine), ['inspections:write'])}"}
    browser = Client()

    def sent(path, body=None, **more):
        address = f"/api/v1/inspections/{path}"
        if body is None:
            return browser.get(address, more, headers=headers)
        told = {**headers, "Idempotency-Key": uuid4().hex}
        return browser.post(address, json.dumps(body), content_type="application/json", headers=told)

    return sent


def test_a_check_is_filled_in_part_by_part_and_tells_what_is_missing(mine, send):
    heads, day = stage.criteria(), clock.today().isoformat()
    made = send("checks", {"mine_id": mine.pk, "checked_on": day}).json()
    base = f"checks/{made['id']}"
    told = [{"name": name, "post": post} for name, post in stage.PEOPLE]
    send(f"{base}/basics", {"checked_on": day, "began": "08:00", "ended": "11:30", "people": told})
    send(f"{base}/areas", {"name": "北帮", "looked_at": "台阶坡面", "result": "clear"})
    answers = [{"criterion_id": heads[0].pk, "answer": "absent"}, {"criterion_id": heads[1].pk, "answer": "present"}]
    send(f"{base}/answers", {"answers": answers})
    found = {"place": "南帮", "description": "最终边坡台阶高度超过设计", "criterion_id": heads[1].pk}
    whole = send(f"{base}/findings", {**found, "focus_area": "major_hazards"}).json()
    assert [one["grade"] for one in whole["findings"]] == ["suspected"] and len(whole["missing"]) == 1
    assert Hazard.rows.get().source == "monthly_check" and not whole["counts"]
    assert send("checks", month=f"{clock.today():%Y-%m}").json()["items"][0]["id"] == made["id"]
    assert [one["mine_id"] for one in send("mines-without-check").json()["items"]] == [mine.pk]


def test_a_token_never_signs_and_a_refusal_names_its_field(mine, send):
    stage.criteria()
    made = send("checks", {"mine_id": mine.pk, "checked_on": clock.today().isoformat()}).json()
    assert send(f"checks/{made['id']}/signature", {}).status_code == 403
    refused = send(f"checks/{made['id']}/areas", {"name": "北帮", "result": "found", "words": "无"})
    assert refused.status_code in (409, 422) and "发现了什么" in refused.content.decode()
    assert MonthlyCheck.rows.get().is_draft
