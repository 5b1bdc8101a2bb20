"""Story 7, the part of the duty: a redo is ordered on a stated ground; the old round stays readable and is void."""

from datetime import date

from playwright.sync_api import expect

from kuangan.duties.models import Assignment, RedoOrder
from kuangan.foundation.kernel import clock
from tests.journeys.conftest import Arrive, Calendar
from tests.journeys.papers import document
from tests.journeys.steps import PHONE, SUBMIT, Visitor
from tests.journeys.world import World, duty_of

FACTS = "制度照抄邻矿，矿名未改，撤离路线与本矿不符。"


def test_a_redo_is_ordered_with_ground_and_facts_and_the_second_round_is_delivered(
    campaign: World, arrive: Arrive, calendar: Calendar
) -> None:
    row = duty_of(campaign.daling, "stop-and-evacuate")
    principal = arrive(campaign.users["principal"], PHONE)
    county, leader = arrive(campaign.users["county"]), arrive(campaign.users["county leader"])

    principal.opens_duty(row).attaches("停产撤人制度", document("停产撤人制度")).submits()
    old = row.submissions.get()
    county.opens_duty(row).decides("accept", "同意。").sees("已审核通过")
    row.refresh_from_db()
    assert row.state == "accepted"

    calendar(date(2023, 5, 6))
    _orders(leader, row)
    row.refresh_from_db()
    order = RedoOrder.rows.get()
    assert (row.state, row.round, order.trigger, order.reason) == ("open", 2, "going_through_motions", FACTS)
    assert row.due_at == order.new_due_at == clock.end_of_day(date(2023, 5, 15))
    assert row.due_at != order.old_due_at

    _reads_what_became_void(principal, row, old.pk)
    principal.opens_duty(row).sees("还没有上传")
    principal.attaches("停产撤人制度", document("停产撤人制度（大岭）", "第二轮")).submits()
    county.opens_duty(row).sees("第1轮推倒重来").decides("accept", "已按本矿实际重写。").sees("已审核通过")
    row.refresh_from_db()
    assert (row.state, row.round) == ("accepted", 2)
    assert sorted(row.submissions.values_list("round", "state")) == [(1, "voided"), (2, "accepted")]
    first, second = (row.submissions.get(round=number).content["files"][0]["sha256"] for number in (1, 2))
    assert first != second
    county.goes_to(f"/duties/{row.pk}/history/").sees("责令推倒重来", FACTS).keeps_picture("redo-history")


def _orders(leader: Visitor, row: Assignment) -> None:
    leader.opens_duty(row).follows("办理 责令推倒重来")
    leader.sees("走过场", "不认真", "重大风险研判不准", "重大隐患排查不到位", "重大问题整改不彻底")
    leader.expected.add(422)
    leader.presses("责令推倒重来").sees("请选择一项", "请填写此项").keeps_picture("redo-refused")
    leader.chooses("走过场").fills("事实", FACTS).fills("新期限", "2023-05-15").presses("责令推倒重来")
    leader.sees("已责令推倒重来，原件作废可查").keeps_picture("redo-ordered").stays_inside_the_screen()


def _reads_what_became_void(principal: Visitor, row: Assignment, old: int) -> None:
    principal.goes_to("/").sees("事故征兆立即停产撤人制度").keeps_picture("redo-desk")
    principal.opens_duty(row).sees("5月15日", "第1轮推倒重来", FACTS, "走过场").keeps_picture("redo-duty")
    principal.stays_inside_the_screen().goes_to(f"/duties/submissions/{old}/")
    principal.sees("已作废", "走过场", FACTS, "停产撤人制度.pdf").stays_inside_the_screen().keeps_picture("redo-void")
    with principal.page.expect_download() as download:
        principal.follows("停产撤人制度.pdf")
    assert download.value.path().read_bytes().startswith(b"%PDF")
    expect(principal.page.get_by_role("button", name=SUBMIT)).to_have_count(0)
