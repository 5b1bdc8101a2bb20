"""Every role signs in and finds its own first page, on the desk and on the phone; what is another's is not found."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.steps import DESK, PHONE
from tests.journeys.world import World, duty_of

HOMES = {
    "principal": ("待办", "大岭石场"),
    "officer": ("待办", "大岭石场"),
    "county": ("工作台", "恩平"),
    "county leader": ("工作台", "恩平"),
    "county inspector": ("工作台", "恩平"),
    "government": ("工作台", "恩平"),
    "city": ("工作台", "江门"),
    "city leader": ("工作台", "江门"),
    "city inspector": ("工作台", "江门"),
    "province": ("工作台", "广东"),
    "auditor": ("工作台", "江门"),
    "agency": ("工作台", "丙安全"),
    "system": ("系统管理", "江门"),
    "security": ("系统管理", "江门"),
    "audit": ("系统管理", "江门"),
}
"""The heading of each person's first page, and a word that names their place in the frame."""


def test_every_role_finds_its_own_first_page_on_desk_and_phone(campaign: World, arrive: Arrive) -> None:
    for who, (heading, place) in HOMES.items():
        visitor = arrive(campaign.users[who], DESK)
        expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(heading)
        expect(visitor.page.locator("summary").first).to_contain_text(place)
        visitor.stays_inside_the_screen().keeps_picture(f"home-{who}-desk")
        visitor.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        visitor.goes_to("/").stays_inside_the_screen().keeps_picture(f"home-{who}-phone")
        expect(visitor.page.locator("nav.ka-pbar")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_large_type_and_english_are_switched_and_kept(campaign: World, arrive: Arrive, size: tuple[int, int]) -> None:
    visitor = arrive(campaign.users["county"], size)
    page = visitor.page
    small, large = ("14px", "17.5px") if size == DESK else ("16px", "20px")
    expect(visitor.main).to_have_css("font-size", small)
    _opens_menu(page, size)
    visitor.presses("大字版")
    expect(visitor.main).to_have_css("font-size", large)
    visitor.stays_inside_the_screen().keeps_picture(f"large-{size[0]}")
    if size == DESK:
        page.locator("details.ka-user summary").click()
    else:
        _opens_menu(page, size)
    visitor.presses("English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    visitor.sees("Work desk" if size == DESK else "What is owed").stays_inside_the_screen()
    visitor.keeps_picture(f"english-{size[0]}")
    again = arrive(campaign.users["county"], size)
    again.goes_to("/")
    expect(again.page.locator("html.ka-large[lang=en]")).to_have_count(1)
    campaign.users["county"].refresh_from_db()
    assert (campaign.users["county"].language, campaign.users["county"].large_type) == ("en", True)


def _opens_menu(page: object, size: tuple[int, int]) -> None:
    if size == PHONE:
        page.locator("nav.ka-pbar a[href='#me']").click()  # type: ignore[attr-defined]


def test_what_belongs_to_another_county_is_not_found(campaign: World, arrive: Arrive) -> None:
    theirs = duty_of(campaign.baiyun, "self-check-package")
    ours = duty_of(campaign.daling, "self-check-package")
    for who in ("county", "principal", "government"):
        visitor = arrive(campaign.users[who])
        visitor.goes_to(f"/duties/{ours.pk}/").sees("大岭石场")
        for path in (
            f"/duties/{theirs.pk}/",
            f"/duties/{theirs.pk}/history/",
            f"/registry/mines/{campaign.baiyun.pk}/",
        ):
            visitor.goes_to(path, status=404)
            expect(visitor.page.locator("body")).to_contain_text("没有找到")
            expect(visitor.page.locator("body")).not_to_contain_text("白云石场")
        visitor.goes_to("/duties/?state=all&q=白云")
        expect(visitor.page.locator("main")).not_to_contain_text("白云石场")
    other = arrive(campaign.users["other county"])
    other.opens_duty(theirs).sees("白云石场")
    other.goes_to(f"/duties/{ours.pk}/", status=404)


def test_a_wrong_password_is_told_and_a_visitor_is_sent_to_sign_in(campaign: World, arrive: Arrive) -> None:
    visitor = arrive(campaign.users["officer"])
    visitor.page.locator("details.ka-user summary").click()
    visitor.presses("退出登录")
    expect(visitor.page).to_have_url(re.compile("login"))
    visitor.goes_to(f"/duties/{duty_of(campaign.daling, 'self-check-package').pk}/")
    expect(visitor.page).to_have_url(re.compile(r"login/\?next=/duties/\d+/$"))
    visitor.page.get_by_label("登录名").fill(campaign.users["officer"].username)
    visitor.page.get_by_label("密码").fill("bu-shi-zhe-ge-2023")
    visitor.presses("登录")
    expect(visitor.page.get_by_text("登录名或密码有误").first).to_be_visible()
    visitor.keeps_picture("wrong-password")


def test_a_list_is_found_again_with_its_filter(campaign: World, arrive: Arrive) -> None:
    visitor = arrive(campaign.users["county"], DESK)
    page = visitor.page
    visitor.goes_to("/duties/?state=open")
    page.locator("main table tbody a[href^='/duties/']").first.click()
    expect(page).to_have_url(re.compile(r"/duties/\d+/$"))
    back = page.locator(".ka-crumb a[href^='/duties/']").first
    expect(back).to_have_attribute("href", "/duties/?state=open")
    back.click()
    expect(page).to_have_url(re.compile(r"/duties/\?state=open$"))
