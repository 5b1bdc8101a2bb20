"""Pages of the acts: the frame of each, the determination against criteria, the report to the bureau."""

from datetime import timedelta

import pytest

from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import Grade, HazardState
from kuangan.hazards.tests import stage
from kuangan.standards.models import Criterion
from tests import cast

pytestmark = pytest.mark.django_db
ACTS = ["determine", "report", "five", "five/sign", "progress", "extend", "apply", "take-back", "evacuate", "cause",
        "cause/done", "supervisor", "correct", "link", "reopen"]  # fmt: skip
REASONS = "实测台阶高度18.6米，设计15米，对照该条成立"


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def boss(mine):
    return cast.principal(mine)


@pytest.fixture
def desk(boss):
    return cast.client(boss)


@pytest.fixture
def row(mine, boss):
    return stage.found(cast.as_actor(boss), mine)


@pytest.fixture
def major(boss, row):
    return stage.determined(cast.as_actor(boss), row)


def words(answer):
    return answer.content.decode()


def judged(**more):
    return {"grade": "major", "focus_area": "major_hazards", "reasons": REASONS, "seen": "0",
            "happened_at": clock.today().isoformat(), **more}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_every_act_has_a_page_with_the_hazard_on_top(act, desk, major):
    answer = desk.get(f"/hazards/{major.pk}/{act}/")
    assert answer.status_code == 200
    assert major.number in words(answer) and major.place in words(answer) and "重大" in words(answer)


@pytest.mark.parametrize("act", ACTS)
def test_a_mine_of_another_county_does_not_exist(act, major):
    other = cast.client(cast.principal(cast.mine("远山石场", cast.KAIPING)))
    assert other.get(f"/hazards/{major.pk}/{act}/").status_code == 404
    assert other.post(f"/hazards/{major.pk}/{act}/", {"reason": "不是本县的矿"}).status_code == 404


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ("progress", "五落实还没有填写"), ("five/sign", "五落实还没有填写"), ("apply", "五落实还没有填写"),
        ("extend", "无须办理"), ("take-back", "无须办理"), ("reopen", "无须办理"), ("cause/done", "无须办理"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_now_says_why_instead_of_a_form_that_will_fail(act, why, desk, major):
    page = words(desk.get(f"/hazards/{major.pk}/{act}/"))
    assert why in page and 'id="act"' not in page and "返回隐患" in page


def test_next_acts_of_the_hazard_page_lead_to_pages(desk, major):
    page = words(desk.get(f"/hazards/{major.pk}/"))
    for act in ("determine", "report", "five", "evacuate", "cause", "supervisor", "correct", "link"):
        assert f'href="/hazards/{major.pk}/{act}/' in page
    assert "主要负责人" in page


def test_a_hazard_is_determined_against_a_criterion_on_its_page(desk, row):
    one = stage.criterion()
    shown = words(desk.get(f"/hazards/{row.pk}/determine/"))
    assert one.label in shown and one.text in shown and "部分与印发文本核对" in shown
    answer = desk.post(f"/hazards/{row.pk}/determine/", judged(criterion=one.pk), follow=True)
    row = stage.fresh(row)
    assert (row.grade, row.criterion, row.focus_area) == (Grade.MAJOR, one, "major_hazards")
    assert "请接着报告" in words(answer)
    desk.post(f"/hazards/{row.pk}/determine/", judged(criterion=one.pk))
    assert row.determinations.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"criterion": ""}, "criterion"), ({"criterion": "999999"}, "criterion"), ({"focus_area": ""}, "focus_area"),
        ({"reasons": "同上"}, "reasons"), ({"happened_at": "2999-01-01"}, "happened_at"),
        ({"happened_at": "2001-01-01"}, "happened_at"), ({"grade": "general?"}, "grade"),
    ],
)  # fmt: skip
def test_a_determination_that_lacks_something_stays_as_typed(wrong, field, desk, row):
    one = stage.criterion()
    sent = judged(criterion=one.pk) | wrong
    answer = desk.post(f"/hazards/{row.pk}/determine/", sent)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert sent["reasons"] in words(answer) and not row.determinations.exists()
    if field != "criterion":
        assert f'value="{one.pk}" checked' in words(answer)


def test_a_criterion_that_was_not_in_force_is_refused_in_words_and_stays_chosen(desk, row):
    stage.criterion()
    later = stage.criterion("OP-S1", since=clock.today() + timedelta(days=400))
    answer = desk.post(f"/hazards/{row.pk}/determine/", judged(criterion=later.pk))
    assert answer.status_code == 422 and "没有施行，请选择当日有效的条目" in words(answer)
    assert answer.context["form"].errors.keys() == {"criterion"} and REASONS in words(answer)
    assert f'value="{later.pk}" checked' in words(answer)


def test_criteria_are_narrowed_without_losing_what_was_typed(desk, row):
    one = stage.criterion()
    other = Criterion(
        criterion_set=one.criterion_set, code="OP-09", position=99, mine_kind=one.mine_kind, wording=one.wording,
        text="排土场坡脚鼓起且后缘开裂", search_text="露天第9项 排土场坡脚鼓起且后缘开裂",
    )  # fmt: skip
    other.save()
    page = words(desk.get(f"/hazards/{row.pk}/determine/?q=排土场"))
    assert other.text in page and one.text not in page
    answer = desk.post(f"/hazards/{row.pk}/determine/", judged(criterion=one.pk, q="排土场", find="1"))
    assert answer.status_code == 200 and not row.determinations.exists()
    assert REASONS in words(answer) and other.text in words(answer)
    assert f'value="{one.pk}" checked' in words(answer), "what was chosen stays, though it lacks the words"
    assert "没有含这些文字的条款" in words(desk.get(f"/hazards/{row.pk}/determine/?q=没有这回事"))


def test_without_loaded_criteria_the_page_says_what_to_do(desk, row):
    page = words(desk.get(f"/hazards/{row.pk}/determine/"))
    assert "尚未导入" in page and "疑似重大" in page


def test_who_determines_on_a_stale_page_is_told_and_can_send_it_again(desk, row):
    one = stage.criterion()
    stage.determined(cast.as_actor(cast.county_reviewer()), row)
    answer = desk.post(f"/hazards/{row.pk}/determine/", judged(criterion=one.pk))
    assert answer.status_code == 409 and "陈主任已先作出判定" in words(answer)
    again = judged(criterion=one.pk, seen=answer.context["form"]["seen"].value())
    assert desk.post(f"/hazards/{row.pk}/determine/", again).status_code == 302
    assert row.determinations.count() == 2


def test_a_mine_is_not_offered_to_lower_the_grade_and_a_bureau_is(desk, major):
    assert 'value="general"' not in words(desk.get(f"/hazards/{major.pk}/determine/"))
    county = cast.client(cast.county_reviewer())
    assert 'value="general"' in words(county.get(f"/hazards/{major.pk}/determine/"))
    sent = judged(grade="general", criterion="", focus_area="", seen="1", reasons="复测台阶高度14.9米，未超过设计")
    assert county.post(f"/hazards/{major.pk}/determine/", sent).status_code == 302
    assert stage.fresh(major).grade == Grade.GENERAL


def test_the_report_shows_what_the_law_asks_for_and_counts_once(desk, major):
    page = words(desk.get(f"/hazards/{major.pk}/report/"))
    assert "治理方案" in page and "危害程度" in page and "报告时限" in page
    first = desk.post(f"/hazards/{major.pk}/report/", {"words": ""}, follow=True)
    moment = stage.fresh(major).reported_at
    assert "已报告" in words(first) and moment is not None
    desk.post(f"/hazards/{major.pk}/report/", {"words": "再报一次"})
    assert stage.fresh(major).reported_at == moment


def test_a_late_report_is_taken_and_said_to_be_late(desk, major):
    Hazard.rows.filter(pk=major.pk).update(report_due_at=clock.now() - timedelta(hours=2))
    assert "已超过时限" in words(desk.post(f"/hazards/{major.pk}/report/", {"words": ""}, follow=True))


def test_right_missing_on_the_hazard_is_403_with_the_reason(desk, major):
    answer = desk.get(f"/hazards/{major.pk}/withdraw/")
    assert answer.status_code == 403 and "县局" in words(answer)
    assert stage.fresh(major).state == HazardState.REGISTERED
    assert cast.client(cast.county_reviewer()).get(f"/hazards/{major.pk}/five/").status_code == 403
    assert actions.report(cast.as_actor(cast.safety_officer(major.mine)), major).reported_at
