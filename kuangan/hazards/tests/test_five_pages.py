"""The five in place on a page: every field as people type it, the file of the plan, the signature."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import HazardState
from kuangan.hazards.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def boss(mine):
    return cast.principal(mine)


@pytest.fixture
def desk(boss):
    return cast.reader(boss)


@pytest.fixture
def officer(mine):
    return cast.safety_officer(mine)


@pytest.fixture
def major(mine, boss):
    return stage.determined(cast.as_actor(boss), stage.found(cast.as_actor(boss), mine))


def words(answer):
    return answer.content.decode()


def told(**more):
    return {
        "responsible": "林技术", "responsible_post": "技术负责人", "measures": stage.MEASURES,
        "interim_measures": "坡下二十米内禁止人员进入，专人值守", "funds_yuan": "86万", "fund_source": "safety_fund",
        "deadline": (clock.today() + timedelta(days=30)).isoformat(), "emergency_plan": "出现新裂缝立即撤人并报告县局",
        "seen": "0", **more,
    }  # fmt: skip


def pdf(name="应急预案.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [("86万", 860000), ("８６００００", 860000), ("860,000元", 860000), ("１.５万元", 15000), ("0.5", "0.5")],
)
def test_funds_are_read_as_people_write_them(typed, yuan, desk, major):
    assert desk.post(f"/hazards/{major.pk}/five/", told(funds_yuan=typed)).status_code == 302
    assert major.five_points.get().funds_yuan == Decimal(yuan)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"funds_yuan": "八十六万元"}, "funds_yuan", "阿拉伯"), ({"funds_yuan": "见预算"}, "funds_yuan", "阿拉伯"),
        ({"funds_yuan": ""}, "funds_yuan", "资金"), ({"fund_source": ""}, "fund_source", "资金"),
        ({"deadline": "2001-01-01"}, "deadline", "期限已过"), ({"deadline": "月底"}, "deadline", "2023-04-30"),
        ({"responsible": "无"}, "responsible", "责任"), ({"measures": "按要求整改"}, "measures", "措施"),
        ({"interim_measures": ""}, "interim_measures", "临时"), ({"emergency_plan": ""}, "emergency_plan", "预案"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_said_beside_its_field_and_the_rest_stays(wrong, field, said, desk, major):
    answer = desk.post(f"/hazards/{major.pk}/five/", told(**wrong))
    assert answer.status_code == 422 and not major.five_points.exists()
    assert list(answer.context["form"].errors) == [field] and said in str(answer.context["form"].errors[field])
    assert "技术负责人" in words(answer) and "data-draft-refused" in words(answer)


def test_what_looks_implausible_is_asked_and_answered_on_the_same_page(desk, major):
    assert "情况说明" not in words(desk.get(f"/hazards/{major.pk}/five/"))
    answer = desk.post(f"/hazards/{major.pk}/five/", told(funds_yuan="0"))
    assert answer.status_code == 422 and "情况说明" in words(answer) and stage.MEASURES in words(answer)
    assert list(answer.context["form"].errors) == ["flags_answer"]
    assert (
        desk.post(f"/hazards/{major.pk}/five/", told(funds_yuan="0", flags_answer="用本矿设备，不另花钱")).status_code
        == 302
    )
    assert [one["code"] for one in major.five_points.get().flags] == ["no_funds"]


def test_the_file_of_the_plan_survives_a_refused_form_and_can_be_opened(desk, major):
    refused = desk.post(f"/hazards/{major.pk}/five/", told(measures="", emergency_plan="", emergency_file=pdf()))
    assert refused.status_code == 422 and "已接收：应急预案.pdf" in words(refused)
    kept = refused.context["form"]["kept"].value()
    desk.post(f"/hazards/{major.pk}/five/", told(emergency_plan="", kept=kept))
    assert major.five_points.get().emergency_file is not None
    opened = desk.get(f"/hazards/{major.pk}/five/1/plan/")
    assert b"".join(opened.streaming_content) == PDF
    assert f"/hazards/{major.pk}/five/1/plan/" in words(desk.get(f"/hazards/{major.pk}/"))
    desk.post(f"/hazards/{major.pk}/five/", told(emergency_plan="", seen="1", responsible="林二"))
    assert major.five_points.get(version=2).emergency_file is not None, "the file stays with the next version"
    desk.post(f"/hazards/{major.pk}/five/", told(leave_out="on", seen="2"))
    assert major.five_points.get(version=3).emergency_file is None
    assert desk.get(f"/hazards/{major.pk}/five/3/plan/").status_code == 404


def test_a_file_of_a_wrong_kind_or_too_large_is_refused_in_words(desk, major, settings):
    fake = SimpleUploadedFile("预案.pdf", b"<html><script>alert(1)</script></html>", "application/pdf")
    answer = desk.post(f"/hazards/{major.pk}/five/", told(emergency_file=fake))
    assert answer.status_code == 422 and "预案.pdf" in str(answer.context["form"].errors["emergency_file"])
    settings.KUANGAN_MAX_FILE_BYTES = 20
    answer = desk.post(f"/hazards/{major.pk}/five/", told(emergency_file=pdf()))
    assert "MB" in str(answer.context["form"].errors["emergency_file"]) and stage.MEASURES in words(answer)
    assert not major.five_points.exists()


def test_the_same_five_sent_twice_are_one_version_and_a_stale_page_is_told(desk, officer, major):
    desk.post(f"/hazards/{major.pk}/five/", told())
    desk.post(f"/hazards/{major.pk}/five/", told())
    assert major.five_points.count() == 1
    mate = cast.reader(officer)
    mate.post(f"/hazards/{major.pk}/five/", told(seen="1", responsible="郑安全员"))
    stale = desk.post(f"/hazards/{major.pk}/five/", told(seen="1", responsible="林二"))
    assert stale.status_code == 409 and officer.name in words(stale) and "林二" in words(stale)
    assert "郑安全员" in words(stale), "the version that stands there now is shown beside"
    desk.post(f"/hazards/{major.pk}/five/", told(seen=stale.context["form"]["seen"].value(), responsible="林二"))
    assert major.five_points.count() == 3


def test_a_general_hazard_needs_less_and_is_offered_a_deadline(mine, boss, desk):
    row = stage.found(cast.as_actor(boss), mine)
    form = desk.get(f"/hazards/{row.pk}/five/").context["form"]
    assert form["deadline"].value() == clock.today() + timedelta(days=15)
    sent = {"responsible": "林技术", "measures": "清除坡面浮石并复查", "seen": "0",
            "deadline": clock.today().isoformat()}  # fmt: skip
    assert desk.post(f"/hazards/{row.pk}/five/", sent).status_code == 302
    assert stage.fresh(row).state == HazardState.RECTIFYING


def test_once_rectification_has_begun_the_deadline_stands_even_when_it_has_passed(boss, desk, major):
    stage.in_rectification(cast.as_actor(boss), major)
    past = clock.end_of_day(clock.today() - timedelta(days=2))
    Hazard.rows.filter(pk=major.pk).update(deadline_at=past)
    page = words(desk.get(f"/hazards/{major.pk}/five/"))
    assert "只能通过延期调整" in page and 'name="deadline"' not in page
    sent = told(seen="1", responsible="林二")
    del sent["deadline"]
    assert desk.post(f"/hazards/{major.pk}/five/", sent).status_code == 302
    assert stage.fresh(major).deadline_at == past and major.five_points.count() == 2


def test_the_principal_signs_exactly_the_words_that_are_shown(boss, desk, major):
    actions.put_in_place(cast.as_actor(boss), major, **stage.five())
    page = desk.get(f"/hazards/{major.pk}/five/sign/")
    code = page.context["form"]["content_hash"].value()
    assert stage.MEASURES in words(page) and code[:12] in words(page) and "86万" in words(page)
    assert 'value="860000"' in words(desk.get(f"/hazards/{major.pk}/five/"))
    sent = {"content_hash": code, "password": "wrong", "agreed": "on"}
    wrong = desk.post(f"/hazards/{major.pk}/five/sign/", sent)
    assert wrong.status_code == 422 and list(wrong.context["form"].errors) == ["password"]
    assert list(desk.post(f"/hazards/{major.pk}/five/sign/", {**sent, "agreed": ""}).context["form"].errors) == [
        "agreed"
    ]
    assert stage.fresh(major).state == HazardState.REGISTERED
    for _ in range(2):
        again = {**sent, "password": cast.PASSWORD}
        assert desk.post(f"/hazards/{major.pk}/five/sign/", again).status_code == 302
    row = stage.fresh(major)
    assert (row.state, row.supervisor) == (HazardState.RECTIFYING, boss.name)


def test_words_changed_since_they_were_shown_are_not_signed(boss, desk, officer, major):
    actions.put_in_place(cast.as_actor(boss), major, **stage.five())
    code = desk.get(f"/hazards/{major.pk}/five/sign/").context["form"]["content_hash"].value()
    actions.put_in_place(cast.as_actor(officer), major, **stage.five(responsible="林二"))
    sent = {"content_hash": code, "password": cast.PASSWORD, "agreed": "on"}
    answer = desk.post(f"/hazards/{major.pk}/five/sign/", sent)
    assert answer.status_code == 409 and "林二" in words(answer)
    again = {**sent, "content_hash": answer.context["form"]["content_hash"].value()}
    assert again["content_hash"] != code
    assert desk.post(f"/hazards/{major.pk}/five/sign/", again).status_code == 302


def test_nobody_but_the_principal_signs(officer, major):
    actions.put_in_place(cast.as_actor(officer), major, **stage.five())
    mate = cast.reader(officer)
    assert mate.get(f"/hazards/{major.pk}/five/sign/").status_code == 403
    assert "主要负责人" in words(mate.get(f"/hazards/{major.pk}/"))


def test_another_principal_takes_over_with_a_reason_and_signs_again(boss, desk, major):
    stage.in_rectification(cast.as_actor(boss), major)
    sent = {"name": "关总", "reason": ""}
    assert list(desk.post(f"/hazards/{major.pk}/supervisor/", sent).context["form"].errors) == ["reason"]
    sent["reason"] = "李老板离任，企业任命关总"
    for _ in range(2):
        assert desk.post(f"/hazards/{major.pk}/supervisor/", sent).status_code == 302
    assert stage.fresh(major).supervisor == "关总" and major.supervisors.count() == 2
    assert boss.name in words(desk.get(f"/hazards/{major.pk}/supervisor/"))
    assert "关总" in words(desk.get(f"/hazards/{major.pk}/five/sign/"))
