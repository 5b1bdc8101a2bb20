"""The pages of a check on a phone: one part at a time, nothing lost, the whole record to read."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard
from kuangan.hazards.tests import stage as hazard_stage
from kuangan.hazards.tests.test_reporting import photo
from kuangan.inspections import actions
from kuangan.inspections.models import CheckPhoto, MonthlyCheck, RouteArea
from kuangan.inspections.tests import stage
from kuangan.inspections.web.panels import mine_desk
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def boss(mine):
    return cast.principal(mine)


@pytest.fixture
def actor(boss):
    return cast.as_actor(boss)


@pytest.fixture
def phone(boss):
    return cast.client(boss)


@pytest.fixture
def draft(actor, mine):
    stage.criteria()
    return stage.begun(actor, mine)


def text(answer):
    return answer.content.decode()


def people(**more):
    day = clock.today().isoformat()
    return {"checked_on": day, "began": "8:00", "ended": "11:30", "led": "principal", "name_1": "李老板",
            "post_1": "矿长", "name_2": "吴安全员", "post_2": "安全员", **more}  # fmt: skip


def test_a_month_at_a_mine_from_beginning_to_signature(mine, phone):
    heads = stage.criteria()
    begun = phone.post("/inspections/new/", {"mine": mine.pk, "checked_on": clock.today().isoformat()})
    row = MonthlyCheck.rows.get()
    base = f"/inspections/{row.pk}/"
    assert begun.url == base
    assert "路线还是空的" in text(phone.get(base)) and "还剩2项" in text(phone.get(base))
    assert phone.post(f"{base}basics/", people()).url == f"{base}#basics"
    for number, name in enumerate(stage.AREAS):
        sent = {"name": name, "looked_at": stage.LOOKED_AT, "result": "clear"}
        phone.post(f"{base}areas/new/", {**sent, "photos": [photo(f"{number}.jpg", ("teal", "navy")[number])]})
    answers = {f"answer_{heads[0].pk}": "absent", f"answer_{heads[1].pk}": "not_involved"}
    phone.post(f"{base}criteria/", {**answers, f"reason_{heads[1].pk}": "本矿没有排土场"})
    page = phone.get(f"{base}sign/")
    assert "零隐患承诺" in text(page) and "走过2个区域" in text(page)
    sent = {"content_hash": page.context["code"], "password": cast.PASSWORD}
    refused = phone.post(f"{base}sign/", sent)
    assert refused.status_code == 422 and list(refused.context["form"].errors) == ["attested"]
    wrong = phone.post(f"{base}sign/", {**sent, "attested": "on", "password": "不对"})
    assert wrong.status_code == 422 and list(wrong.context["form"].errors) == ["password"]
    assert phone.post(f"{base}sign/", {**sent, "attested": "on"}).url == base
    shown = text(phone.get(base))
    assert "已签字" in shown and "本矿没有排土场" in shown and "未发现异常" in shown and "填写中" not in shown
    assert MonthlyCheck.rows.get().counts


def test_a_check_signed_from_an_old_page_shows_what_changed(actor, mine, phone):
    row = stage.filled(actor, mine)
    page = phone.get(f"/inspections/{row.pk}/sign/")
    stage.walked(actor, row, "配电房")
    sent = {"content_hash": page.context["code"], "password": cast.PASSWORD, "attested": "on"}
    answer = phone.post(f"/inspections/{row.pk}/sign/", sent)
    assert answer.status_code == 409 and "配电房" in text(answer) and "刚才有改动" in text(answer)
    assert f'value="{answer.context["code"]}"' in text(answer) and stage.fresh(row).is_draft


def test_an_unfinished_check_cannot_be_signed_and_says_why(draft, phone):
    page = phone.get(f"/inspections/{draft.pk}/sign/")
    assert "请先补齐下列内容" in text(page) and 'type="password"' not in text(page)


def test_another_month_than_asked_for_and_a_future_day_are_refused_beside_the_day(mine, phone):
    future = (clock.today() + timedelta(days=1)).isoformat()
    for url, day in (("/inspections/new/", future), ("/inspections/new/?month=2023-03", "2023-04-20")):
        answer = phone.post(url, {"mine": mine.pk, "checked_on": day})
        assert answer.status_code == 422 and list(answer.context["form"].errors) == ["checked_on"]
    assert not MonthlyCheck.rows.exists()


def test_a_check_that_is_still_open_is_offered_first(draft, phone):
    assert f'href="/inspections/{draft.pk}/"' in text(phone.get("/inspections/new/"))


def test_pictures_stay_when_the_words_are_refused(draft, phone):
    url = f"/inspections/{draft.pk}/areas/new/"
    answer = phone.post(url, {"name": "", "looked_at": "台阶坡面", "photos": [photo()]})
    assert answer.status_code == 422 and "台阶坡面" in text(answer) and "data-draft-refused" in text(answer)
    loose = answer.context["form"].data["loose"]
    phone.post(url, {"name": "北帮", "looked_at": "台阶坡面", "loose": loose})
    assert CheckPhoto.rows.get().area == RouteArea.rows.get()


def test_a_file_that_is_no_picture_is_refused_and_the_others_stay(draft, phone):
    fake = SimpleUploadedFile("假照片.jpg", b"<html></html>", "image/jpeg")
    answer = phone.post(f"/inspections/{draft.pk}/areas/new/", {"name": "北帮", "photos": [photo(), fake]})
    assert answer.status_code == 422 and "假照片.jpg" in text(answer)
    assert CheckPhoto.rows.get().name == "现场.jpg" and not RouteArea.rows.exists()


def test_two_tabs_meet_and_the_second_compares_before_it_saves_again(draft, phone):
    url = f"/inspections/{draft.pk}/basics/"
    first, second = (phone.get(url).context["form"]["seen"].initial for _tab in range(2))
    phone.post(url, people(seen=first))
    answer = phone.post(url, people(seen=second, name_2="周某", post_2="技术员"))
    assert answer.status_code == 409 and "现有内容" in text(answer) and "吴安全员" in text(answer)
    assert "周某" in text(answer)
    again = phone.post(url, people(seen=answer.context["form"].data["seen"], name_2="周某", post_2="技术员"))
    assert again.status_code == 302
    assert [one.name for one in draft.people.all()] == ["李老板", "周某"]


def test_somebody_without_a_post_is_named_and_nothing_typed_is_lost(draft, phone):
    answer = phone.post(f"/inspections/{draft.pk}/basics/", people(name_3="郑某"))
    assert answer.status_code == 422 and "郑某" in text(answer) and "姓名和岗位" in text(answer)
    assert not draft.people.exists()


def test_criteria_keep_what_was_chosen_when_a_reason_is_missing(draft, phone):
    first, second = stage.criteria()
    sent = {f"answer_{first.pk}": "absent", f"answer_{second.pk}": "not_involved"}
    answer = phone.post(f"/inspections/{draft.pk}/criteria/", sent)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [f"reason_{second.pk}"]
    assert text(answer).count(" checked") == 2 and not draft.answers.exists()


def test_a_finding_is_registered_with_its_pictures_from_the_area(actor, draft, phone):
    area = actions.save_area(actor, draft, actions.AreaEntry("北帮", "坡面", "found", "坡面有一条张裂缝"))
    url = f"/inspections/{draft.pk}/findings/new/?area={area.pk}"
    assert "坡面有一条张裂缝" in text(phone.get(url))
    sent = {"area": area.pk, "place": "北帮", "description": "坡面有一条张裂缝", "photos": [photo()],
            "criterion": stage.criteria()[0].pk, "grade": "general", "focus_area": "major_hazards",
            "entry": "0" * 31 + "1"}  # fmt: skip
    for _round in range(2):
        phone.post(url, sent)
    hazard = Hazard.rows.get()
    assert (hazard.grade, hazard.source, hazard.photos.count()) == ("suspected", "monthly_check", 1)
    assert "坡面有一条张裂缝" in text(phone.get(f"/inspections/{draft.pk}/"))
    assert CheckPhoto.rows.get().area_id == area.pk


def test_a_hazard_that_reads_alike_is_offered_for_linking_first(actor, mine, draft, phone):
    known = hazard_stage.found(actor, mine)
    url = f"/inspections/{draft.pk}/findings/new/"
    sent = {"place": known.place, "description": known.description, "grade": "general", "focus_area": ""}
    answer = phone.post(url, sent)
    assert answer.status_code == 409 and f"findings/link/?hazard={known.pk}" in text(answer)
    assert Hazard.rows.count() == 1
    phone.post(f"/inspections/{draft.pk}/findings/link/", {"hazard": known.pk})
    assert draft.findings.get().hazard == known
    phone.post(url, {**sent, "answer": "new"})
    assert Hazard.rows.count() == 2


def test_a_hazard_of_another_mine_cannot_be_linked(draft, phone):
    other = cast.mine("白云石场")
    foreign = hazard_stage.found(cast.as_actor(cast.safety_officer(other)), other)
    answer = phone.post(f"/inspections/{draft.pk}/findings/link/", {"hazard": foreign.pk})
    assert answer.status_code == 422 and not draft.findings.exists()


def test_areas_are_taken_over_by_a_button_and_then_ask_for_todays_words(actor, mine, draft, phone):
    assert "只带名称" not in text(phone.get(f"/inspections/{draft.pk}/"))
    stage.signed(actor, mine)
    assert "只带名称" in text(phone.get(f"/inspections/{draft.pk}/"))
    phone.post(f"/inspections/{draft.pk}/areas/copy/")
    assert "还剩2个区域" in text(phone.get(f"/inspections/{draft.pk}/"))


def test_the_county_reads_that_a_check_repeats_the_last_one(actor, mine):
    stage.signed(actor, mine, clock.today() - timedelta(days=31))
    row = stage.signed(actor, mine)
    county = cast.client(cast.county_reviewer())
    assert "可能没有实地走" in text(county.get(f"/inspections/{row.pk}/"))
    assert "与上次雷同" in text(county.get("/inspections/?found=repeated"))


def test_the_list_is_narrowed_by_month_county_finding_and_shows_mines_without_a_check(actor, mine):
    other = cast.mine("白云石场")
    row = stage.signed(actor, mine)
    county = cast.client(cast.county_reviewer())
    month = f"{clock.today():%Y-%m}"
    assert f"/inspections/{row.pk}/" in text(county.get(f"/inspections/?month={month}&found=zero"))
    assert f"/inspections/{row.pk}/" not in text(county.get("/inspections/?found=major"))
    missing = text(county.get(f"/inspections/?show=missing&month={month}"))
    assert other.name in missing and "未排查的矿山1座" in missing and mine.name not in missing
    assert cast.client(cast.county_reviewer("440783", "开平某")).get("/inspections/").context["lines"] == []


def test_a_list_of_many_checks_costs_the_same(actor, mine, django_assert_max_num_queries):
    for back in range(8):
        stage.signed(actor, mine, clock.today() - timedelta(days=back))
    county = cast.client(cast.county_reviewer())
    county.get("/inspections/")
    with django_assert_max_num_queries(12):
        county.get("/inspections/")
    with django_assert_max_num_queries(12):
        county.get("/inspections/?show=missing")


def test_a_mines_page_and_desk_lead_to_the_check(mine, phone, draft):
    page = text(phone.get(f"/registry/mines/{mine.pk}/"))
    assert "每月重大事故隐患排查" in page and "未排查" in page
    asked = phone.get("/").wsgi_request
    assert f'href="/inspections/{draft.pk}/"' in mine_desk(asked, None)
    bar = text(phone.get("/")).split('class="ka-pbar"')[1]
    words = ("待办", "报隐患", "检查", "我的")
    assert [bar.index(word) for word in words] == sorted(bar.index(word) for word in words) and "清单" not in bar


def test_the_desk_says_nothing_more_once_the_month_is_done(actor, mine, phone):
    asked = phone.get("/").wsgi_request
    assert "还没有开始" in mine_desk(asked, None)
    stage.signed(actor, mine)
    assert mine_desk(asked, None) is None


def test_withdrawing_asks_for_the_reason(draft, phone):
    url = f"/inspections/{draft.pk}/withdraw/"
    assert phone.post(url, {"reason": "无"}).status_code == 422
    assert phone.post(url, {"reason": "填错了矿山，另行排查"}).status_code == 302
    assert "填错了矿山" in text(phone.get(f"/inspections/{draft.pk}/"))


def test_a_correction_begins_from_the_signed_check(actor, mine, phone):
    old = stage.signed(actor, mine)
    sent = {"mine": mine.pk, "checked_on": old.checked_on.isoformat(), "reason": "漏写了一名参加人员"}
    answer = phone.post(f"/inspections/{old.pk}/correct/", sent)
    new = MonthlyCheck.rows.get(replaces=old)
    assert answer.url == f"/inspections/{new.pk}/" and "漏写了一名参加人员" in text(phone.get(answer.url))
