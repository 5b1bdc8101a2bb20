"""Story 3, the part of the duty: signed, changed, signed again, returned, corrected, accepted, passed on, filed."""

from datetime import date

from playwright.sync_api import expect

from kuangan.duties.models import Assignment, Review
from tests.cast import ENPING, JIANGMEN
from tests.journeys.conftest import Arrive, Calendar
from tests.journeys.ledger_steps import at, enters_risk, reports_hazard
from tests.journeys.papers import document, photo
from tests.journeys.steps import PHONE, SUBMIT, Visitor
from tests.journeys.world import World, duty_of

PACKAGE = "自查自改报告、两个清单和承诺书"
REASON = "问题隐患清单没有列入挡车设施缺失，请补正。"
MISSED = {"位置": "运输道路K0+320", "问题": "挡车设施缺失约8米"}
RISK = {
    "风险点": "最终边坡",
    "可能发生什么": "边坡失稳滑坡，掩埋下方人员和设备",
    "管控措施": "每班巡查裂缝，雨后加密监测",
    "责任人": "林技术",
    "下次复评": "2023-10-15",
}


def test_the_package_is_signed_returned_corrected_passed_on_and_filed(
    campaign: World, arrive: Arrive, calendar: Calendar
) -> None:
    row = duty_of(campaign.daling, "self-check-package")
    officer, principal = arrive(campaign.users["officer"]), arrive(campaign.users["principal"], PHONE)
    county, city = arrive(campaign.users["county"]), arrive(campaign.users["city"])

    _prepares(officer, row)
    principal.opens_duty(row).sees("还没有签字").signs("真实性承诺书").sees("李老板已签字，签后内容未变")
    _a_later_edit_voids_the_signature(officer, principal, row)
    first = _submits(principal, row, 1)

    calendar(date(2023, 4, 24))
    county.goes_to("/").follows(PACKAGE).keeps_picture("april-review").stays_inside_the_screen()
    _returns(county, row)

    calendar(date(2023, 4, 25))
    principal.goes_to("/").sees(f"退回：{REASON}").keeps_picture("april-returned-desk")
    officer.opens_duty(row).sees(REASON)
    _puts_on_the_list(officer)
    principal.opens_duty(row).sees("签后内容已变").signs("真实性承诺书")
    second = _submits(principal, row, 2)
    assert second != first

    _passes_on_and_files(county, city, row, calendar)
    _prints_the_receipt(principal, row, second)


def _prepares(officer: Visitor, row: Assignment) -> None:
    officer.goes_to("/").follows(PACKAGE)
    officer.sees("县局审核", "县局转报", "市局备案", "主要负责人登录后签字").keeps_picture("april-empty")
    officer.attaches("自查自改报告", document("大岭石场自查自改报告"))
    officer.sees("风险管控清单还是空的")
    enters_risk(officer, RISK)
    officer.opens_duty(row).sees("清单列有风险1项")
    officer.sees("缺1项").stays_inside_the_screen()
    _cannot_submit(officer)


def _puts_on_the_list(officer: Visitor) -> None:
    """What was missing on the list is entered in the ledger, with its person and deadline."""
    missed = reports_hazard(officer, photo("挡车设施", (130, 120, 110)), MISSED)
    at(officer, missed, "five/").fills("责任人", "周队长").fills("整改措施", "用块石补筑挡车墙8米，高度0.9米")
    officer.presses("保存五落实").sees("五落实已填报")


def _cannot_submit(visitor: Visitor) -> None:
    button = visitor.page.get_by_role("button", name=SUBMIT).filter(visible=True)
    expect(button).to_have_count(0)


def _a_later_edit_voids_the_signature(officer: Visitor, principal: Visitor, row: Assignment) -> None:
    officer.opens_duty(row).attaches("自查自改报告", document("报告补充页"))
    officer.sees("李老板签后内容已变，须重新签字").keeps_picture("april-broken")
    principal.opens_duty(row).sees("李老板签后内容已变，须重新签字").keeps_picture("april-broken-phone")
    _cannot_submit(principal)
    principal.signs("真实性承诺书").sees("李老板已签字，签后内容未变")


def _submits(principal: Visitor, row: Assignment, attempt: int) -> str:
    principal.submits().stays_inside_the_screen()
    row.refresh_from_db()
    made = row.submissions.get(state="submitted")
    assert (row.state, made.attempt, made.was_late) == ("submitted", attempt, False)
    principal.sees(made.number)
    return str(made.number)


def _returns(county: Visitor, row: Assignment) -> None:
    county.expected.add(422)
    county.decides("return").sees("请写明需要补正的内容")
    row.refresh_from_db()
    assert row.state == "submitted", "nothing is returned without a reason"
    county.decides("return", REASON).sees("已退回补正").keeps_picture("april-returned")
    row.refresh_from_db()
    assert (row.state, row.submissions.get().state) == ("returned", "returned")


def _passes_on_and_files(county: Visitor, city: Visitor, row: Assignment, calendar: Calendar) -> None:
    city.opens_duty(row).sees("待县局审核")
    expect(city.page.locator("#review")).to_have_count(0)
    county.opens_duty(row).sees("第2次").decides("accept", "清单已补正，情况属实。").sees("已审核通过，待县局转报")
    row.refresh_from_db()
    assert row.state == "submitted"
    county.opens_duty(row).decides("accept").sees("待市局备案").keeps_picture("april-passed-on")
    row.refresh_from_db()
    assert row.waiting_for is not None
    assert row.waiting_for.region_code == JIANGMEN
    calendar(date(2023, 4, 27))
    city.goes_to("/").follows(PACKAGE).keeps_picture("april-city")
    city.decides("accept", "予以备案。").sees("完成").keeps_picture("april-filed")
    row.refresh_from_db()
    assert row.state == "accepted"
    decided = [(review.decision, review.authority.region_code) for review in Review.rows.order_by("id")]
    assert [place for _decision, place in decided] == [ENPING, ENPING, ENPING, JIANGMEN]
    assert decided[0][0] == Review.Decision.RETURNED


def _prints_the_receipt(principal: Visitor, row: Assignment, number: str) -> None:
    principal.goes_to(f"/duties/submissions/{row.submissions.get(number=number).pk}/receipt/")
    principal.sees(number, "恩平市应急管理局", "江门市应急管理局", "大岭石场", "予以备案。")
    principal.stays_inside_the_screen()
    principal.page.emulate_media(media="print")
    expect(principal.page.locator("header.ka-top")).to_be_hidden()
    principal.sees(number).keeps_picture("april-receipt-print")
