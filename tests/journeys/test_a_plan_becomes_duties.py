"""Story 1: the city publishes the plan; everybody in scope gets duties with their reasons; a stopped mine resumes."""

import re

from playwright.sync_api import expect

from kuangan.foundation.authority.scopes import Scope
from kuangan.plan.models import Receipt
from kuangan.plan.states import VersionState
from tests.cast import ENPING, KAIPING
from tests.journeys.conftest import Arrive
from tests.journeys.steps import PHONE, Visitor
from tests.journeys.world import World, duties, duty_of

TITLE = "非煤矿山安全生产综合整治（2023年）"


def test_the_city_publishes_the_plan_and_everybody_in_scope_learns_what_they_owe(world: World, arrive: Arrive) -> None:
    assert duties() == []
    city = arrive(world.users["city"])
    _publishes(city, world)
    _everybody_has_duties(world)
    for who, code, mines in (("county", ENPING, 3), ("other county", KAIPING, 1)):
        _acknowledges_and_hands_out(arrive(world.users[who]), world, code, mines)
    _reads_and_confirms(arrive(world.users["principal"], PHONE), world)
    city.goes_to(f"/plan/{world.version.plan_id}/receipts/").sees("县局2/2，矿山1/4", "南门石场", "未打开")
    city.keeps_picture("plan-receipts").stays_inside_the_screen()
    for who in ("county", "government", "principal"):
        _a_duty_says_what_it_is(arrive(world.users[who]), who, world)


def _publishes(city: Visitor, world: World) -> None:
    city.goes_to(f"/plan/versions/{world.version.pk}/").sees("恩平市应急管理局", "开平市应急管理局").keeps_picture(
        "plan-draft"
    )
    city.expected.add(422)
    city.fills("方案简称", "综合整治").chooses("已阅校验提醒").presses("发布")
    city.sees("请照方案填写简称")
    world.version.refresh_from_db()
    assert world.version.state == VersionState.DRAFT
    city.fills("方案简称", TITLE).presses("发布")
    city.sees("方案已发布").keeps_picture("plan-outline").stays_inside_the_screen()
    world.version.refresh_from_db()
    assert world.version.state == VersionState.PUBLISHED
    assert world.version.published_by == world.users["city"].name


def _everybody_has_duties(world: World) -> None:
    for code in (ENPING, KAIPING):
        assert duties(authority=world.bureaus[code])
        assert duties(authority=world.governments[code])
    full, stopped = duties(owing_mine=world.daling), duties(owing_mine=world.laohu)
    assert {row.duty_slug for row in full} >= {"self-check-package", "monthly-major-check", "mine-receipt"}
    assert {row.duty_slug for row in stopped} == {"mine-receipt"}
    assert all(row.due_at or row.duty_slug for row in full)
    watched = duties(mine=world.laohu, owing_mine=None)
    assert world.bureaus[ENPING] in {row.authority for row in watched}, "the bureau watches over the stopped mine"


def _acknowledges_and_hands_out(county: Visitor, world: World, code: str, mines: int) -> None:
    county.goes_to(f"/plan/{world.version.plan_id}/receipts/").presses("签收")
    county.sees("已签收。现在可以把方案传达到矿山。")
    county.goes_to(f"/plan/{world.version.plan_id}/receipts/").presses(f"传达到{mines}座矿山")
    county.sees(f"已传达到{mines}座矿山")
    own = duties(authority=world.bureaus[code], duty_slug="county-acknowledge")[0]
    assert own.state == "accepted", "acknowledging settles the duty by the fact"
    county.opens_duty(own).sees("方案已签收")
    held = Receipt.objects.within(Scope.everywhere()).filter(version=world.version, mine__region_code=code)
    assert held.count() == mines


def _reads_and_confirms(principal: Visitor, world: World) -> None:
    owed = duty_of(world.daling, "mine-receipt")
    principal.goes_to("/").sees("签收方案和检查表")
    principal.goes_to(f"/plan/{world.version.plan_id}/receipts/").sees("请先打开方案").presses("阅读")
    expect(principal.page).to_have_url(re.compile(r"/plan/\d+/$"))
    principal.keeps_picture("plan-phone").stays_inside_the_screen()
    principal.goes_to(f"/plan/{world.version.plan_id}/receipts/").presses("确认收到").sees("已确认收到")
    owed.refresh_from_db()
    assert owed.state == "accepted"
    principal.opens_duty(owed).sees("方案和检查表已签收").keeps_picture("mine-receipt-phone")


def _a_duty_says_what_it_is(reader: Visitor, who: str, world: World) -> None:
    """Clause, reason, due date, evidence asked for and who accepts it are on the page of a duty."""
    row, words = {
        "county": (
            duties(authority=world.bureaus[ENPING], duty_slug="county-plan")[0],
            ("六(一)", "辖区方案", "市局审核"),
        ),
        "government": (
            duties(authority=world.governments[ENPING], duty_slug="three-batches-plan")[0],
            ("恩平市人民政府", "三个一批", "市局"),
        ),
        "principal": (
            duty_of(world.daling, "self-check-package"),
            ("六(二)", "矿山处于生产、建设或整改状态", "4月30日", "真实性承诺书", "县局审核", "县局转报", "市局备案"),
        ),
    }[who]
    reader.goes_to("/").follows(row.title) if who == "principal" else reader.opens_duty(row)
    reader.sees(row.title, "为什么要办", "佐证要求", *words).keeps_picture(f"duty-of-{who}")
    reader.stays_inside_the_screen()


def test_a_stopped_mine_shows_workers_again_and_the_full_set_appears_with_its_reason(
    campaign: World, arrive: Arrive
) -> None:
    laohu = campaign.laohu
    owner = arrive(campaign.users["stopped"], PHONE)
    owner.goes_to("/").misses("自查自改报告、两个清单和承诺书")
    county = arrive(campaign.users["county"])
    county.goes_to(f"/registry/mines/{laohu.pk}/").sees("长期停产").keeps_picture("mine-stopped")
    county.follows("变更情况")
    county.page.get_by_label("生产状态").select_option("resuming")
    county.page.get_by_label("是否有人作业").select_option("yes")
    county.fills("起始日期", "2023-04-18").keeps_picture("facts-form")
    county.expected.add(422)
    county.presses("变更情况").sees("请填写此项")
    assert {row.duty_slug for row in duties(owing_mine=laohu)} == {"mine-receipt"}, "nothing changes without a basis"
    county.fills("依据", "4月18日现场检查笔录，边坡有3人作业")
    county.presses("变更情况")
    county.sees("情况已登记，该矿责任事项随之调整", "复工复产", "自查自改").keeps_picture("mine-resuming")
    county.follows("历史").sees("4月18日现场检查笔录，边坡有3人作业", "长期停产")

    there = {row.duty_slug for row in duties(owing_mine=laohu)}
    assert there >= {row.duty_slug for row in duties(owing_mine=campaign.nanmen) if row.period_key == ""}
    package = duty_of(laohu, "self-check-package")
    assert package.known_at is not None
    assert package.applies_since.isoformat() == "2023-04-18"
    owner.goes_to("/").sees("自查自改报告、两个清单和承诺书").keeps_picture("desk-resuming-phone")
    owner.opens_duty(package).sees("矿山已启动复工复产，按正常生产建设矿山列入整治范围", "方案六(二)规定")
    expect(owner.card("为什么要办").get_by_text("止", exact=True).first).to_be_visible()
    expect(owner.card("为什么要办").get_by_text("因", exact=True).first).to_be_visible()
    owner.sees(re.compile("4月18日|2023-04-18")).keeps_picture("duty-resuming-phone").stays_inside_the_screen()
