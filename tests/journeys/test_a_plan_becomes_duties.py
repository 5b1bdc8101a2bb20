"""Story 1: the plan is made public, reaches every mine, and a stopped mine that resumes gets its full set with reasons."""

from datetime import date

from playwright.sync_api import expect

from kuangan.duties.models import Assignment
from kuangan.plan.models import Receipt
from tests.journeys.conftest import Arrive, Calendar
from tests.journeys.steps import DESK, PHONE
from tests.journeys.world import World, derive, duties, duty_of
from tests.cast import places


def test_a_plan_becomes_duties_and_a_stopped_mine_that_resumes_gets_the_full_set(
    world: World, arrive: Arrive, calendar: Calendar
) -> None:
    _is_published(world, arrive)
    _reaches_every_mine(world, arrive)
    _resumes(world, arrive, calendar)


def _is_published(world: World, arrive: Arrive) -> None:
    city = arrive(world.users["city"])
    city.goes_to(f"/plan/versions/{world.version.pk}/")
    city.page.locator("[name=title]").fill(world.version.plan.short_title)
    city.page.locator("[name=sure]").check()
    city.presses("发布").sees("已发布").stays_inside_the_screen()
    derive(world)
    assert duties(owing_mine=world.daling) and duties(authority=world.bureaus[places.ENPING])
    assert duties(authority=world.governments[places.ENPING])
    assert {row.duty_slug for row in duties(owing_mine=world.laohu)} == {"mine-receipt"}


def _reaches_every_mine(world: World, arrive: Arrive) -> None:
    county = arrive(world.users["county"])
    own = Receipt.rows.get(version=world.version, authority=world.bureaus[places.ENPING])
    county.goes_to(f"/plan/receipts/{own.pk}/").presses_for("/acknowledge/")
    county.goes_to(f"/plan/{world.version.plan_id}/receipts/")
    county.presses_for(f"/distribute/{world.bureaus[places.ENPING].pk}/").sees("恩平").keeps_picture("receipts")
    principal = arrive(world.users["principal"], PHONE)
    receipt = Receipt.rows.get(version=world.version, mine=world.daling)
    principal.goes_to(f"/plan/receipts/{receipt.pk}/").presses_for("/open/")
    principal.goes_to(f"/plan/receipts/{receipt.pk}/").presses_for("/confirm/").stays_inside_the_screen()
    receipt.refresh_from_db()
    assert receipt.acknowledged_by == "李老板"
    assert duty_of(world.daling, "mine-receipt").state == "accepted"  # settled by the fact, without a tick
    package = duty_of(world.daling, "self-check-package")
    principal.opens_duty(package).sees("为什么要办", "六(二)", "恩平市应急管理局", "自查自改报告")
    principal.stays_inside_the_screen().keeps_picture("duty-phone")


def _resumes(world: World, arrive: Arrive, calendar: Calendar) -> None:
    calendar(date(2023, 5, 4))
    county = arrive(world.users["county"], DESK)
    county.goes_to(f"/registry/mines/{world.laohu.pk}/facts/")
    county.page.locator("[name=status]").select_option("resuming")
    county.page.locator("[name=people_working]").select_option(label="是")
    county.page.locator("[name=effective_on]").fill("2023-05-04")
    county.page.locator("[name=basis]").fill("现场看到工人清理道路")
    county.page.locator("main form button[type=submit]").first.click()
    expect(county.page).to_have_url(f"{county.site}/registry/mines/{world.laohu.pk}/")
    owed = {row.duty_slug for row in duties(owing_mine=world.laohu) if row.state != "voided"}
    assert {"self-check", "self-check-package", "monthly-major-check", "staff-training"} <= owed
    late = Assignment.rows.get(owing_mine=world.laohu, duty_slug="self-check-package")
    assert late.late_on_arrival and not late.is_overdue()
    county.opens_duty(late).sees("为什么要办", "列入整治范围", "5月4日").keeps_picture("late-arrival")
