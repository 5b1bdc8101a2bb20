"""Story 4: a major hazard from the first photo on a phone to a close-out that nobody can fake."""

from datetime import date

from playwright.sync_api import expect

from kuangan.hazards.models import Extension, Hazard, SiteCheck
from kuangan.hazards.states import Grade, HazardState
from tests.journeys.conftest import Arrive, Calendar
from tests.journeys.ledger_steps import (
    adds_after,
    applies,
    at,
    checks_first,
    checks_second,
    determines,
    fills_five,
    reports_hazard,
    signs_five,
)
from tests.journeys.papers import photo
from tests.journeys.steps import PHONE, Visitor
from tests.journeys.world import World

CRITERION = "最终边坡台阶高度超过设计高度"
FOUND = {"位置": "北帮+85米平台", "问题": "最终边坡台阶高度18.6米，超过设计15米，长约120米"}
FIVE = {
    "责任人": "林技术",
    "岗位": "采矿工程师",
    "整改措施": "自上而下削坡，在+95米增设一级安全平台，台阶高度降到15米以内，先清浮石后削坡。",
    "临时防范措施": "坡下50米停止作业，拉警戒线，每班2人巡查并记录。",
    "金额": "86万",
    "整改期限": "2023-07-14",
    "应急处置要点": "发现裂缝加宽或者掉块，立即吹哨撤人到集合点，清点人数后报县局。",
}
DONE = "自上而下削坡完成，台阶高度14.8米，浮石已清，+95米平台已留设。"
NOT_YET = "3号断面复测仍为15.9米，超过设计，浮石没有清完。"
SEEN = "复测3个断面，14.5至14.8米，符合设计，浮石已清。"


def test_a_major_hazard_is_found_rectified_verified_by_two_and_closed_out(
    criteria: World, arrive: Arrive, calendar: Calendar
) -> None:
    calendar(date(2023, 6, 5))
    users = criteria.users
    officer, principal = arrive(users["officer"], PHONE), arrive(users["principal"], PHONE)
    inspector, county, city = arrive(users["county inspector"]), arrive(users["county"]), arrive(users["city"])

    row = reports_hazard(officer, photo("北帮整改前", (120, 110, 90)), FOUND, suspected=True)
    officer.stays_inside_the_screen().keeps_picture("major-found")
    _is_determined_and_reported(principal, row)
    _is_put_in_place(officer, principal, row)

    calendar(date(2023, 6, 6))
    _is_listed(city, row)
    calendar(date(2023, 6, 13))
    at(officer, row, "progress/").fills("做了什么", "削坡到+98米，坡下无人。").fills("完成进度", "40").presses("登记")
    officer.sees("进展已登记")
    calendar(date(2023, 7, 3))
    _gets_more_time(principal, city, row)

    calendar(date(2023, 7, 17))
    _shows_what_was_done(officer, row)
    calendar(date(2023, 7, 18))
    _is_refused_by_two(officer, inspector, county, row)
    calendar(date(2023, 7, 24))
    adds_after(officer, row, photo("北帮整改后第二次", (90, 130, 90)))
    applies(officer, row, DONE + "3号断面补削到14.8米。")
    calendar(date(2023, 7, 25))
    _is_verified_by_two(inspector, county, row)
    _is_explained_and_closed(principal, city, row)
    _stands_on_the_list(city, principal, row)


def _fresh(row: Hazard) -> Hazard:
    return Hazard.rows.get(pk=row.pk)


def _is_determined_and_reported(principal: Visitor, row: Hazard) -> None:
    at(principal, row, "determine/").expected.add(422)
    principal.presses("判定").sees("请选择符合的判定标准条目").keeps_picture("major-determine-empty")
    assert _fresh(row).grade == Grade.SUSPECTED, "nobody determines without criterion and reasons"
    determines(principal, row, CRITERION, "实测3个断面18.2至18.6米，设计15米。").sees("请接着报告应急管理部门")
    principal.stays_inside_the_screen().keeps_picture("major-determined")
    at(principal, row, "report/").sees("第41条").presses("报告").sees("已报告应急管理部门")
    held = _fresh(row)
    assert (held.grade, held.criterion.code) == (Grade.MAJOR, "OP-04")
    assert held.reported_at < held.report_due_at


def _is_put_in_place(officer: Visitor, principal: Visitor, row: Hazard) -> None:
    at(officer, row, "five/").expected.add(422)
    officer.presses("保存五落实").sees("请写明整改期间的临时防范措施", "请填写资金（元）").keeps_picture(
        "major-five-empty"
    )
    fills_five(officer, FIVE).sees("五落实已填报，请主要负责人签字").stays_inside_the_screen()
    assert _fresh(row).state == HazardState.REGISTERED, "rectification waits for the signature"
    at(principal, row, "five/sign/").sees("自上而下削坡", "林技术").expected.add(422)
    principal.fills("登录密码", "bu-shi-zhe-ge").chooses("我已阅五落实内容").presses("签字").sees("密码不对")
    assert _fresh(row).state == HazardState.REGISTERED
    signs_five(principal, row).keeps_picture("major-five-signed")
    assert _fresh(row).supervisor == principal.account.name


def _is_listed(city: Visitor, row: Hazard) -> None:
    at(city, row).follows("挂牌 挂牌督办")
    city.fills("督办要求", "按治理方案限期整改，整改期间坡下停止作业，县局每周报告进展。")
    city.fills("督办期限", "2023-07-16").fills("通知书文号", "江应急督〔2023〕1号").presses("挂牌")
    city.sees("已挂牌督办").keeps_picture("major-listed")
    assert _fresh(row).is_listed


def _gets_more_time(principal: Visitor, city: Visitor, row: Hazard) -> None:
    at(principal, row, "extend/").fills("申请延至", "2023-07-28").fills("原因", "6月下旬连续降雨，坡面不能上机施工。")
    principal.fills("临时防范措施", "坡下50米继续停止作业，裂缝每天测量2次。").presses("申请").sees(
        "批准前仍按现期限执行"
    )
    asked = Extension.rows.get(hazard=row)
    at(city, row, f"extensions/{asked.pk}/decide/").sees("连续降雨").chooses("批准")
    city.fills("审批理由", "情况属实，停产范围不变。").presses("确定").sees("已审批")
    at(principal, row).sees("7月28日").stays_inside_the_screen().keeps_picture("major-more-time")


def _shows_what_was_done(officer: Visitor, row: Hazard) -> None:
    at(officer, row, "apply/").sees("请上传整改后的照片").misses("整改完成情况")
    adds_after(officer, row, photo("北帮整改后", (90, 120, 80)))
    applies(officer, row, DONE).stays_inside_the_screen().keeps_picture("major-applied")


def _is_refused_by_two(officer: Visitor, inspector: Visitor, county: Visitor, row: Hazard) -> None:
    at(officer, row).misses("登记现场核查")
    officer.goes_to(f"/hazards/{row.pk}/check/", 403)
    checks_first(inspector, row, "refused", NOT_YET)
    check = SiteCheck.rows.get(application__hazard=row)
    at(inspector, row).sees("须由另一人用本人账号签字")
    assert check.second_by_id is None, "one person alone verifies nothing"
    checks_second(county, row).sees("退回整改").keeps_picture("major-refused")
    held = _fresh(row)
    assert (held.state, held.refusals, held.verified_at) == (HazardState.RECTIFYING, 1, None)
    at(officer, row).sees(NOT_YET).stays_inside_the_screen()


def _is_verified_by_two(inspector: Visitor, county: Visitor, row: Hazard) -> None:
    at(inspector, row, "check/").sees("整改后").keeps_picture("major-check")
    checks_first(inspector, row, "passed", SEEN)
    checks_second(county, row).sees("待市局销号")
    check = SiteCheck.rows.get(application__hazard=row, result="passed")
    assert {check.first_by_id, check.second_by_id} == {inspector.account.pk, county.account.pk}


def _is_explained_and_closed(principal: Visitor, city: Visitor, row: Hazard) -> None:
    at(city, row, "close/").sees("还没有填写根源分析和治本措施").keeps_picture("major-not-yet-closed")
    city.expected.add(422)
    city.expected.add(409)
    at(principal, row, "cause/").fills("原因树", "台阶超高\n- 没有按设计图放线\n-- 测量员半年没有实测断面")
    principal.fills("根本原因", "没有建立按设计图实测断面的制度。")
    principal.fills("治本措施", "每月实测断面并公示，矿长签字。").fills("措施责任人", "林技术")
    principal.fills("措施完成期限", "2023-08-31").presses("保存根本原因").sees("根本原因已记录")
    at(city, row, "close/").fills("摘牌通知书文号", "江应急摘〔2023〕1号").presses("销号").sees("已销号")
    held = _fresh(row)
    assert (held.state, held.is_listed, held.refusals) == (HazardState.CLOSED, False, 1)
    assert held.rectified_at < held.verified_at < held.closed_at, "three clocks, three moments"


def _stands_on_the_list(city: Visitor, principal: Visitor, row: Hazard) -> None:
    for visitor in (city, principal):
        at(visitor, row)
        clocks = visitor.page.locator(".ka-clocks")
        visitor.sees("用时", "已报告", "已核实", "第2次申请通过", within=clocks).stays_inside_the_screen()
    city.keeps_picture("major-closed")
    principal.keeps_picture("major-closed-phone")
    city.goes_to("/hazards/lists/closed/?from=2023-07-01&to=2023-07-31").sees("大岭石场", "最终边坡台阶高度18.6米")
    city.keeps_picture("major-closed-list")
    expect(city.page.get_by_role("link", name="导出清单")).to_be_visible()
