"""Pages of assistance, without JavaScript."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.foundation.kernel import clock
from kuangan.governance.models import Helper, HelpFile, HelpReport, HelpRequest, HelpVisit
from kuangan.governance.tests import stage
from kuangan.governance.web.panels import office_desk
from kuangan.hazards.tests import stage as hazards
from tests import cast

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def words(answer):
    return answer.content.decode()


def upload(name="申请材料.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def told(**more):
    return {
        "kind": "beyond_ability", "topic": "disasters", "words": stage.WORDS, "requested_on": clock.today().isoformat(),
        "own_technicians": "1", "own_strength": "采矿一名", **more,
    }  # fmt: skip


def test_a_mine_asks_on_its_phone_and_sees_what_follows(mine, page_of_mine):
    assert "申请帮扶" in words(page_of_mine.get("/governance/help/new/"))
    sent = {**told(), "ui_once": uuid4().hex}
    answer = page_of_mine.post("/governance/help/new/", {**sent, "files": upload(), "contract": upload("合同.pdf")})
    row = HelpRequest.rows.get()
    assert answer.status_code == 302 and answer.url == f"/governance/help/{row.pk}/"
    page_of_mine.post("/governance/help/new/", {**sent, "files": upload(content=PDF + b"2")})
    assert HelpRequest.rows.count() == 1 and HelpFile.rows.count() == 3, "what is new in it is taken"
    page = words(page_of_mine.get(answer.url))
    assert "等待县局答复" in page and "合同.pdf" in page and "1人" in page and "安排帮扶方" not in page


def test_the_question_stands_on_the_form_and_its_answer_lets_the_request_in(mine, page_of_mine):
    page_of_mine.post("/governance/help/new/", told())
    answer = page_of_mine.post("/governance/help/new/", {**told(), "ui_once": uuid4().hex})
    page = words(answer)
    assert answer.status_code == 422 and 'name="is_another"' in page and 'type="checkbox"' in page
    assert HelpRequest.rows.get().number in page
    page_of_mine.post("/governance/help/new/", {**told(), "is_another": "on"})
    assert HelpRequest.rows.count() == 2


def test_a_refused_form_keeps_what_was_typed_and_its_files(mine, page_of_mine):
    answer = page_of_mine.post("/governance/help/new/", {**told(words="同上"), "files": upload()})
    page = words(answer)
    assert answer.status_code == 422 and "采矿一名" in page and "申请材料.pdf" in page
    assert answer.context["form"].errors.keys() == {"words"}
    kept = answer.context["files"].reference
    page_of_mine.post("/governance/help/new/", {**told(), "kept": kept})
    assert HelpFile.rows.get().name == "申请材料.pdf"


def test_files_that_another_account_has_kept_are_not_taken(mine, page_of_mine):
    answer = page_of_mine.post("/governance/help/new/", {**told(words="同上"), "files": upload()})
    other = cast.client(cast.safety_officer(mine))
    other.post("/governance/help/new/", {**told(), "kept": answer.context["files"].reference})
    assert HelpRequest.rows.count() == 1 and not HelpFile.rows.exists()


def test_a_file_that_is_none_of_ours_is_said_beside_its_field(mine, page_of_mine):
    answer = page_of_mine.post("/governance/help/new/", {**told(), "contract": upload("合同.pdf", b"<html></html>")})
    assert answer.status_code == 422 and "contract" in answer.context["form"].errors


def test_help_with_a_hazard_is_asked_for_from_its_page(mine, officer, page_of_mine):
    hazard = hazards.found(officer, mine)
    page = words(page_of_mine.get(f"/hazards/{hazard.pk}/"))
    address = f"/governance/help/new/?mine={mine.pk}&amp;hazard={hazard.pk}"
    assert address in page
    form = page_of_mine.get(address.replace("&amp;", "&")).context["form"]
    assert (form["hazard"].value(), form["topic"].value()) == (str(hazard.pk), "rectification")
    page_of_mine.post(f"/governance/help/new/?mine={mine.pk}", told(hazard=hazard.pk))
    page = words(page_of_mine.get(f"/hazards/{hazard.pk}/"))
    assert "隐患帮扶" in page and address not in page


def test_a_hazard_of_another_mine_cannot_even_be_chosen(mine, page_of_mine):
    other = cast.mine("白云石场")
    foreign = hazards.found(cast.as_actor(cast.safety_officer(other)), other)
    answer = page_of_mine.post(f"/governance/help/new/?mine={mine.pk}", told(hazard=foreign.pk))
    assert answer.status_code == 422 and "hazard" in answer.context["form"].errors
    assert page_of_mine.get(f"/governance/help/new/?mine={other.pk}").status_code == 404


def test_a_conflict_is_shown_before_and_asked_about_after_the_choice(mine, officer, page_of_county):
    agency = stage.sound_agency(valid_to=stage.days_ago(1))
    row = stage.asked(officer, mine)
    address = f"/governance/help/{row.pk}/assign/"
    assert "（当日没有有效资质）" in words(page_of_county.get(address))
    sent = {"form": "consultation", "agency": agency.pk, "task": stage.TASK}
    answer = page_of_county.post(address, sent)
    assert answer.status_code == 422 and answer.context["form"].errors.keys() == {"conflict_answer"}
    assert stage.TASK in words(answer)
    answer = page_of_county.post(address, {**sent, "conflict_answer": "资质延续已受理，受理单附后"}, follow=True)
    assert "利益冲突" in words(answer) and "资质延续已受理" in words(answer)


def test_an_assignment_sent_twice_is_one_and_the_second_is_told(mine, officer, page_of_county):
    row = stage.asked(officer, mine)
    sent = {"form": "one_to_one", "name": "周专家", "task": stage.TASK}
    assert page_of_county.post(f"/governance/help/{row.pk}/assign/", sent).status_code == 302
    answer = page_of_county.post(f"/governance/help/{row.pk}/assign/", sent)
    assert answer.status_code == 409 and "已经安排" in words(answer) and Helper.rows.count() == 1


def test_help_runs_on_the_pages_to_the_word_of_the_mine(mine, officer, county, page_of_county, page_of_mine):
    row = stage.guided(county, stage.asked(officer, mine))
    base = f"/governance/help/{row.pk}/"
    assert "请先录入指导服务记录" in words(page_of_county.get(base)) + words(page_of_county.get(base + "report/"))
    assert "不单独作为处罚依据" in words(page_of_county.get(base + "visit/"))
    visit = {"happened_on": clock.today().isoformat(), "people": "周专家", "advice": "裂缝两侧布设观测点",
             "next_on": "", "ui_once": uuid4().hex}  # fmt: skip
    for _time in (1, 2):
        page_of_county.post(base + "visit/", {**visit, "files": upload("照片.pdf")})
    assert HelpVisit.rows.count() == 1
    due = (clock.today() + timedelta(days=9)).isoformat()
    report = {"reported_on": clock.today().isoformat(), "summary": "先排水后削坡，分三期实施", "words_1": "疏通截水沟",
              "owner_1": "林技术", "due_1": due, "words_2": "布设观测点"}  # fmt: skip
    answer = page_of_county.post(base + "report/", report)
    assert answer.status_code == 422 and answer.context["form"].errors.keys() == {"owner_2", "due_2"}
    page_of_county.post(base + "report/", {**report, "owner_2": "林技术", "due_2": due})
    assert HelpReport.rows.get().measures.count() == 2
    page_of_county.post(base + "close/", {"result": "partly", "words": "截水沟已疏通，观测点待验收"})
    page = words(page_of_mine.get(base))
    assert "部分解决" in page and "认可或提出异议" in page
    page_of_mine.post(base + "respond/", {"view": "objected", "words": "裂缝仍在扩展，没有解决"})
    assert "矿山有异议" in words(page_of_county.get("/governance/help/?state=closed"))


def test_an_act_that_has_to_wait_says_why(mine, officer, page_of_county):
    row = stage.asked(officer, mine)
    for act in ("visit", "report", "close"):
        answer = page_of_county.get(f"/governance/help/{row.pk}/{act}/")
        assert answer.status_code == 200 and answer.context["is_closed"], act
    answer = page_of_county.post(f"/governance/help/{row.pk}/close/", {"result": "solved", "words": "已经解决"})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", {"甲"}), ("state=all", {"甲", "乙"}), ("state=declined", {"乙"}),
        ("state=all&kind=willing_but_weak", {"乙"}),
        ("state=all&topic=layout", {"乙"}), ("state=all&q=观测", {"甲"}), ("state=all&county=440783", set()),
        ("state=all&county=440785", {"甲", "乙"}), ("state=x&kind=y&mine=z&county=1", {"甲"}),
        ("mine=99999999999", set()),
    ],
)  # fmt: skip
def test_every_filter_of_the_address_narrows_the_list(query, seen, mine, officer, county, page_of_county):
    stage.asked(officer, mine, words="甲处边坡没有位移观测能力")
    stage.declined(
        county, stage.asked(officer, mine, words="乙处采场布局需要优化", kind="willing_but_weak", topic="layout")
    )  # fmt: skip
    answer = page_of_county.get(f"/governance/help/?{query}")
    assert {line.row.words[0] for line in answer.context["lines"]} == seen


def test_the_list_takes_eight_statements_however_long_it_is(mine, officer, django_assert_max_num_queries):
    for number in range(12):
        stage.asked(officer, mine, words=f"第{number}处边坡没有监测能力")
    for user in (cast.city_office(), cast.county_reviewer(), cast.principal(mine)):
        client = cast.client(user)
        client.get("/governance/help/")
        with django_assert_max_num_queries(8):
            assert len(client.get("/governance/help/").context["lines"]) == 12


def test_a_request_takes_the_same_statements_however_much_was_done(
    mine, officer, county, page_of_county, django_assert_max_num_queries
):
    row = stage.guided(county, stage.asked(officer, mine))
    for _number in range(4):
        stage.visited(county, row, papers=[stage.paper()])
        stage.reported(county, row)
    page_of_county.get(f"/governance/help/{row.pk}/")
    with django_assert_max_num_queries(14):
        page_of_county.get(f"/governance/help/{row.pk}/")


def test_mine_page_and_desk_show_what_waits(mine, officer, county, page_of_mine, rf):
    stage.asked(officer, mine)
    assert stage.WORDS[:20] in words(page_of_mine.get(f"/registry/mines/{mine.pk}/"))
    stage.asked(officer, mine, words="另一处需要帮扶的问题")
    request = rf.get("/")
    request.actor = county
    assert "/governance/help/?state=requested" in office_desk(request, None)
    request.actor = officer
    assert office_desk(request, None) is None


def test_the_people_of_the_agency_see_their_request_and_no_way_into_the_mine(mine, officer, county):
    agency = stage.sound_agency()
    row = stage.consulted(county, stage.asked(officer, mine), agency)
    client = cast.client(cast.agency_staff(agency))
    page = words(client.get(f"/governance/help/{row.pk}/"))
    assert "录入指导服务记录" in page and f"/registry/mines/{mine.pk}/" not in page and "更换帮扶方" not in page
    assert client.get(f"/governance/help/{row.pk}/close/").status_code == 403
    rival = cast.client(cast.agency_staff(stage.sound_agency("另一家技术有限公司"), "邓二"))
    assert rival.get(f"/governance/help/{row.pk}/").status_code == 404


def test_a_request_is_followed_by_a_new_one_from_its_page(mine, officer, county, page_of_mine):
    row = stage.declined(county, stage.asked(officer, mine))
    base = f"/governance/help/{row.pk}/"
    assert "再次申请帮扶" in words(page_of_mine.get(base))
    assert stage.WORDS in words(page_of_mine.get(base + "again/"))
    answer = page_of_mine.post(base + "again/", told(words="补充位移监测数据后再次申请"))
    follower = HelpRequest.rows.get(reopens=row)
    assert answer.url == f"/governance/help/{follower.pk}/" and follower.number in words(page_of_mine.get(base))
