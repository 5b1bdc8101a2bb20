"""Pages of the work on a hazard: progress, more time, application, evacuation, cause, links, withdrawal, reopening."""

from datetime import timedelta

import pytest

from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard, HazardLink
from kuangan.hazards.queries.hazards import numbered
from kuangan.hazards.states import Grade, HazardState
from kuangan.hazards.tests import stage
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = clock.today


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
def desk(boss):
    return cast.reader(boss)


@pytest.fixture
def general(mine, actor):
    return stage.in_rectification(actor, stage.found(actor, mine))


def words(answer):
    return answer.content.decode()


def wrong_fields(answer):
    assert answer.status_code == 422
    return list(answer.context["form"].errors)


def test_progress_is_entered_once_with_what_was_spent(desk, general):
    sent = {"text": "坡面浮石已清理一半", "percent": "５０", "spent_yuan": "1.2万", "happened_at": TODAY().isoformat()}
    for _ in range(2):
        assert desk.post(f"/hazards/{general.pk}/progress/", sent).status_code == 302
    entry = general.progress.get()
    assert (entry.percent, entry.spent_yuan) == (50, 12000)
    assert "坡面浮石已清理一半" in words(desk.get(f"/hazards/{general.pk}/progress/")), "earlier entries stand beside"
    wrong = desk.post(f"/hazards/{general.pk}/progress/", {**sent, "percent": "150", "happened_at": "2999-01-01"})
    assert wrong_fields(wrong) == ["percent", "happened_at"]
    wrong = desk.post(f"/hazards/{general.pk}/progress/", {**sent, "text": "别的进展", "happened_at": "2999-01-01"})
    assert wrong_fields(wrong) == ["happened_at"] and "别的进展" in words(wrong)


def test_more_time_is_asked_once_and_never_for_a_day_in_the_past(desk, general):
    sent = {"until": (TODAY() + timedelta(days=60)).isoformat(), "reason": "连日暴雨，坡面无法作业",
            "interim_measures": "坡下拉警戒线，专人值守"}  # fmt: skip
    assert wrong_fields(desk.post(f"/hazards/{general.pk}/extend/", sent | {"until": "2001-01-01"})) == ["until"]
    for _ in range(2):
        assert desk.post(f"/hazards/{general.pk}/extend/", sent).status_code == 302
    assert general.extensions.count() == 1
    other = desk.post(f"/hazards/{general.pk}/extend/", sent | {"reason": "还要再多一些时间"})
    assert other.status_code == 409 and "还要再多一些时间" in words(other)
    assert 'id="act"' not in words(desk.get(f"/hazards/{general.pk}/extend/"))


def applied(**more):
    return {"rectified_at": TODAY().isoformat(), "statement": "浮石已全部清除，坡面复查无松动", **more}


def test_without_evidence_after_rectification_nothing_is_closed_and_nothing_typed_is_lost(desk, general):
    page = words(desk.get(f"/hazards/{general.pk}/apply/"))
    assert "整改后" in page and "/photos/?stage=after" in page and 'id="act"' not in page
    answer = desk.post(f"/hazards/{general.pk}/apply/", applied())
    assert answer.status_code == 409 and "浮石已全部清除" in words(answer)
    assert stage.fresh(general).state == HazardState.RECTIFYING


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rectified_at": "2001-01-01"}, "rectified_at"), ({"rectified_at": "2999-01-01"}, "rectified_at"),
        ({"rectified_at": ""}, "rectified_at"), ({"statement": "已整改"}, "statement"),
        ({"spent_yuan": "很多"}, "spent_yuan"), ({"expert": "王专家"}, "assessment"),
    ],
)  # fmt: skip
def test_an_application_out_of_order_is_told_beside_its_field(wrong, field, actor, desk, general):
    stage.with_pictures(actor, general)
    assert wrong_fields(desk.post(f"/hazards/{general.pk}/apply/", applied() | wrong)) == [field]
    assert not general.applications.exists()


def test_acceptance_is_applied_for_once_and_taken_back(actor, desk, general):
    stage.with_pictures(actor, general)
    agency = cast.agency()
    sent = applied(assessor=agency.pk, assessment="复测坡面稳定，符合设计", spent_yuan="3万")
    for _ in range(2):
        assert desk.post(f"/hazards/{general.pk}/apply/", sent).status_code == 302
    made = general.applications.get()
    assert (made.assessor, made.spent_yuan, stage.fresh(general).state) == (agency, 30000, HazardState.APPLIED)
    for _ in range(2):
        assert desk.post(f"/hazards/{general.pk}/take-back/").status_code == 302
    assert stage.fresh(general).state == HazardState.RECTIFYING and general.applications.get().state == "taken_back"


def test_people_are_ordered_out_counted_and_let_back_in(desk, general):
    when = clock.now().astimezone(clock.SHANGHAI)
    sent = {"area": "北帮坡下20米", "extent": "area", "people_inside": "６", "people_out": "4",
            "ordered_at": when.date().isoformat(), "ordered_time": when.strftime("%H:%M"), "note": ""}  # fmt: skip
    assert wrong_fields(desk.post(f"/hazards/{general.pk}/evacuate/", sent | {"people_out": "7"})) == ["people_out"]
    assert wrong_fields(desk.post(f"/hazards/{general.pk}/evacuate/", sent | {"ordered_at": "2999-01-01"}))
    for _ in range(2):
        done = desk.post(f"/hazards/{general.pk}/evacuate/", sent, follow=True)
    one = general.evacuations.get()
    assert "还有2人" in words(done) and (one.people_inside, one.people_out) == (6, 4)
    path = f"/hazards/{general.pk}/evacuations/{one.pk}"
    assert f"{path}/count/" in words(desk.get(f"/hazards/{general.pk}/"))
    assert 'id="act"' not in words(desk.get(f"{path}/lift/")), "two people are still missing"
    assert 'value="4"' in words(desk.get(f"{path}/count/"))
    desk.post(f"{path}/count/", {"people_inside": "6", "people_out": "6"})
    for _ in range(2):
        assert desk.post(f"{path}/lift/", {"grounds": "浮石已清除，监测两天无位移"}).status_code == 302
    assert general.evacuations.get().state == "lifted"


def test_an_evacuation_is_not_reached_through_another_hazard(mine, actor, desk, general):
    other = stage.found(actor, mine, description="电缆接头裸露没有绝缘包扎")
    one = actions.evacuate(actor, other, area="配电房", extent="area", people_inside=1, people_out=1)
    for act in ("count", "lift"):
        assert desk.get(f"/hazards/{general.pk}/evacuations/{one.pk}/{act}/").status_code == 404


def test_what_the_bureau_ordered_the_mine_does_not_lift(desk, general):
    county = cast.as_actor(cast.county_inspector())
    one = actions.evacuate(county, general, area="北帮坡下", extent="area", people_inside=2, people_out=2)
    answer = desk.get(f"/hazards/{general.pk}/evacuations/{one.pk}/lift/")
    assert answer.status_code == 403 and "解除" in words(answer)


def explained(**more):
    return {"method": "five_whys", "tree": "台阶高度超过设计\n-没有按月测量\n--没有明确测量人员\n　未按爆破设计施工",
            "summary": "没有建立台阶高度测量制度", "measure": "每月由测量员测量并公示台阶高度", "owner": "林技术",
            "due_on": (TODAY() + timedelta(days=30)).isoformat(), "revision": "0", **more}  # fmt: skip


def test_a_cause_tree_is_typed_as_lines_and_a_stale_page_is_told(desk, general, mine):
    for _ in range(2):
        assert desk.post(f"/hazards/{general.pk}/cause/", explained()).status_code == 302
    cause = stage.fresh(general).root_cause
    assert cause.revision == 1 and cause.tree[0]["children"][0]["children"][0]["text"] == "没有明确测量人员"
    assert "没有按月测量" in words(desk.get(f"/hazards/{general.pk}/cause/"))
    mate = cast.reader(cast.safety_officer(mine))
    mate.post(f"/hazards/{general.pk}/cause/", explained(revision="1", owner="郑安全员"))
    stale = desk.post(f"/hazards/{general.pk}/cause/", explained(revision="1", owner="林二"))
    assert stale.status_code == 409 and "林二" in words(stale) and "郑安全员" in words(stale)
    again = explained(owner="林二", revision=stale.context["form"]["revision"].value())
    assert desk.post(f"/hazards/{general.pk}/cause/", again).status_code == 302
    done = {"done_on": TODAY().isoformat(), "note": "已任命测量员，首月数据已公示"}
    assert wrong_fields(desk.post(f"/hazards/{general.pk}/cause/done/", done | {"done_on": "2999-01-01"})) == [
        "done_on"
    ]
    assert desk.post(f"/hazards/{general.pk}/cause/done/", done).status_code == 302


@pytest.mark.parametrize(
    "tree", ["", "\n".join(["原因"] * 13), "长" * 301, "\n".join("-" * n + "因" for n in range(8))]
)
def test_a_tree_of_which_a_part_would_be_cut_off_is_refused(tree, desk, general):
    answer = desk.post(f"/hazards/{general.pk}/cause/", explained(tree=tree))
    assert wrong_fields(answer) == ["tree"] and "没有建立台阶高度测量制度" in words(answer)


def test_words_are_corrected_once_and_never_over_those_of_somebody_else(desk, general, mine):
    form = desk.get(f"/hazards/{general.pk}/correct/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"place": "北帮+100米平台"}
    for _ in range(2):
        assert desk.post(f"/hazards/{general.pk}/correct/", sent).status_code == 302
    assert stage.fresh(general).place == "北帮+100米平台"
    stale = desk.post(f"/hazards/{general.pk}/correct/", sent | {"place": "南帮"})
    assert stale.status_code == 409 and "南帮" in words(stale)
    again = sent | {"place": "南帮", "seen": stale.context["form"]["seen"].value()}
    assert desk.post(f"/hazards/{general.pk}/correct/", again).status_code == 302


def test_hazards_are_linked_by_search_or_by_number(mine, actor, desk, general):
    near = stage.found(actor, mine, description="最终边坡台阶高度超过设计较多")
    far = stage.found(actor, mine, description="配电房电缆接头裸露", place="配电房")
    page = words(desk.get(f"/hazards/{general.pk}/link/"))
    assert page.index(near.number) < page.index(far.number), "the most alike first"
    found = desk.post(
        f"/hazards/{general.pk}/link/", {"q": "配电房", "find": "1", "kind": "recurs", "note": "同一班组"}
    )
    assert found.status_code == 200 and far.number in words(found) and near.number not in words(found)
    assert "同一班组" in words(found) and 'value="recurs" ' in words(found).replace("checked", " checked")
    desk.post(f"/hazards/{general.pk}/link/", {"q": "配电房", "kind": "related", "other": far.pk})
    desk.post(f"/hazards/{general.pk}/link/", {"kind": "same", "number": f" {near.number}"})
    assert set(HazardLink.rows.values_list("other_id", "kind")) == {(far.pk, "related"), (near.pk, "same")}


@pytest.mark.parametrize("number", ["", "123", "440785-2023-999999", "440785-1999-000001"])
def test_a_number_that_leads_nowhere_is_said_beside_its_field(number, desk, general):
    assert wrong_fields(desk.post(f"/hazards/{general.pk}/link/", {"kind": "related", "number": number})) == ["number"]


def test_a_hazard_of_another_county_is_not_linked_by_its_number(desk, general):
    far_mine = cast.mine("远山石场", cast.KAIPING)
    foreign = stage.found(cast.as_actor(cast.safety_officer(far_mine, "区安全员")), far_mine)
    answer = desk.post(f"/hazards/{general.pk}/link/", {"kind": "related", "number": foreign.number})
    assert wrong_fields(answer) == ["number"] and "管辖范围内没有" in words(answer)
    assert numbered(cast.as_actor(cast.county_reviewer()).scope, foreign.number) is None


def test_an_entry_made_by_mistake_is_withdrawn_once_with_its_reason(desk, general):
    assert wrong_fields(desk.post(f"/hazards/{general.pk}/withdraw/", {"reason": "无"})) == ["reason"]
    for _ in range(2):
        assert desk.post(f"/hazards/{general.pk}/withdraw/", {"reason": "与另一条重复登记"}).status_code == 302
    assert "与另一条重复登记" in words(desk.get(f"/hazards/{general.pk}/"))


def test_a_closed_hazard_that_is_there_again_becomes_a_new_one_once(actor, desk, general):
    stage.applied(actor, general)
    actions.accept(cast.as_actor(cast.county_reviewer()), general, opinion="现场复核，浮石已清除")
    form = desk.get(f"/hazards/{general.pk}/reopen/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"reason": "雨后同一坡面又有浮石"}
    for _ in range(2):
        gone = desk.post(f"/hazards/{general.pk}/reopen/", sent)
    again = Hazard.rows.get(reopens=general)
    assert gone.url == f"/hazards/{again.pk}/" and again.grade == Grade.GENERAL
    assert stage.fresh(general).state == HazardState.CLOSED
    twice = desk.post(f"/hazards/{general.pk}/reopen/", sent | {"entry": "f" * 32})
    assert twice.status_code == 409 and again.number in words(twice)
