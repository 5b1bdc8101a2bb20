"""In a real browser: the content policy lets the way to the identity provider and back through."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount

from tests import cast
from tests.security.provider import Provider, running

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running() as found:
        settings.KUANGAN_OIDC = found.settings()
        yield found


def test_holder_connects_the_identity_and_signs_in_with_it(page: Any, live_server: Any, provider: Provider) -> None:
    chen = cast.county_reviewer(username="chen")
    stopped: list[str] = []
    page.on("console", lambda said: stopped.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(f"{live_server.url}/account/login/")
    page.fill("input[name=login]", "chen")
    page.fill("input[name=password]", cast.PASSWORD)
    page.click(".ka-submit button[type=submit]")
    page.goto(f"{live_server.url}/access/me/identity/")
    page.fill("input[name=password]", cast.PASSWORD)
    page.click(".ka-submit button[type=submit]")
    page.click("button:has-text('绑定')")
    page.click("a:has-text('继续')")
    page.click("#agree")
    page.wait_for_url("**/access/me/identity/")
    assert SocialAccount.objects.get().user_id == chen.pk
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/account/login/")
    page.click("a:has-text('省统一身份认证')")
    page.click("#agree")
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/access/me/")
    assert "陈主任" in page.content() and stopped == []
