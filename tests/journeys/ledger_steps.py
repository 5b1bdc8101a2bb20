"""What people do with a hazard on its pages, as sentences: `signs_five(principal, row)`."""

from playwright.sync_api import FilePayload, expect

from kuangan.hazards.models import Hazard
from tests.cast import PASSWORD
from tests.journeys.steps import Visitor


def at(visitor: Visitor, row: Hazard, page: str = "") -> Visitor:
    """Open a hazard, or the page of one act on it."""
    return visitor.goes_to(f"/hazards/{row.pk}/{page}")


def reports_hazard(visitor: Visitor, shot: FilePayload, told: dict[str, str], *, suspected: bool = False) -> Hazard:
    """From the bottom bar of the phone: picture, place, words, grade."""
    visitor.goes_to("/").follows("报隐患").stays_inside_the_screen()
    visitor.page.locator("main input[type=file]").first.set_input_files([shot])
    for label, words in told.items():
        visitor.fills(label, words)
    if suspected:
        visitor.chooses("疑似重大事故隐患")
        visitor.page.get_by_label("重点领域").select_option(label="重大事故隐患排查整治")
    visitor.presses("登记").sees("已登记，编号")
    return newest()


def enters_risk(visitor: Visitor, told: dict[str, str]) -> Visitor:
    """A risk on the control list, assessed by LEC; the three figures are the second that is offered of each."""
    visitor.goes_to("/hazards/risks/new/")
    for label, words in told.items():
        visitor.fills(label, words)
    for name in ("lec_likelihood", "lec_exposure", "lec_consequence"):
        visitor.page.locator(f"select[name={name}]").select_option(index=2)
    return visitor.presses("保存并显示分值").sees("LEC法")


def newest() -> Hazard:
    """The hazard that was registered last."""
    found = Hazard.rows.order_by("-pk").first()
    assert found is not None
    return found


def determines(visitor: Visitor, row: Hazard, criterion: str, reasons: str) -> Visitor:
    """Find a criterion by its words, choose it, give the reasons."""
    at(visitor, row, "determine/")
    visitor.page.locator("#criteria input[name=q]").fill(criterion)
    visitor.presses("搜索", visitor.page.locator("#criteria"))
    visitor.chooses(criterion).chooses("重大事故隐患排查整治").fills("判定理由", reasons)
    return visitor.presses("判定")


def fills_five(visitor: Visitor, answers: dict[str, str], source: str = "安全生产费用") -> Visitor:
    """On the page of the five: everything by its label, saved."""
    for label, words in answers.items():
        visitor.fills(label, words)
    visitor.page.get_by_label("资金来源").select_option(label=source)
    return visitor.presses("保存五落实")


def signs_five(visitor: Visitor, row: Hazard) -> Visitor:
    """The principal reads the five and enters the password again."""
    at(visitor, row, "five/sign/").fills("登录密码", PASSWORD).chooses("我已阅五落实内容")
    return visitor.presses("签字").sees("已签字。即日起由您亲自督办整改")


def adds_after(visitor: Visitor, row: Hazard, shot: FilePayload) -> Visitor:
    """A picture after rectification from the same spot as the one before."""
    at(visitor, row, "photos/?stage=after")
    visitor.page.locator("main input[type=file]").first.set_input_files([shot])
    before = visitor.page.locator("input[name=pairs_with]:not([value=''])").first
    visitor.page.locator("label").filter(has=before).click()
    visitor.presses("上传")
    expect(visitor.page.get_by_text("同一机位").filter(visible=True).first).to_be_visible()
    return visitor


def applies(visitor: Visitor, row: Hazard, statement: str) -> Visitor:
    """Applied for acceptance."""
    at(visitor, row, "apply/").fills("整改完成情况", statement)
    return visitor.presses("申请").sees("已申请验收，由未参与整改的人员核查")


def checks_first(visitor: Visitor, row: Hazard, result: str, opinion: str) -> Visitor:
    """The on-site check with the first signature; `result` is passed or refused."""
    at(visitor, row, "check/")
    visitor.page.locator(f"input[name=result][value={result}]").check(force=True)
    visitor.fills("意见", opinion).fills("登录密码", PASSWORD).chooses("我本人到过现场")
    return visitor.presses("第一人签字").sees("另一名到场人员签字后生效")


def checks_second(visitor: Visitor, row: Hazard) -> Visitor:
    """The second signature, from the page of the hazard."""
    at(visitor, row).follows("签字 签字确认现场核查")
    visitor.fills("登录密码", PASSWORD).chooses("我本人到过现场")
    return visitor.presses("第二人签字").sees("两人均已签字")
