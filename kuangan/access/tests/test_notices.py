"""Inbox, settings and channels as pages: one's own only, by plain GET and POST."""

from datetime import time
from typing import Any

import pytest

from kuangan.access.models import User
from kuangan.access.queries.addressing import addresses_of, officials, staff_of, staff_of_region
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import MINE_ROLES, Role
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import Forbidden
from kuangan.foundation.notices import actions, kinds, queries
from kuangan.foundation.notices.actions import Happening
from kuangan.foundation.notices.models import Endpoint, Notice
from kuangan.foundation.notices.rules import Hours
from tests import cast

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> str:
    """One group of kinds, with one kind."""
    monkeypatch.setattr(kinds, "_groups", {"sample": "样例类别"})
    monkeypatch.setattr(kinds, "_known", {"sample": kinds.Kind("sample", "%(title)s", "说明", "sample", "digest")})
    return "sample"


def tell(account: User, *titles: str, url: str = "/access/me/") -> None:
    kind = kinds.known()["sample"]
    actions.tell(SYSTEM, [Happening(kind, title, [account.pk], {"title": title}, url) for title in titles])


def page(browser: Any, path: str = "/access/notices/") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_bell_counts_and_the_inbox_lists_what_is_mine(group: str) -> None:
    me, other = cast.county_reviewer(), cast.city_office()
    tell(me, "七月排查到期", "退回重报")
    tell(other, "别人的事")
    text = page(cast.client(me))
    assert "七月排查到期" in text and "退回重报" in text and "别人的事" not in text
    assert 'aria-label="通知，2条未读"' in text and "样例类别" in text


def test_opening_a_notice_marks_it_and_goes_to_the_thing(group: str) -> None:
    me = cast.county_reviewer()
    tell(me, "一", "二")
    browser, notice = cast.client(me), Notice.objects.get(cause__key="一")
    assert browser.get(f"/access/notices/{notice.pk}/").status_code == 405  # reading changes something, so no GET
    answer = browser.post(f"/access/notices/{notice.pk}/")
    assert answer.status_code == 302 and answer["Location"] == "/access/me/"
    unread = page(browser, "/access/notices/?show=unread")
    assert "二" in unread and ">一<" not in unread
    browser.post("/access/notices/read/")
    assert "没有未读通知" in page(browser, "/access/notices/?show=unread")


def test_a_notice_of_somebody_else_does_not_exist(group: str) -> None:
    tell(cast.city_office(), "别人的事")
    answer = cast.client(cast.county_reviewer()).post(f"/access/notices/{Notice.objects.get().pk}/")
    assert answer.status_code == 404 and Notice.objects.get().read_at is None


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_notice_never_leads_to_another_site(group: str, url: str) -> None:
    me = cast.county_reviewer()
    tell(me, "一", url=url)
    assert cast.client(me).post(f"/access/notices/{Notice.objects.get().pk}/")["Location"] == "/access/notices/"


def test_what_people_wrote_is_never_markup(group: str) -> None:
    me = cast.county_reviewer()
    tell(me, "<script>alert(1)</script>")
    assert "<script>alert" not in page(cast.client(me))


def test_the_inbox_keeps_its_query_budget(group: str, django_assert_max_num_queries: Any) -> None:
    me = cast.county_reviewer()
    tell(me, *(f"第{number}条" for number in range(60)))
    browser = cast.client(me)
    with django_assert_max_num_queries(12):
        page(browser)


def settings_form(**told: Any) -> dict[str, Any]:
    return {"email": "", "digest_at": "08:00", "quiet_from": "22:00", "quiet_to": "07:00", **told}


def test_settings_are_kept_with_address_hours_and_boxes(group: str, settings: Any) -> None:
    settings.KUANGAN_MAIL = True
    me = cast.county_reviewer()
    browser = cast.client(me)
    given = settings_form(email="chen@example.cn", digest_at="17:00", quiet_from="12:00", quiet_to="13:00", wanted=[])
    assert browser.post("/access/notices/settings/", given).status_code == 302
    actor = cast.as_actor(me)
    assert queries.hours_of(actor) == Hours(time(17), time(12), time(13))
    assert queries.muted_of(actor) == {("email", "sample")}  # the others are not set up and stay as they were
    text = page(browser, "/access/notices/settings/")
    assert 'value="chen@example.cn"' in text and "未设置" in text
    browser.post("/access/notices/settings/", settings_form(email="chen@example.cn", wanted=["email.sample"]))
    assert queries.muted_of(actor) == set()
    event = AuditEvent.rows.filter(kind="access.email_changed").get()
    assert "chen@" not in str(event.details) + str(event.after)


@pytest.mark.parametrize("email", ["nobody", "a@b.cn\nBcc: x@y.cn", "a@b.cn, c@d.cn", "<a@b.cn>"])
def test_what_is_no_mail_address_is_shown_again_with_its_error(group: str, email: str) -> None:
    me = cast.county_reviewer()
    answer = cast.client(me).post("/access/notices/settings/", settings_form(email=email))
    assert answer.status_code == 422 and "邮箱地址不对" in answer.content.decode()
    me.refresh_from_db()
    assert me.email == ""


def test_the_security_administrator_sets_the_address_of_an_account() -> None:
    them, admin = cast.county_reviewer(), cast.security_admin()
    answer = cast.client(admin).post(f"/access/accounts/{them.pk}/email/", {"email": "chen@example.cn"})
    assert answer.status_code == 302
    assert addresses_of([them.pk])[them.pk].email == "chen@example.cn"
    assert cast.client(cast.city_office()).get(f"/access/accounts/{them.pk}/email/").status_code == 403


def test_a_disabled_account_is_in_no_address_book() -> None:
    them = cast.county_reviewer()
    User.objects.filter(pk=them.pk).update(is_active=False)
    assert addresses_of([them.pk]) == {}


def test_channels_say_plainly_what_is_missing(settings: Any) -> None:
    admin = cast.client(cast.system_admin())
    text = page(admin, "/access/notices/channels/")
    assert "KUANGAN_EMAIL_URL" in text and "未设置" in text
    settings.KUANGAN_MAIL = True
    assert "KUANGAN_EMAIL_URL" not in page(admin, "/access/notices/channels/")
    assert cast.client(cast.city_office()).get("/access/notices/channels/").status_code == 403


def test_a_receiving_system_is_entered_and_its_secret_shown_once() -> None:
    cast.region()
    admin = cast.client(cast.system_admin())
    given = {"name": "省平台", "form": "signed", "url": "https://example.cn/hook", "region_code": cast.ENPING}
    text = admin.post("/access/notices/endpoints/new/", given).content.decode()
    row = Endpoint.objects.get()
    assert row.secret in text and row.region_code == "440785"
    again = page(admin, f"/access/notices/endpoints/{row.pk}/")
    assert row.secret not in again and "恩平市" in again
    bad = admin.post("/access/notices/endpoints/new/", {**given, "url": "http://10.0.0.1/"})
    assert bad.status_code == 422 and "https://" in bad.content.decode()


def test_a_test_message_that_does_not_arrive_says_why(settings: Any) -> None:
    settings.KUANGAN_WEBHOOK_PRIVATE, settings.KUANGAN_SEND_SECONDS = True, 1
    cast.region()
    admin = cast.client(cast.system_admin())
    row = actions.add_endpoint(SYSTEM, name="平台", form="signed", url="http://127.0.0.1:9/")
    answer = admin.post(f"/access/notices/endpoints/{row.pk}/test/", follow=True)
    assert "测试消息未送达" in answer.content.decode()
    admin.post(f"/access/notices/endpoints/{row.pk}/switch/", {"on": "0"})
    row.refresh_from_db()
    assert not row.is_active


def test_holders_of_posts_are_found_where_their_grants_hold() -> None:
    enping = cast.county_reviewer(cast.ENPING)
    cast.county_reviewer(cast.KAIPING, name="邻县")
    mine = cast.mine(code=cast.ENPING)
    principal, owner = cast.principal(mine), cast.enterprise_principal(mine.enterprise)
    gone = cast.safety_officer(mine)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    found = {(one.user_id, one.prefix) for one in officials(SYSTEM, [Role.COUNTY_REVIEWER])}
    assert (enping.pk, "440785") in found and len(found) == 2
    staff = staff_of(SYSTEM, MINE_ROLES, mines=[mine.pk], enterprises=[mine.enterprise_id])
    assert {one.user_id for one in staff} == {principal.pk, owner.pk}
    assert staff_of_region(SYSTEM, MINE_ROLES, cast.ENPING) == sorted([principal.pk, owner.pk])
    assert staff_of_region(SYSTEM, MINE_ROLES, cast.KAIPING) == []
    with pytest.raises(Forbidden):
        officials(cast.as_actor(enping), [Role.COUNTY_REVIEWER])
