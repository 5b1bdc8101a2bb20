"""Signing in: by name, locked out after failures, a new password first, a second factor for officials."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from kuangan.access import kinds
from kuangan.access.models import User
from kuangan.access.web.library import LIBRARY_VERBS
from kuangan.access.web.middleware import _SEEN
from kuangan.foundation.integrity.models import AuditEvent
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("kuangan.access.tests.addresses")]
LOGIN = "/account/login/"


def sign_in(browser: Client, username: str, password: str = cast.PASSWORD, **extra: Any) -> Any:
    return browser.post(LOGIN, {"login": username, "password": password}, **extra)


def signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def written(kind: Any) -> list[AuditEvent]:
    return list(AuditEvent.objects.unscoped("test").filter(kind=kind.name))


def test_person_signs_in_by_name_in_any_case_and_the_trail_says_so(client: Client) -> None:
    cast.county_reviewer(username="chen")
    assert sign_in(client, " Chen ", HTTP_USER_AGENT="WeChat").status_code == 302
    assert signed_in(client)
    event = written(kinds.SIGNED_IN)[0]
    assert (event.actor_name, event.actor_organisation, event.address) == ("陈主任", "恩平市应急管理局", "127.0.0.1")
    client.post("/account/logout/")
    assert not signed_in(client) and len(written(kinds.SIGNED_OUT)) == 1


def test_page_never_leads_to_another_site(client: Client) -> None:
    cast.user(username="chen")
    response = client.post(f"{LOGIN}?next=https://evil.example/", {"login": "chen", "password": cast.PASSWORD})
    assert response["Location"].startswith("/")


def test_five_failures_lock_account_and_address_only(client: Client) -> None:
    cast.user(username="chen")
    cast.user(username="li")
    for _attempt in range(5):
        response = sign_in(client, "chen", "wrong")
    assert response.status_code == 429 and "access/locked.html" in [page.name for page in response.templates]
    sign_in(client, "CHEN")
    assert not signed_in(client), "the right password does not help while locked"
    elsewhere = Client(REMOTE_ADDR="10.1.1.1")
    sign_in(elsewhere, "chen")
    assert signed_in(elsewhere), "the holder signs in from another place"
    sign_in(client, "li")
    assert signed_in(client), "another account from the same place"
    assert len(written(kinds.LOCKED)) >= 1 and len(written(kinds.SIGN_IN_FAILED)) >= 5


def test_unknown_name_is_not_kept_because_it_may_be_a_password(client: Client) -> None:
    sign_in(client, "my-secret-password", "x")
    event = written(kinds.SIGN_IN_FAILED)[0]
    assert event.object_label == "" and "my-secret" not in str(event.__dict__)


def test_temporary_password_must_be_changed_before_anything_else(client: Client) -> None:
    cast.user(username="chen", must_change_password=True)
    sign_in(client, "chen")
    assert client.get("/me/")["Location"] == "/account/password/change/"
    same = {"oldpassword": cast.PASSWORD, "password1": cast.PASSWORD, "password2": cast.PASSWORD}
    assert client.post("/account/password/change/", same).status_code == 200, "the same password is no change"
    new = {**same, "password1": "Another-hill-77", "password2": "Another-hill-77"}
    assert client.post("/account/password/change/", new).status_code == 302
    assert client.get("/me/").status_code == 200
    assert not User.objects.get(username="chen").must_change_password
    assert len(written(kinds.PASSWORD_CHANGED)) == 1


def test_changed_password_signs_out_other_devices(client: Client) -> None:
    user = cast.user(username="chen")
    other = cast.client(user)
    sign_in(client, "chen")
    assert other.get("/me/").status_code == 200
    new = {"oldpassword": cast.PASSWORD, "password1": "Another-hill-77", "password2": "Another-hill-77"}
    client.post("/account/password/change/", new)
    assert client.get("/me/").status_code == 200 and other.get("/me/").status_code == 302


def test_official_without_second_factor_is_led_to_set_it_up(
    client: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.KUANGAN_MFA_REQUIRED = True
    cast.county_reviewer(username="chen")
    sign_in(client, "chen")
    assert client.get("/me/")["Location"] == "/account/mfa/totp/activate/"
    again = client.get("/account/mfa/totp/activate/")["Location"]
    assert client.post(again, {"password": cast.PASSWORD}).status_code == 302
    page = client.get("/account/mfa/totp/activate/")
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/account/mfa/totp/activate/", {"code": code}).status_code == 302
    assert client.get("/account/mfa/recovery-codes/").status_code == 200
    assert client.get("/me/").status_code == 200
    assert len(written(kinds.SECOND_FACTOR_ADDED)) == 1


def test_mine_needs_no_second_factor(client: Client, settings: Any) -> None:
    settings.KUANGAN_MFA_REQUIRED = True
    cast.principal(cast.mine(), username="li")
    sign_in(client, "li")
    assert client.get("/me/").status_code == 200


def test_recovery_code_opens_the_account_once(client: Client) -> None:
    user = cast.county_reviewer(username="chen")
    totp.TOTP.activate(user, totp.generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    sign_in(client, "chen")
    assert not signed_in(client), "the password alone is not enough"
    assert client.post("/account/mfa/authenticate/", {"code": "000000"}).status_code == 200
    client.post("/account/mfa/authenticate/", {"code": code})
    assert signed_in(client)
    client.post("/account/logout/")
    sign_in(client, "chen")
    client.post("/account/mfa/authenticate/", {"code": code})
    assert not signed_in(client), "a recovery code works once"


def test_guessing_second_factors_is_stopped(client: Client) -> None:
    user = cast.county_reviewer(username="chen")
    totp.TOTP.activate(user, totp.generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    sign_in(client, "chen")
    for _attempt in range(11):
        client.post("/account/mfa/authenticate/", {"code": "000000"})
    client.post("/account/mfa/authenticate/", {"code": code})
    assert not signed_in(client)


def test_security_administrator_removes_a_lost_second_factor(client: Client) -> None:
    user = cast.county_reviewer()
    totp.TOTP.activate(user, totp.generate_totp_secret())
    admin = cast.client(cast.security_admin())
    assert admin.post(f"/accounts/{user.pk}/second-factor/").status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()


def test_idle_session_ends_sooner_for_officials_than_for_mines(settings: Any) -> None:
    official, mine = cast.client(cast.county_reviewer()), cast.client(cast.principal(cast.mine()))
    for browser in (official, mine):
        browser.get("/me/")
        session = browser.session
        session[_SEEN] -= settings.KUANGAN_IDLE_SECONDS + 1
        session.save()
    assert official.get("/me/").status_code == 302 and mine.get("/me/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/account/signup/", "/account/email/", "/account/password/reset/", "/account/password/set/"]
)
def test_pages_that_we_do_not_offer_do_not_exist(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    assert cast.client(cast.city_office()).get(address).status_code == 404


def test_every_page_of_the_library_has_its_verb() -> None:
    from django.urls import get_resolver

    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    found = {name for name in names if name.startswith(("account_", "mfa_", "usersessions_"))}
    assert found and found <= set(LIBRARY_VERBS)


def test_own_device_is_ended_and_somebody_elses_is_not() -> None:
    user = cast.county_reviewer(username="chen")
    here, there, stranger = Client(), Client(), Client()
    cast.user(username="li")
    for browser, name in ((here, "chen"), (there, "chen"), (stranger, "li")):
        sign_in(browser, name)
    page = here.get("/me/")
    assert len(page.context["devices"]) == 2
    other = next(one for one in page.context["devices"] if one.session_key == there.session.session_key)
    stranger.post(f"/me/devices/{other.pk}/end/")
    assert there.get("/me/").status_code == 200
    here.post(f"/me/devices/{other.pk}/end/")
    assert there.get("/me/").status_code == 302 and here.get("/me/").status_code == 200
    assert written(kinds.SESSION_ENDED)[0].actor_id == user.pk
