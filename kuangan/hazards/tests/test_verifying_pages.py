"""Pages of acceptance and of the on-site check, without JavaScript, on a phone as on a desk."""

from datetime import timedelta

import pytest

from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import SiteCheck
from kuangan.hazards.states import HazardState
from kuangan.hazards.tests import stage
from kuangan.hazards.tests.bureaus import SEEN, Scene
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def reviewer(scene):
    return cast.reader(cast.county_reviewer(scene.mine.region_code))


@pytest.fixture
def inspector(scene):
    return cast.reader(cast.county_inspector(scene.mine.region_code))


def told(result="passed", opinion=SEEN, **more):
    """What a checker sends."""
    now = clock.now().astimezone(clock.SHANGHAI)
    return {
        "result": result, "opinion": opinion, "happened_at": now.date().isoformat(), "at_time": now.strftime("%H:%M"),
        **more,
    }  # fmt: skip


def signed(**more):
    """What a checker sends with a signature."""
    return told(password=cast.PASSWORD, agreed="on", **more)


def words(answer):
    return answer.content.decode()


def test_from_the_waiting_list_to_a_decision_in_three_steps(scene, reviewer):
    hazard = scene.general()
    assert f"/hazards/{hazard.pk}/" in words(reviewer.get("/hazards/?state=applied"))
    assert f"/hazards/{hazard.pk}/accept/" in words(reviewer.get(f"/hazards/{hazard.pk}/"))
    page = reviewer.get(f"/hazards/{hazard.pk}/accept/")
    shown = words(page)
    assert "台阶高度已降到14.8米" in shown and "林技术" in shown and "整改前" in shown
    assert page.context["form"]["result"].value() in ("", None)
    answer = reviewer.post(f"/hazards/{hazard.pk}/accept/", told(), follow=True)
    assert "验收通过，已销号" in words(answer) and stage.fresh(hazard).state == HazardState.CLOSED


def test_what_is_still_to_be_done_goes_back_to_the_mine(scene, reviewer):
    hazard = scene.general()
    empty = reviewer.post(f"/hazards/{hazard.pk}/refuse/", told("refused", "整改"))
    assert empty.status_code == 422 and "opinion" in empty.context["form"].errors
    reviewer.post(f"/hazards/{hazard.pk}/refuse/", told("refused", "坡面还有浮石，请清净"))
    row = stage.fresh(hazard)
    assert (row.state, row.refusals) == (HazardState.RECTIFYING, 1)
    assert "坡面还有浮石，请清净" in words(reviewer.get(f"/hazards/{hazard.pk}/"))


def test_whoever_took_part_reads_why_somebody_else_accepts(scene):
    account = cast.safety_officer(scene.mine)
    hazard = scene.general(by=cast.as_actor(account))
    answer = cast.reader(account).get(f"/hazards/{hazard.pk}/accept/")
    assert answer.status_code == 403 and "参与" in words(answer)


def test_the_second_person_signs_exactly_what_the_first_has_signed(scene, reviewer, inspector):
    hazard = scene.major()
    first = reviewer.post(f"/hazards/{hazard.pk}/check/", signed(experts="邓工"), follow=True)
    assert "另一名到场人员签字后生效" in words(first)
    check = SiteCheck.rows.get()
    own = words(reviewer.get(f"/hazards/{hazard.pk}/checks/{check.pk}/sign/"))
    assert "另一人" in own and 'name="password"' not in own
    assert inspector.get(f"/hazards/{hazard.pk}/check/").url == f"/hazards/{hazard.pk}/checks/{check.pk}/sign/"
    page = words(inspector.get(f"/hazards/{hazard.pk}/checks/{check.pk}/sign/"))
    assert SEEN in page and "邓工" in page and check.content_hash[:12] in page
    sent = {"content_hash": check.content_hash, "opinion": "同意", "password": cast.PASSWORD, "agreed": "on"}
    wrong = inspector.post(f"/hazards/{hazard.pk}/checks/{check.pk}/sign/", {**sent, "password": "guess"})
    assert wrong.status_code == 422 and "同意" in words(wrong) and "guess" not in words(wrong)
    other = inspector.post(f"/hazards/{hazard.pk}/checks/{check.pk}/sign/", {**sent, "content_hash": "0" * 64})
    assert other.status_code == 409 and "不是您看过的" in words(other)
    inspector.post(f"/hazards/{hazard.pk}/checks/{check.pk}/sign/", sent)
    assert stage.fresh(hazard).state == HazardState.VERIFIED


def test_of_two_first_checkers_the_later_is_told_and_loses_no_word(scene, reviewer, inspector):
    hazard = scene.major()
    reviewer.post(f"/hazards/{hazard.pk}/check/", signed())
    mine = "我测得台阶高度14.7米，坡面平整"
    answer = inspector.post(f"/hazards/{hazard.pk}/check/", signed(opinion=mine))
    page, check = words(answer), SiteCheck.rows.get()
    assert answer.status_code == 409 and mine in page
    assert "陈主任" in page and f"/hazards/{hazard.pk}/checks/{check.pk}/sign/" in page


def test_a_check_that_is_settled_or_dropped_is_told(scene, reviewer, inspector):
    hazard = scene.major()
    reviewer.post(f"/hazards/{hazard.pk}/check/", signed(result="refused", opinion="台阶高度仍为16.2米，未达到设计"))
    check = SiteCheck.rows.get()
    address = f"/hazards/{hazard.pk}/checks/{check.pk}"
    sent = {"content_hash": check.content_hash, "password": cast.PASSWORD, "agreed": "on"}
    reviewer.post(f"{address}/drop/", {"reason": "误填为另一处台阶"})
    assert "已经" in words(inspector.get(f"{address}/sign/"))
    late = inspector.post(f"{address}/sign/", {**sent, "opinion": "同意以上意见"})
    assert late.status_code == 409 and "同意以上意见" in words(late)
    assert stage.fresh(hazard).state == HazardState.APPLIED
    another = stage.determined(scene.principal, stage.found(scene.principal, scene.mine, place="南帮+60米平台"))
    assert inspector.get(f"/hazards/{another.pk}/checks/{check.pk}/sign/").status_code == 404


def test_a_major_hazard_has_no_acceptance_in_one_act_and_a_general_one_no_check(scene, reviewer):
    hazard, general = scene.major(), scene.general()
    assert "两人" in words(reviewer.get(f"/hazards/{hazard.pk}/accept/"))
    assert reviewer.post(f"/hazards/{hazard.pk}/accept/", told()).status_code == 403
    assert reviewer.post(f"/hazards/{general.pk}/check/", signed()).status_code == 403


def test_the_minute_in_which_it_was_rectified_counts_as_after_it(scene, reviewer):
    hazard = scene.general()
    at = hazard.rectified_at.astimezone(clock.SHANGHAI)
    sent = {**told(), "happened_at": at.date().isoformat(), "at_time": at.strftime("%H:%M")}
    reviewer.post(f"/hazards/{hazard.pk}/accept/", sent)
    assert stage.fresh(hazard).verified_at == hazard.rectified_at
    again = scene.general()
    before = reviewer.post(f"/hazards/{again.pk}/accept/", {**sent, "happened_at": "2020-01-01"})
    assert before.status_code == 422 and "happened_at" in before.context["form"].errors


def test_the_city_decides_on_more_time_for_a_listed_hazard(scene, reviewer):
    held = scene.listed(30)
    asked = actions.ask_extension(
        scene.principal, held.hazard, until=clock.today() + timedelta(days=60), reason="雨季停工二十天",
        interim_measures="坡下警戒，专人值守",
    )  # fmt: skip
    address = f"/hazards/{held.hazard_id}/extensions/{asked.pk}/decide/"
    refused = reviewer.get(address)
    assert refused.status_code == 403 and "市局" in words(refused)
    city = cast.reader(cast.city_office())
    assert "雨季停工二十天" in words(city.get(address))
    city.post(address, {"decision": "grant", "until": "", "opinion": "雨季属实，同意延期"})
    held.refresh_from_db()
    assert held.due_at == stage.fresh(held.hazard).deadline_at == asked.proposed_deadline_at


def test_the_pages_of_a_decision_take_few_statements(scene, reviewer, django_assert_max_num_queries):
    hazard = scene.major()
    reviewer.get(f"/hazards/{hazard.pk}/check/")
    with django_assert_max_num_queries(32):
        reviewer.get(f"/hazards/{hazard.pk}/check/")
