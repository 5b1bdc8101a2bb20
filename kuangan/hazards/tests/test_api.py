"""The API of hazards: the same acts and reads as the pages, by token."""

import json
from datetime import date, time, timedelta
from itertools import count
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kuangan.access import rules
from kuangan.access.models import ApiToken
from kuangan.foundation.api import areas, limits
from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import Grade
from kuangan.hazards.tests import stage
from tests.cast import people, places
from tests.permissions.sides import picture

pytestmark = pytest.mark.django_db
_keys = count(1)


@pytest.fixture
def scene():
    """A mine of 开平 with a token for everybody around it."""
    limits.forget()
    for code in (places.JIANGMEN, places.KAIPING):
        places.bureau(code)
    mine = places.mine(code=places.KAIPING)
    users = {
        "principal": people.principal(mine),
        "safety": people.safety_officer(mine),
        "reviewer": people.county_reviewer(places.KAIPING),
        "neighbour": people.county_reviewer(places.ENPING),
        "city": people.city_office(),
    }
    actors = {name: people.as_actor(user) for name, user in users.items()}
    return SimpleNamespace(mine=mine, tokens={name: token(user) for name, user in users.items()}, **actors)


def token(user) -> str:
    secret = rules.new_token()
    ApiToken.objects.create(
        user=user, name="台账系统", prefix=secret[:10], secret_hash=rules.token_hash(secret),
        areas=list(areas.known()), expires_at=clock.real_now() + timedelta(days=1), last_used_at=clock.real_now(),
    )  # fmt: skip
    return secret


def get(secret: str, path: str):
    return Client().get(f"/api/v1/hazards{path}", headers={"Authorization": f"Bearer {secret}"})


def post(secret: str, path: str, body=None, key: str = ""):
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key or f"hazards-{next(_keys):06d}"}
    data = json.dumps(body if body is not None else {}, default=str)
    return Client().post(f"/api/v1/hazards{path}", data, content_type="application/json", headers=headers)


def finding(scene, **told):
    return {"mine_id": scene.mine.pk, "place": "北帮+85米平台", "description": "台阶坡面有浮石未清理",
            "source": "self_inspection", **told}  # fmt: skip


def test_an_entry_that_is_sent_twice_is_one_hazard(scene):
    body = finding(scene, entry_key=str(uuid4()))
    first, again = (post(scene.tokens["safety"], "", body) for _each in range(2))
    assert first.status_code == again.status_code == 201 and first.json()["id"] == again.json()["id"]
    assert Hazard.rows.count() == 1 and first.json()["number"].startswith(places.KAIPING)


def test_an_entry_key_with_other_words_is_refused_and_names_what_was_not_taken(scene):
    body = finding(scene, entry_key=str(uuid4()))
    number = post(scene.tokens["safety"], "", body).json()["number"]
    other = post(scene.tokens["safety"], "", {**body, "description": "台阶坡面有裂缝未处理"})
    assert (
        other.status_code == 409 and number in other.json()["detail"] and "不同的内容没有保存" in other.json()["detail"]
    )
    assert Hazard.rows.get().description == body["description"]


def test_a_mine_cannot_claim_what_the_bureau_found_nor_write_into_another_mine(scene):
    refused = post(scene.tokens["safety"], "", finding(scene, source="inspection"))
    assert refused.status_code in (409, 422) and "监管部门" in refused.content.decode()
    elsewhere = post(scene.tokens["safety"], "", finding(scene, mine_id=places.mine(code=places.ENPING).pk))
    assert elsewhere.status_code == 422 and elsewhere.json()["errors"][0]["field"] == "mine_id"
    assert not Hazard.rows.exists()


def test_a_day_without_its_offset_or_out_of_every_reason_is_sent_back_with_its_field(scene):
    for moment in ("2023-04-20T09:00:00", "0001-01-01T00:00:00+14:00", "later"):
        answer = post(scene.tokens["safety"], "", finding(scene, found_at=moment))
        assert answer.status_code == 422 and "found_at" in answer.json()["errors"][0]["field"]


def test_full_width_numbers_and_times_are_read_in_bodies_and_filters_and_words_stay(scene):
    told = finding(
        scene, mine_id=wide(str(scene.mine.pk)), found_at=wide("2023-04-19T08:30:00+08:00"), place="北帮＋８５米平台"
    )
    made = post(scene.tokens["safety"], "", told)
    assert made.status_code == 201 and Hazard.rows.get().place == "北帮＋８５米平台"
    assert Hazard.rows.get().found_at == clock.moment(date(2023, 4, 19), time(8, 30))
    row = stage.in_rectification(scene.safety, stage.found(scene.safety, scene.mine, place="南帮"))
    entry = post(
        scene.tokens["safety"],
        f"/{row.pk}/progress",
        {"text": "已清浮石", "percent": "４０", "spent_yuan": "１２００．５０"},
    )
    assert entry.status_code == 201, entry.content.decode()
    assert len(get(scene.tokens["city"], f"?mine={wide(str(scene.mine.pk))}&grade=general").json()["items"]) == 2


def wide(text: str) -> str:
    """As an input method writes it at full width."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def test_the_list_is_narrowed_by_the_words_of_the_page_and_leafs_by_cursor(scene):
    for number in range(5):
        hazard = stage.found(scene.safety, scene.mine, place=f"{number}号平台")
        stage.in_rectification(scene.safety, hazard, days=number + 1, flags_answer="由同一班组先后施工")
    stage.determined(scene.principal, stage.found(scene.principal, scene.mine, place="南帮"))
    assert len(get(scene.tokens["city"], "?grade=major").json()["items"]) == 1
    assert get(scene.tokens["neighbour"], "").json()["items"] == []
    seen, address = [], "?state=open&grade=general&limit=2"
    while address:
        page = get(scene.tokens["reviewer"], address).json()
        seen += [row["place"] for row in page["items"]]
        cursor = page["next_cursor"]
        address = f"?state=open&grade=general&limit=2&cursor={cursor}" if cursor else ""
    assert seen == [f"{number}号平台" for number in range(5)]


def test_one_hazard_tells_everything_and_keeps_the_three_clocks_apart(scene):
    hazard = stage.determined(scene.principal, stage.found(scene.principal, scene.mine))
    hazard = stage.listed(scene.city, stage.in_rectification(scene.principal, hazard))
    made = actions.evacuate(scene.principal, hazard, area="坡脚", extent="area", people_inside=2, people_out=2)
    actions.lift(scene.reviewer, made, grounds="监测三天没有位移")
    hazard = stage.applied(scene.principal, hazard)
    stage.explained(scene.principal, hazard)
    told = get(scene.tokens["reviewer"], f"/{hazard.pk}").json()
    assert told["rectified_at"] and told["applied_at"] and told["verified_at"] is None
    assert told["five"][0]["signed_by"] == "李老板" and len(told["photos"]) == 2
    assert told["listings"][0]["return_due_at"] and told["evacuations"][0]["state"] == "lifted"
    assert told["cause"]["tree"][0]["children"] and told["determinations"][0]["criterion"] == "OP-04"
    assert get(scene.tokens["neighbour"], f"/{hazard.pk}").status_code == 404
    kinds = [row["kind"] for row in get(scene.tokens["city"], f"/{hazard.pk}/history").json()["items"]]
    assert {"hazards.registered", "hazards.determined", "hazards.applied"} <= set(kinds)


def test_a_general_hazard_goes_from_entry_to_close_out_by_token(scene):
    number = post(scene.tokens["principal"], "", finding(scene)).json()["id"]
    five = {"responsible": "林技术", "measures": "清除坡面浮石并设置警示标志",
            "deadline_at": (clock.now() + timedelta(days=9)).isoformat(), "seen": 0}  # fmt: skip
    assert post(scene.tokens["principal"], f"/{number}/five", five).status_code == 201
    lacking = post(scene.tokens["principal"], f"/{number}/applications", {
        "statement": "浮石已全部清除", "rectified_at": clock.now().isoformat()})  # fmt: skip
    assert lacking.status_code in (409, 422) and "整改后" in lacking.content.decode()
    headers = {"Authorization": f"Bearer {scene.tokens['principal']}", "Idempotency-Key": "photo-0001"}
    shown = {"file": SimpleUploadedFile("后.png", picture(), "image/png"), "stage": "after"}
    added = Client().post(f"/api/v1/hazards/{number}/photos", shown, headers=headers)
    assert added.status_code == 201 and added.json()["stage"] == "after"
    applied = post(scene.tokens["principal"], f"/{number}/applications", {
        "statement": "浮石已全部清除", "rectified_at": clock.now().isoformat()})  # fmt: skip
    assert applied.json()["state"] == "applied"
    told = {"opinion": "自己看过，已整改到位", "shown": get(scene.tokens["principal"], f"/{number}").json()["shown"]}
    own = post(scene.tokens["principal"], f"/{number}/acceptance", told)
    assert own.status_code == 403
    told["opinion"] = "现场看过，已整改到位"
    unseen = post(scene.tokens["safety"], f"/{number}/acceptance", {"opinion": told["opinion"]})
    stale = post(scene.tokens["safety"], f"/{number}/acceptance", {**told, "shown": "0" * 64})
    assert (unseen.status_code, stale.status_code) == (422, 409)
    accepted = post(scene.tokens["safety"], f"/{number}/acceptance", told)
    assert accepted.json()["state"] == "closed" and accepted.json()["verified_at"]


def test_signatures_are_never_given_by_token(scene):
    hazard = stage.determined(scene.principal, stage.found(scene.principal, scene.mine))
    actions.put_in_place(scene.principal, hazard, **stage.five())
    answer = post(scene.tokens["principal"], f"/{hazard.pk}/five/signature")
    assert answer.status_code == 403 and answer.json()["type"].endswith("needs-person")
    check = post(scene.tokens["reviewer"], f"/{hazard.pk}/checks")
    assert check.status_code == 403 and check.json()["type"].endswith("needs-person")
    assert stage.fresh(hazard).state == "registered"


def test_a_determination_needs_its_criterion_and_says_where(scene):
    hazard = stage.found(scene.principal, scene.mine)
    body = {"grade": "major", "reasons": "实测台阶高度18.6米，设计15米", "focus_area": "major_hazards"}
    lacking = post(scene.tokens["principal"], f"/{hazard.pk}/determinations", body)
    assert lacking.status_code in (409, 422) and stage.fresh(hazard).grade == Grade.GENERAL
    made_up = post(scene.tokens["principal"], f"/{hazard.pk}/determinations", {**body, "criterion_id": 999_999})
    assert made_up.status_code == 422 and made_up.json()["errors"][0]["field"] == "criterion_id"
    body["criterion_id"] = stage.criterion().pk
    made = post(scene.tokens["principal"], f"/{hazard.pk}/determinations", body)
    assert made.status_code == 201 and made.json()["criterion"] == "OP-04"


def test_the_figures_agree_with_the_list(scene):
    for number in range(3):
        stage.found(scene.safety, scene.mine, place=f"{number}号平台")
    told = get(scene.tokens["city"], "/figures").json()
    assert told["total"]["found"] == told["total"]["open"] == 3 == len(get(scene.tokens["city"], "").json()["items"])
    assert told["places"][0]["key"] == places.KAIPING and told["total"]["rates"]["verified"] == 0
    assert get(scene.tokens["neighbour"], "/figures").json()["total"]["found"] == 0


def test_a_risk_is_entered_assessed_and_linked_by_token(scene):
    body = {"mine_id": scene.mine.pk, "place": "东侧边坡", "description": "雨后滑坡伤人", "method": "matrix",
            "likelihood": "4", "consequence": "4", "controls": "每日巡查，雨后停工", "responsible": "林技术",
            "review_on": clock.today() + timedelta(days=90)}  # fmt: skip
    made = post(scene.tokens["safety"], "/risks", body).json()
    hazard = stage.found(scene.safety, scene.mine)
    linked = post(scene.tokens["safety"], f"/risks/{made['id']}/hazards", {"hazard_id": hazard.pk})
    assert made["level"] and linked.json()["hazard_ids"] == [hazard.pk]
    assert post(scene.tokens["safety"], "/risks", {**body, "likelihood": "9"}).status_code in (409, 422)
    assert len(get(scene.tokens["city"], "/risks?level=" + made["level"]).json()["items"]) == 1


def test_entering_a_hazard_stays_within_eight_statements_besides_the_token_and_its_key(scene):
    post(scene.tokens["safety"], "", finding(scene))
    with CaptureQueriesContext(connection) as queries:
        assert post(scene.tokens["safety"], "", finding(scene, place="南帮")).status_code == 201
    own = [one["sql"] for one in queries.captured_queries if "hazards_" in one["sql"] or "integrity_" in one["sql"]]
    assert len(own) <= 8 and not any("duties_" in one["sql"] for one in queries.captured_queries), "\n".join(own)
