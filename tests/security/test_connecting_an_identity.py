"""Connecting an identity to one's own account: by a form, after the password, never by a link from elsewhere."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from kuangan.access import kinds
from kuangan.access.models import User
from kuangan.foundation.integrity.models import AuditEvent
from tests import cast
from tests.security.provider import Provider

pytestmark = [pytest.mark.django_db]
OWN, GO = "/access/me/identity/", "/access/me/identity/connect/"


@pytest.fixture
def chen() -> User:
    return cast.county_reviewer(username="chen")


@pytest.fixture
def desk(chen: User) -> Client:
    found = Client()
    found.post("/account/login/", {"login": "chen", "password": cast.PASSWORD})
    return found


def confirm(desk: Client) -> None:
    desk.post("/account/reauthenticate/", {"password": cast.PASSWORD})


def connect(desk: Client, provider: Provider) -> Any:
    assert GO in desk.post(OWN).content.decode()
    away = desk.get(GO)
    assert "prompt=login" in away["Location"]
    return desk.get(provider.arrive(away["Location"]).removeprefix("http://testserver"))


def test_holder_connects_after_the_password_and_then_signs_in_with_it(
    desk: Client, provider: Provider, chen: User
) -> None:
    assert desk.get(OWN)["Location"].startswith("/account/reauthenticate/")
    confirm(desk)
    assert connect(desk, provider)["Location"] == OWN
    assert SocialAccount.objects.get().user == chen
    told = AuditEvent.objects.unscoped("test").get(kind=kinds.IDENTITY_CONNECTED.name)
    assert (told.actor_id, told.details["way"]) == (chen.pk, "own")
    other = Client()
    other.get(provider.arrive(other.get("/access/identity/start/")["Location"]).removeprefix("http://testserver"))
    assert other.get("/access/me/").status_code == 200
    assert other.get(OWN).status_code == 302, "coming by the provider is not the password"


def test_link_alone_connects_nothing(desk: Client, provider: Provider) -> None:
    confirm(desk)
    assert desk.get(GO)["Location"] == OWN, "no form was posted"
    desk.post(OWN)
    assert desk.get(GO)["Location"].startswith(provider.address)
    assert desk.get(GO)["Location"] == OWN, "a form counts once"


def test_form_from_elsewhere_is_refused(provider: Provider, chen: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(chen, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(OWN).status_code == 403


def test_identity_of_somebody_else_is_not_taken_over(desk: Client, provider: Provider) -> None:
    other = cast.county_reviewer(name="另一人")
    SocialAccount.objects.create(user=other, provider=provider.settings().key, uid="8001")
    confirm(desk)
    connect(desk, provider)
    assert SocialAccount.objects.get().user == other
    assert "已绑定其他账号" in desk.get(OWN).content.decode()


def test_identity_that_does_not_match_the_account_is_not_connected(
    desk: Client, provider: Provider, settings: Any
) -> None:
    settings.KUANGAN_OIDC = provider.settings(field="username")
    confirm(desk)
    connect(desk, provider)
    assert not SocialAccount.objects.exists()


def test_who_signed_out_meanwhile_connects_nothing(desk: Client, provider: Provider) -> None:
    confirm(desk)
    desk.post(OWN)
    back = provider.arrive(desk.get(GO)["Location"]).removeprefix("http://testserver")
    desk.post("/account/logout/")
    desk.get(back)
    assert not SocialAccount.objects.exists()


def test_holder_disconnects(desk: Client, provider: Provider, chen: User) -> None:
    SocialAccount.objects.create(user=chen, provider=provider.settings().key, uid="8001")
    desk.post("/access/me/identity/disconnect/")
    assert SocialAccount.objects.exists(), "not without the password"
    confirm(desk)
    assert desk.post("/access/me/identity/disconnect/").status_code == 302
    assert not SocialAccount.objects.exists()
