"""Requests that lie about where they come from, where they go, by which method, and what they may change."""

from typing import Any

import pytest
from django.conf import settings as live
from django.test import Client

from kuangan.access.models import GrantRecord, User
from tests import cast

pytestmark = [pytest.mark.django_db]
ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "http:evil.example", "javascript:alert(1)", "https:/evil.example", "/%0d%0aSet-Cookie:x=1", "\t//evil.example",
    "//testserver@evil.example/", "https://testserver.evil.example/",
]  # fmt: skip
OURS = ("/", "/access/", "/account/", "/duties/", "/help")


def leads_elsewhere(answer: Any) -> bool:
    target = answer.headers.get("Location", "/")
    return target.startswith(("//", "/\\")) or not target.startswith("/")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_and_out_lead_to_no_other_site(target: str) -> None:
    cast.user(username="chen")
    browser = Client()
    answer = browser.post("/account/login/", {"login": "chen", "password": cast.PASSWORD, "next": target})
    assert answer.status_code == 302 and not leads_elsewhere(answer)
    assert not leads_elsewhere(browser.get("/account/login/", {"next": target}))
    browser.post("/account/reauthenticate/", {"password": cast.PASSWORD})
    assert not leads_elsewhere(browser.post("/account/reauthenticate/", {"password": cast.PASSWORD, "next": target}))
    assert not leads_elsewhere(browser.post("/account/logout/", {"next": target}))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_switches_of_the_frame_lead_to_no_other_site(target: str) -> None:
    for browser in (Client(), cast.client(cast.user())):
        for address, body in (("/ui/language", {"language": "en"}), ("/ui/large", {"on": "1"})):
            answer = browser.post(address, {**body, "next": target})
            assert answer.status_code == 302 and not leads_elsewhere(answer)
            assert "Set-Cookie" not in answer.headers.get("Location", "").split("?")[0] or "%0d" in answer["Location"]


@pytest.mark.parametrize("name", ["next", "return", "return_to", "back", "url", "redirect", "continue", "goto"])
def test_no_page_follows_a_parameter_to_another_site(name: str) -> None:
    browser = cast.client(cast.security_admin())
    for address in ("/access/me/preferences/", "/access/accounts/new/"):
        body = {name: "https://evil.example/", "language": "en", "username": "xin", "name": "新人"}
        assert not leads_elsewhere(browser.post(f"{address}?{name}=https://evil.example/", body))


def test_host_that_is_not_ours_is_not_answered() -> None:
    for host in ("evil.example", "testserver:80@evil.example", "testserver evil", ""):
        assert Client().get("/account/login/", HTTP_HOST=host or "[").status_code == 400


def test_forwarded_host_changes_no_address(client: Client) -> None:
    page = cast.client(cast.security_admin()).post(
        "/access/invitations/new/",
        {"name": "李", "role": "county_reviewer", "region_code": "440785", "days": "7"},
        HTTP_X_FORWARDED_HOST="evil.example",
    )
    assert page.status_code == 200 and "evil.example" not in page.content.decode()
    assert page.context["link"].startswith("http://testserver/")


def test_method_cannot_be_overridden() -> None:
    user = cast.county_reviewer()
    browser = cast.client(cast.security_admin())
    grant = user.grants.get()
    for header in ("HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD"):
        told = {"_method": "POST", "reason": "x"}
        answer = browser.get(f"/access/grants/{grant.pk}/revoke/", told, **{header: "POST"})
        assert answer.status_code == 405
    for method in ("put", "patch", "delete"):
        assert getattr(browser, method)(f"/access/grants/{grant.pk}/revoke/").status_code == 405
    assert GrantRecord.objects.get(pk=grant.pk).revoked_at is None


def test_extra_fields_of_a_form_change_nothing() -> None:
    fields = {"is_active": "", "must_change_password": "", "session_epoch": "99", "home_region": "44", "id": "1"}
    person = cast.user(username="chen")
    before = {name: getattr(person, name) for name in ("is_active", "password", "session_epoch", "username")}
    cast.client(person).post(
        "/access/me/preferences/", {"language": "en", "username": "root", "role": "security_admin", **fields}
    )
    person.refresh_from_db()
    assert {name: getattr(person, name) for name in before} == before and person.language == "en"
    made = cast.client(cast.security_admin()).post(
        "/access/accounts/new/",
        {"username": "xin", "name": "新人", "is_demo": "on", "role": "city_office", "region_code": "440700", **fields},
    )
    fresh = User.objects.get(username="xin")
    assert made.status_code == 200 and fresh.is_active and fresh.must_change_password and not fresh.is_demo
    assert fresh.session_epoch == 0 and not fresh.grants.exists() and fresh.home_region == "4407"


def test_grant_names_its_giver_itself() -> None:
    user, admin = cast.user(), cast.security_admin()
    cast.client(admin).post(
        f"/access/accounts/{user.pk}/grant/",
        {"role": "county_reviewer", "region_code": "440785", "granted_by": "别人", "granted_by_id": "1",
         "user": str(admin.pk), "revoked_at": ""},
    )  # fmt: skip
    grant = GrantRecord.objects.get(user=user)
    assert (grant.granted_by, grant.granted_by_id) == ("安全乙", admin.pk)


def test_form_from_another_site_is_refused() -> None:
    user = cast.user()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/access/me/preferences/", "/account/logout/", "/ui/language"):
        assert strict.post(address, {"language": "en"}, HTTP_ORIGIN="https://evil.example").status_code == 403


def test_cookies_are_kept_from_scripts_and_from_other_sites(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    cast.user(username="chen")
    browser = Client()
    browser.get("/account/login/")
    browser.post("/account/login/", {"login": "chen", "password": cast.PASSWORD})
    browser.get("/access/me/")
    for name in ("sessionid", "csrftoken"):
        cookie = browser.cookies[name]
        assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax" and not cookie["domain"]
    assert live.SESSION_COOKIE_HTTPONLY and live.CSRF_COOKIE_HTTPONLY


def test_session_number_changes_with_the_sign_in() -> None:
    cast.user(username="chen")
    browser = Client()
    browser.get("/account/login/")
    browser.session.save()
    planted = browser.session.session_key
    browser.post("/account/login/", {"login": "chen", "password": cast.PASSWORD})
    assert browser.session.session_key != planted, "a number planted beforehand opens nothing"
