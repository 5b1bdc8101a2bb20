"""Sessions end when rights shrink or what opens the account changes; when rights grow they are simply read anew."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from kuangan.access import actions, kinds
from kuangan.access.actions import Place
from kuangan.access.models import User
from kuangan.access.web.middleware import _BEGAN
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("kuangan.access.tests.addresses")]
SYSTEM = Actor.system("test")


def _revoke(user: User) -> None:
    actions.revoke_grant(SYSTEM, user.grants.first(), reason="调离")


def _disable(user: User) -> None:
    actions.disable_account(SYSTEM, user, reason="离职")


def _reset_factor(user: User) -> None:
    totp.TOTP.activate(user, totp.generate_totp_secret())
    actions.reset_second_factor(SYSTEM, user)


@pytest.mark.parametrize(
    "change",
    [_revoke, _disable, _reset_factor, lambda user: actions.reset_password(SYSTEM, user)],
    ids=["grant withdrawn", "account disabled", "second factor reset", "password reset"],
)
def test_every_session_ends_at_once_when(change: Callable[[User], Any]) -> None:
    user = cast.city_office()
    actions.grant(SYSTEM, user, role=Role.CITY_LEADER, place=Place(region_code=cast.JIANGMEN))
    desk, phone, stranger = cast.client(user), cast.client(user), cast.client(cast.city_office())
    assert {one.get("/me/").status_code for one in (desk, phone, stranger)} == {200}
    change(user)
    assert [one.get("/me/").status_code for one in (desk, phone, stranger)] == [302, 302, 200]


def test_new_grant_counts_in_the_running_session_from_the_next_request() -> None:
    user = cast.user()
    browser = cast.client(user)
    assert browser.get("/accounts/").status_code == 403
    cast.region()
    actions.grant(SYSTEM, user, role=Role.SECURITY_ADMIN, place=Place(region_code=cast.JIANGMEN))
    assert browser.get("/accounts/").status_code == 200


def test_expired_grant_gives_nothing_in_the_running_session() -> None:
    user = cast.user()
    cast.region()
    last = clock.today()
    actions.grant(
        SYSTEM, user, role=Role.SECURITY_ADMIN, place=Place(region_code=cast.JIANGMEN),
        valid_from=date(2020, 1, 1), valid_to=last,
    )  # fmt: skip
    browser = cast.client(user)
    assert browser.get("/accounts/").status_code == 200
    with clock.at(clock.end_of_day(last) + timedelta(minutes=1)):
        assert browser.get("/accounts/").status_code == 403


def test_new_official_of_a_mine_account_needs_the_second_factor_at_once(settings: Any) -> None:
    settings.KUANGAN_MFA_REQUIRED = True
    user = cast.principal(cast.mine())
    browser = cast.client(user)
    assert browser.get("/me/").status_code == 200
    actions.grant(SYSTEM, user, role=Role.COUNTY_REVIEWER, place=Place(region_code=cast.ENPING))
    assert browser.get("/me/")["Location"] == "/account/mfa/totp/activate/"


def test_second_factor_taken_off_by_its_holder_ends_the_other_sessions(django_capture_on_commit_callbacks: Any) -> None:
    user = cast.city_office(username="huang")
    totp.TOTP.activate(user, secret := totp.generate_totp_secret())
    other = cast.client(user)
    here = Client()
    here.post("/account/login/", {"login": "huang", "password": cast.PASSWORD})
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    here.post("/account/mfa/authenticate/", {"code": code})
    here.post("/account/reauthenticate/", {"password": cast.PASSWORD})
    assert other.get("/me/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert here.post("/account/mfa/totp/deactivate/").status_code == 302
    assert here.get("/me/").status_code == 200 and other.get("/me/").status_code == 302
    told = AuditEvent.objects.unscoped("test").filter(kind=kinds.OTHER_SESSIONS_ENDED.name).get()
    assert told.actor_id == user.pk


def test_session_of_an_official_ends_after_its_longest_time_however_busy(settings: Any) -> None:
    official, mine = cast.client(cast.county_reviewer()), cast.client(cast.principal(cast.mine()))
    for browser in (official, mine):
        browser.get("/me/")
        session = browser.session
        session[_BEGAN] -= settings.KUANGAN_SESSION_SECONDS + 1
        session.save()
    assert official.get("/me/").status_code == 302 and mine.get("/me/").status_code == 200
