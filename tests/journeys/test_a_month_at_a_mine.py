"""Story 2, the part of the duty: the monthly check delivered on a phone, with nothing found and that attested."""

from kuangan.duties.models import Submission
from tests.journeys.conftest import Arrive
from tests.journeys.papers import photo
from tests.journeys.steps import PHONE
from tests.journeys.world import World, duty_of


def test_the_principal_delivers_the_monthly_check_on_a_phone(campaign: World, arrive: Arrive) -> None:
    principal = arrive(campaign.users["principal"], PHONE)
    row = duty_of(campaign.daling, "monthly-major-check", period_key="2023-04")
    principal.opens_duty(row).sees("4月重大事故隐患排查", "还没有填写").stays_inside_the_screen()
    principal.goes_to(f"/duties/{row.pk}/evidence/check_form/")
    for name, words in {"checked_on": "2023-04-18", "leader": "李老板", "people": "吴安全员、梁爆破员"}.items():
        principal.page.locator(f"[name=f-{name}]").fill(words)
    for name, number in {"major": "0", "general": "０"}.items():
        principal.page.locator(f"[name=f-{name}]").fill(number)
    table = principal.page.locator("[name^=f-route]")
    table.nth(0).fill("采场北帮")
    table.nth(1).fill("未发现隐患")
    principal.presses("保存").stays_inside_the_screen()
    principal.opens_duty(row).attaches("现场照片", photo("北帮", (120, 110, 90)), photo("道路", (90, 90, 90)))
    principal.opens_duty(row)
    for requirement in ("零隐患承诺", "零报告承诺"):
        if principal.card("佐证要求").get_by_role("link", name=requirement, exact=True).count():
            principal.signs(requirement)
    principal.opens_duty(row).submits().stays_inside_the_screen().keeps_picture("receipt-phone")
    receipt = Submission.rows.get(assignment=row)
    assert receipt.content["forms"]["check_form"]["checked_on"] == "2023-04-18"
    principal.goes_to("/").sees("等审核", "4月重大事故隐患排查")
