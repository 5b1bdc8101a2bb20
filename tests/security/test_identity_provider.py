"""Signing in through an identity provider: the whole round, and everything that must not work."""

import time
from typing import Any

import jwt
import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from kuangan.access import actions, kinds
from kuangan.access.models import ExpectedIdentity, User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from tests import cast
from tests.security.provider import CLIENT, Provider, key

pytestmark = [pytest.mark.django_db]
START = "/access/identity/start/"
SYSTEM = Actor.system("test")


@pytest.fixture
def chen() -> User:
    return cast.county_reviewer(username="chen")


def bound(user: User, provider: Provider) -> User:
    SocialAccount.objects.create(user=user, provider=provider.settings().key, uid=provider.claims["sub"])
    return user


def come(browser: Client, provider: Provider, query: str = "") -> Any:
    """The whole round: to the provider, agreed there, and back."""
    away = browser.get(START + query)
    assert away.status_code == 302 and away["Location"].startswith(f"{provider.address}/authorize?")
    return browser.get(provider.arrive(away["Location"]).removeprefix("http://testserver"))


def signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def written(kind: Any) -> list[AuditEvent]:
    return list(AuditEvent.objects.unscoped("test").filter(kind=kind.name).order_by("id"))


def test_bound_identity_signs_in_and_the_trail_names_the_way(client: Client, provider: Provider, chen: User) -> None:
    bound(chen, provider)
    assert "省统一身份认证" in client.get("/account/login/").content.decode()
    answer = come(client, provider, "?next=/help")
    assert answer.status_code == 302 and answer["Location"] == "/help"
    assert client.get("/access/me/").status_code == 200
    event = written(kinds.SIGNED_IN)[0]
    assert (event.actor_name, event.details["way"]) == ("陈主任", "省统一身份认证")
    assert not SocialToken.objects.exists() and SocialAccount.objects.get().extra_data == {}, "nothing of it is kept"


def test_noted_identity_is_bound_by_the_first_sign_in_and_only_once(provider: Provider, chen: User) -> None:
    actions.note_identity(SYSTEM, chen, value="EP-017")
    first, second = Client(), Client()
    come(first, provider)
    assert signed_in(first) and SocialAccount.objects.get().user == chen
    assert ExpectedIdentity.objects.get().used_at is not None
    provider.claims = {**provider.claims, "sub": "9999"}
    assert come(second, provider).status_code == 403 and not signed_in(second), "the same number, another person"


def test_unknown_identity_gets_a_page_and_no_account(client: Client, provider: Provider, chen: User) -> None:
    accounts = User.objects.count()
    answer = come(client, provider)
    text = answer.content.decode()
    assert answer.status_code == 403 and "EP-017" in text and "安全管理员" in text
    assert not signed_in(client) and User.objects.count() == accounts and not SocialAccount.objects.exists()
    event = written(kinds.SIGN_IN_FAILED)[0]
    assert (event.details["reason"], event.details["identity"]) == ("unknown", "EP-017")


def test_disabled_account_is_not_opened_by_its_identity(client: Client, provider: Provider, chen: User) -> None:
    bound(chen, provider)
    actions.disable_account(SYSTEM, chen, reason="离职")
    come(client, provider)
    assert not signed_in(client)


def _later(claims: dict[str, Any]) -> dict[str, Any]:
    return {**claims, "exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200}


@pytest.mark.parametrize(
    "bend",
    [
        lambda claims: {**claims, "nonce": "another"},
        lambda claims: {name: value for name, value in claims.items() if name != "nonce"},
        lambda claims: {**claims, "aud": "another-client"},
        lambda claims: {**claims, "aud": [CLIENT, "other"], "azp": "other"},
        lambda claims: {**claims, "iss": "https://evil.example"},
        lambda claims: {**claims, "sub": "1"},
        _later,
    ],
    ids=["wrong nonce", "no nonce", "wrong audience", "other party", "wrong issuer", "other person", "expired"],
)
def test_id_token_is_not_accepted_with(bend: Any, client: Client, provider: Provider, chen: User) -> None:
    bound(chen, provider)
    provider.bend = bend
    answer = come(client, provider)
    assert answer.status_code == 400 and not signed_in(client)
    assert "用密码登录" in answer.content.decode() and written(kinds.SIGN_IN_FAILED)[0].details["reason"] == "broken"


@pytest.mark.parametrize(
    "signing",
    [
        {"key": key(1), "algorithm": "RS256"},
        {"key": "x" * 64, "algorithm": "HS256"},
        {"key": None, "algorithm": "none"},
    ],
    ids=["foreign key", "secret instead of key", "not signed"],
)
def test_forged_signature_is_not_accepted(signing: Any, client: Client, provider: Provider, chen: User) -> None:
    bound(chen, provider)
    provider.signing = signing
    assert come(client, provider).status_code == 400 and not signed_in(client)


def test_answer_of_another_browser_or_used_twice_is_not_accepted(provider: Provider, chen: User) -> None:
    bound(chen, provider)
    here, there = Client(), Client()
    back = provider.arrive(here.get(START)["Location"]).removeprefix("http://testserver")
    there.get(START)
    assert there.get(back).status_code == 400 and not signed_in(there), "the state belongs to another session"
    assert here.get(back).status_code == 302 and signed_in(here)
    assert here.get(back).status_code == 400
    assert Client().get("/access/identity/callback/?code=x&state=y").status_code == 400
    assert Client().get("/access/identity/callback/").status_code == 400


@pytest.mark.parametrize("broken", ["/openid-configuration", "/token", "/keys", "/userinfo"])
def test_provider_that_is_down_is_a_sentence_and_the_password_still_works(
    broken: str, client: Client, provider: Provider, chen: User
) -> None:
    bound(chen, provider)
    away = client.get(START)
    provider.broken = broken
    back = client.get(provider.arrive(away["Location"]).removeprefix("http://testserver"))
    assert back.status_code in {400, 503} and "用密码登录" in back.content.decode() and not signed_in(client)
    client.post("/account/login/", {"login": "chen", "password": cast.PASSWORD})
    assert signed_in(client)


def test_provider_that_is_gone_is_a_sentence(client: Client, provider: Provider, settings: Any) -> None:
    settings.KUANGAN_OIDC = type(provider.settings())(
        name="x", server="http://127.0.0.1:9", client_id=CLIENT, secret="s"
    )
    answer = client.get(START)
    assert answer.status_code == 503 and "用密码登录" in answer.content.decode()


def test_who_breaks_off_at_the_provider_is_told_so(client: Client, provider: Provider) -> None:
    state = provider.arrive(client.get(START)["Location"]).split("state=")[1]
    answer = client.get(f"/access/identity/callback/?error=access_denied&state={state}")
    assert answer.status_code == 200 and "已取消" in answer.content.decode() and not written(kinds.SIGN_IN_FAILED)


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"])
def test_way_back_never_leads_to_another_site(next_url: str, provider: Provider, chen: User) -> None:
    bound(chen, provider)
    browser = Client()
    away = browser.get(START, {"next": next_url})
    assert browser.get(provider.arrive(away["Location"]).removeprefix("http://testserver"))["Location"] == "/"


def test_address_adds_nothing_to_what_is_asked_of_the_provider(client: Client, provider: Provider) -> None:
    asked = client.get(START, {"scope": "admin", "auth_params": "acr_values=0", "process": "connect"})["Location"]
    assert "admin" not in asked and "acr_values" not in asked and "code_challenge_method=S256" in asked


def test_second_factor_is_asked_of_officials_unless_the_provider_is_believed(
    provider: Provider, chen: User, settings: Any
) -> None:
    settings.KUANGAN_MFA_REQUIRED = True
    bound(chen, provider)
    provider.claims = {**provider.claims, "amr": ["pwd", "mfa"], "acr": "aal2"}
    answers = {}
    for word, told in {
        "nothing": {}, "amr": {"amr": frozenset({"mfa"})}, "acr": {"acr": frozenset({"aal2"})},
        "other": {"amr": frozenset({"hwk"}), "acr": frozenset({"aal3"})},
    }.items():  # fmt: skip
        settings.KUANGAN_OIDC = provider.settings(**told)
        browser = Client()
        come(browser, provider)
        answers[word] = browser.get("/access/me/").status_code
    assert answers == {"nothing": 302, "amr": 200, "acr": 200, "other": 302}


def test_app_of_the_holder_is_asked_for_after_the_provider(provider: Provider, chen: User, settings: Any) -> None:
    settings.KUANGAN_MFA_REQUIRED = True
    bound(chen, provider)
    totp.TOTP.activate(chen, secret := totp.generate_totp_secret())
    browser = Client()
    assert come(browser, provider)["Location"] == "/account/mfa/authenticate/" and not signed_in(browser)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    browser.post("/account/mfa/authenticate/", {"code": code})
    assert browser.get("/access/me/").status_code == 200
    assert written(kinds.SIGNED_IN)[0].details["way"] == "省统一身份认证"


def test_identity_of_another_issuer_never_counts(client: Client, provider: Provider, chen: User) -> None:
    SocialAccount.objects.create(user=chen, provider="oidc-of-another-issuer", uid=provider.claims["sub"])
    assert come(client, provider).status_code == 403 and not signed_in(client)


def test_claim_that_no_longer_equals_the_account_is_refused(
    client: Client, provider: Provider, chen: User, settings: Any
) -> None:
    bound(chen, provider)
    settings.KUANGAN_OIDC = provider.settings(field="username")
    assert come(client, provider).status_code == 403 and not signed_in(client)
    provider.claims = {**provider.claims, "staff": "Chen"}
    come(client, provider)
    assert signed_in(client)


def test_without_a_provider_there_is_no_button_and_no_page(client: Client) -> None:
    assert "identity/start" not in client.get("/account/login/").content.decode()
    for address in (START, "/access/identity/callback/"):
        assert client.get(address).status_code == 404
    assert cast.client(cast.user()).get("/access/me/identity/").status_code == 404


def test_administrator_of_another_county_notes_no_identity(provider: Provider, chen: User) -> None:
    foreign = cast.security_admin(cast.KAIPING)
    with pytest.raises(OutOfScope):
        actions.note_identity(cast.as_actor(foreign), chen, value="EP-017")
    assert cast.client(foreign).post(f"/access/accounts/{chen.pk}/identity/", {"value": "x"}).status_code == 404
    own = cast.security_admin(cast.ENPING)
    with pytest.raises(Refused):
        actions.note_identity(cast.as_actor(own), own, value="EP-001")
    assert cast.client(own).post(f"/access/accounts/{chen.pk}/identity/", {"value": "EP-017"}).status_code == 302
    assert "EP-017" in cast.client(own).get(f"/access/accounts/{chen.pk}/").content.decode()
    with pytest.raises(Refused):
        actions.note_identity(SYSTEM, cast.county_reviewer(name="另一人"), value="EP-017")


def test_disconnecting_by_the_administrator_ends_the_sessions(provider: Provider, chen: User) -> None:
    bound(chen, provider)
    browser = Client()
    come(browser, provider)
    admin = cast.client(cast.security_admin(cast.ENPING))
    admin.post(f"/access/accounts/{chen.pk}/identity/", {"wish": "disconnect"})
    assert not SocialAccount.objects.exists() and browser.get("/access/me/").status_code == 302


def test_signing_with_the_library_is_what_the_test_provider_does() -> None:
    assert jwt.get_unverified_header(jwt.encode({}, key(), algorithm="RS256"))["alg"] == "RS256"
