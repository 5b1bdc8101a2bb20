"""Story 2: a month at a mine. The principal leads the check on a phone, finds nothing and attests it; what is found
becomes a hazard."""

import re

from playwright.sync_api import FilePayload, expect

from kuangan.hazards.states import Grade, Source
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.states import CheckState
from tests.cast import ENPING, PASSWORD
from tests.journeys.conftest import Arrive
from tests.journeys.ledger_steps import newest
from tests.journeys.papers import photo
from tests.journeys.steps import PHONE, Visitor
from tests.journeys.world import World, duty_of

ATTESTED = "没有发现重大事故隐患"
AREAS = (
    ("东采区边坡", "台阶高度、浮石、安全平台", (120, 110, 90)),
    ("排土场", "坡脚挡石坝、截水沟", (90, 100, 80)),
)


def test_the_principal_leads_the_check_on_a_phone_finds_nothing_and_the_duty_is_fulfilled(
    campaign: World, criteria: World, arrive: Arrive
) -> None:
    row = duty_of(campaign.daling, "monthly-major-check", period_key="2023-04")
    me = arrive(campaign.users["principal"], PHONE)
    me.opens_duty(row).misses("材料已齐").stays_inside_the_screen().keeps_picture("month-duty-open")
    check = _begins(me)
    me.goes_to(f"/inspections/{check.pk}/sign/").sees("请先补齐下列内容，再签字").misses("登录密码")

    _says_who(me, check)
    for name, looked_at, colour in AREAS:
        _walks(me, check, name, looked_at, colour)
    _goes_through_the_criteria(me, check)
    _signs(me, check)

    made = row.submissions.get()
    me.opens_duty(row).sees("已有", "李老板作零隐患承诺", made.number).stays_inside_the_screen().keeps_picture(
        "month-duty-there"
    )
    assert not made.was_late
    row.refresh_from_db()
    assert (row.state, row.waiting_for) == ("submitted", campaign.bureaus[ENPING])
    me.goes_to("/")
    me.sees("4月重大事故隐患排查", within=me.card("已报，等审核"))
    expect(me.card("本月还要办").get_by_text("4月重大事故隐患排查")).to_have_count(0)
    me.stays_inside_the_screen().keeps_picture("month-desk")


def test_what_the_check_finds_becomes_a_hazard_of_the_ledger(campaign: World, criteria: World, arrive: Arrive) -> None:
    officer, principal = arrive(campaign.users["officer"], PHONE), arrive(campaign.users["principal"])
    check = _begins(officer)
    _says_who(officer, check)
    _walks(officer, check, *AREAS[0])
    officer.goes_to(f"/inspections/{check.pk}/areas/new/").expected.add(422)
    officer.fills("区域", "破碎站").fills("看了什么", "防护罩、检修牌").chooses("发现问题").presses("保存本区域")
    officer.sees("请写明发现了什么").keeps_picture("month-found-nothing-said")
    officer.fills("发现了什么", "皮带机尾轮防护罩缺失")
    _takes_picture(officer, photo("破碎站", (70, 90, 110))).presses("保存本区域")
    officer.sees("写了发现问题，但没有登记隐患：破碎站")

    officer.follows("登记为隐患").stays_inside_the_screen()
    expect(officer.page.get_by_label("位置").locator("visible=true").last).to_have_value("破碎站")
    officer.presses("登记并关联").sees("已登入隐患台账，并关联到本次排查").keeps_picture("month-finding")
    found = newest()
    assert (found.grade, found.source, found.mine) == (Grade.GENERAL, Source.MONTHLY_CHECK, campaign.daling)
    assert found.state == "registered"

    _goes_through_the_criteria(officer, check)
    officer.goes_to(f"/inspections/{check.pk}/sign/", 403)
    _signs(principal, check)
    officer.goes_to(f"/hazards/{found.pk}/").sees("皮带机尾轮防护罩缺失", "填写五落实").stays_inside_the_screen()
    check.refresh_from_db()
    assert (check.hazards_total, check.major_total) == (1, 0)


def _begins(me: Visitor) -> MonthlyCheck:
    me.goes_to("/").follows("开始")
    me.presses("开始").sees("已开始。每一部分单独保存").stays_inside_the_screen()
    return MonthlyCheck.rows.get()


def _says_who(me: Visitor, check: MonthlyCheck) -> None:
    me.goes_to(f"/inspections/{check.pk}/basics/")
    me.fills("开始时间", "08:30").fills("结束时间", "11:10")
    people = (("李老板", "矿长"), ("吴安全员", "安全员"))
    for number, (name, post) in enumerate(people, start=1):
        me.page.locator(f"input[name=name_{number}]").fill(name)
        me.page.locator(f"input[name=post_{number}]").fill(post)
    me.presses("保存").sees("已填2人")


def _takes_picture(me: Visitor, shot: FilePayload) -> Visitor:
    me.page.locator("main input[type=file]").first.set_input_files([shot])
    return me


def _walks(me: Visitor, check: MonthlyCheck, name: str, looked_at: str, colour: tuple[int, int, int]) -> None:
    me.goes_to(f"/inspections/{check.pk}/areas/new/").fills("区域", name).fills("看了什么", looked_at)
    me.chooses("未发现异常")
    _takes_picture(me, photo(name, colour)).presses("保存本区域").sees(name)


def _goes_through_the_criteria(me: Visitor, check: MonthlyCheck) -> None:
    me.goes_to(f"/inspections/{check.pk}/criteria/").stays_inside_the_screen()
    answers = me.page.locator(".in-answers label").filter(has_text="不存在")
    assert answers.count() > 5
    for one in answers.all():
        one.click()
    me.presses("保存对照结果").sees(re.compile(r"已对照\d+项"))


def _signs(me: Visitor, check: MonthlyCheck) -> None:
    """The whole check is read, attested, and signed with the password."""
    me.goes_to(f"/inspections/{check.pk}/sign/").sees(ATTESTED).stays_inside_the_screen().expected.add(422)
    me.chooses("我已看过，确认属实").fills("登录密码", "bu-shi-zhe-ge").presses("签字").sees("密码不对")
    assert MonthlyCheck.rows.get(pk=check.pk).state == CheckState.DRAFT, "a wrong password signs nothing"
    me.page.get_by_label("我已看过，确认属实").check()
    me.fills("登录密码", PASSWORD).presses("签字").sees("已签字，本次排查不能再改").keeps_picture("month-signed")
    assert MonthlyCheck.rows.get(pk=check.pk).state == CheckState.SIGNED
