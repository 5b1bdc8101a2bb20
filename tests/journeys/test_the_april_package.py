"""Stories 3 and 7, the duty side: signed, changed, signed again, returned, accepted, filed, thrown out, redone."""

from datetime import date

from kuangan.duties.models import Assignment, Submission
from tests.journeys.conftest import Arrive, Calendar
from tests.journeys.papers import document, table
from tests.journeys.steps import Visitor
from tests.journeys.world import World, duty_of

FILES = {
    "problems_file": table("问题隐患清单", ("序号", "隐患"), ("1", "道路警示牌缺失")),
    "risks_file": table("风险管控清单", ("序号", "风险"), ("1", "边坡")),
    "checklist_file": document("检查表"),
}


def test_the_package_is_signed_returned_accepted_filed_and_later_thrown_out(
    campaign: World, arrive: Arrive, calendar: Calendar
) -> None:
    row = duty_of(campaign.daling, "self-check-package")
    officer, principal = arrive(campaign.users["officer"]), arrive(campaign.users["principal"])
    county, city = arrive(campaign.users["county"]), arrive(campaign.users["city"])
    _is_prepared(officer, row, "第一稿")
    principal.opens_duty(row).signs("真实性承诺书")
    _adds(officer, row, "report", document("补充说明"))
    officer.opens_duty(row).sees("签后内容已变").keeps_picture("broken-signature")
    principal.opens_duty(row).signs("真实性承诺书")
    officer.opens_duty(row).submits()

    county.opens_duty(row).decides("return", "清单缺整改期限")
    officer.opens_duty(row).sees("清单缺整改期限")
    _adds(officer, row, "problems_file", table("问题隐患清单（补）", ("序号", "期限"), ("1", "4月28日")))
    principal.opens_duty(row).signs("真实性承诺书")
    officer.opens_duty(row).submits().follows("回执")
    officer.sees("回执")

    county.opens_duty(row).decides("accept", "材料齐全")
    county.opens_duty(row).decides("accept", "同意转报")
    city.opens_duty(row).decides("accept", "备案")
    row.refresh_from_db()
    assert row.state == "accepted"
    assert list(Submission.rows.filter(assignment=row).order_by("id").values_list("state", flat=True)) == [
        "returned", "accepted",
    ]  # fmt: skip
    _is_thrown_out_and_redone(campaign, row, county, officer, principal, calendar)


def _is_thrown_out_and_redone(
    campaign: World, row: Assignment, county: Visitor, officer: Visitor, principal: Visitor, calendar: Calendar
) -> None:
    calendar(date(2023, 7, 3))
    for visitor in (county, officer, principal):  # more than two months later everybody signs in anew
        visitor.context.clear_cookies()
        visitor.signs_in()
    county.goes_to(f"/duties/{row.pk}/redo/")
    county.page.locator("input[name=trigger][value=careless]").check(force=True)
    county.page.locator("[name=reason]").fill("照片与上季度完全相同，清单照抄模板")
    county.page.locator("[name=new_due]").fill("2023-07-31")
    county.page.locator("main form button[type=submit]").first.click()
    county.sees("推倒重来")
    row.refresh_from_db()
    assert (row.state, row.round) == ("open", 2)
    officer.opens_duty(row).sees("第1轮", "照片与上季度完全相同")
    old = Submission.rows.get(assignment=row, state="voided")
    officer.goes_to(f"/duties/submissions/{old.pk}/").sees("作废").keeps_picture("voided")
    _is_prepared(officer, row, "第二轮")
    principal.opens_duty(row).signs("真实性承诺书")
    officer.opens_duty(row).submits()
    assert Submission.rows.get(assignment=row, round=2).state == "submitted"


def _is_prepared(officer: Visitor, row: Assignment, name: str) -> None:
    _adds(officer, row, "report", document(f"自查自改报告{name}", name))
    for key, file in FILES.items():
        _adds(officer, row, key, {**file, "name": f"{name}{file['name']}"})


def _adds(officer: Visitor, row: Assignment, key: str, file: dict) -> None:  # type: ignore[type-arg]
    officer.goes_to(f"/duties/{row.pk}/evidence/{key}/")
    officer.page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    officer.presses("上传").sees("已上传1个文件")
