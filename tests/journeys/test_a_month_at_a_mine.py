"""Story 2, the part of the duty: the principal runs the monthly check on a phone, finds nothing and attests it."""

from playwright.sync_api import expect

from kuangan.duties.models import Signature
from tests.cast import ENPING
from tests.journeys.conftest import Arrive
from tests.journeys.papers import photo
from tests.journeys.steps import PHONE
from tests.journeys.world import World, duty_of

ZERO = "本月排查没有发现重大事故隐患。排查由李老板带队，路线如上，情况属实。"
ANSWERS = {
    "排查日期": "2023-04-19",
    "带队的主要负责人": "李老板",
    "参加人员": "吴安全员、爆破员老周",
    "区域 1": "东采区边坡",
    "发现情况 1": "坡面完整，无浮石",
    "区域 2": "排土场",
    "发现情况 2": "截水沟有淤积，当日清理",
    "发现重大隐患": "０",
    "发现一般隐患": "1",
}


def test_the_principal_delivers_the_monthly_check_on_a_phone(campaign: World, arrive: Arrive) -> None:
    row = duty_of(campaign.daling, "monthly-major-check", period_key="2023-04")
    me = arrive(campaign.users["principal"], PHONE)
    me.goes_to("/").follows("4月重大事故隐患排查")
    me.sees("排查记录", "现场照片", "零隐患承诺", "还没有填写").stays_inside_the_screen()

    me.goes_to(f"/duties/{row.pk}/evidence/zero/").sees("请先补齐以下内容再签署").misses("登录密码")
    me.opens_duty(row).fills_in("排查记录", ANSWERS).keeps_picture("month-filled")
    me.attaches("现场照片", photo("东采区", (120, 110, 90))).sees("还差1份")
    me.attaches("现场照片", photo("排土场", (90, 100, 80)), photo("截水沟", (60, 80, 100)))

    me.goes_to(f"/duties/{row.pk}/evidence/zero/").sees(ZERO).stays_inside_the_screen().keeps_picture("month-sign")
    me.expected.add(422)
    me.fills("登录密码", "bu-shi-zhe-ge").chooses("本人已阅读").presses("签署").sees("密码不对")
    assert not Signature.rows.filter(assignment=row).exists(), "a wrong password signs nothing"
    me.opens_duty(row).signs("零隐患承诺").sees("李老板已签署，签后内容未变").keeps_picture("month-signed")
    me.submits().sees("李老板", ZERO).stays_inside_the_screen().keeps_picture("month-submitted")

    made = row.submissions.get()
    me.sees(made.number)
    assert made.content["signatures"][0]["text"] == ZERO
    assert len(made.content["files"]) == 3
    assert made.content["forms"]["check_form"]["checked_on"] == "2023-04-19"
    assert made.content["forms"]["check_form"]["route"][1]["area"] == "排土场"
    assert not made.was_late
    row.refresh_from_db()
    assert (row.state, row.waiting_for) == ("submitted", campaign.bureaus[ENPING])

    me.goes_to("/")
    me.sees("4月重大事故隐患排查", within=me.card("已报，等审核"))
    expect(me.card("本月还要办").get_by_text("4月重大事故隐患排查")).to_have_count(0)
    me.stays_inside_the_screen().keeps_picture("month-desk")


def test_half_a_form_is_kept_and_says_what_is_missing(campaign: World, arrive: Arrive) -> None:
    row = duty_of(campaign.daling, "monthly-major-check", period_key="2023-04")
    me = arrive(campaign.users["officer"])
    me.goes_to(f"/duties/{row.pk}/evidence/check_form/")
    me.expected.add(422)
    me.fills("排查日期", "19号").fills("参加人员", "吴安全员").presses("保存")
    me.sees("已存为草稿，请修改", "请按年-月-日填写").stays_inside_the_screen().keeps_picture("month-draft")
    assert row.answers.get().values["people"] == "吴安全员"
    me.opens_duty(row).sees("由主要负责人登录后签署", "还需填写").misses("材料已齐")
    me.goes_to(f"/duties/{row.pk}/evidence/check_form/")
    expect(me.page.get_by_label("参加人员")).to_have_value("吴安全员")
