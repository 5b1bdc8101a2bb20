"""A security administrator's arm reaches as far as the area: grants, passwords, second factors, sessions alike."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp

from kuangan.access import actions, kinds, queries
from kuangan.access.actions import Place
from kuangan.access.models import GrantRecord, Invitation, User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("kuangan.access.tests.addresses")]
SYSTEM = Actor.system("test")
VERBS: dict[str, Callable[[Actor, User], Any]] = {
    "disable": lambda actor, user: actions.disable_account(actor, user, reason="x"),
    "enable": lambda actor, user: actions.enable_account(actor, user, reason="x"),
    "password": actions.reset_password,
    "second-factor": actions.reset_second_factor,
    "sessions/end": actions.end_sessions,
}
ENPING = cast.ENPING


@pytest.fixture
def admin() -> User:
    cast.region()
    return cast.security_admin(ENPING, name="恩平安全员")


@pytest.mark.parametrize("verb", VERBS)
def test_administrator_of_a_county_cannot_touch_an_account_of_the_next_county(admin: User, verb: str) -> None:
    foreign = cast.county_reviewer(cast.KAIPING)
    totp.TOTP.activate(foreign, totp.generate_totp_secret())
    before = (foreign.password, foreign.is_active, foreign.session_epoch)
    with pytest.raises(OutOfScope):
        VERBS[verb](cast.as_actor(admin), foreign)
    assert cast.client(admin).post(f"/accounts/{foreign.pk}/{verb}/", {"reason": "x"}).status_code == 404
    foreign.refresh_from_db()
    assert (foreign.password, foreign.is_active, foreign.session_epoch) == before
    assert queries.has_second_factor(foreign)


@pytest.mark.parametrize("verb", ["disable", "password", "sessions/end"])
def test_administrator_of_a_county_administers_the_own_people(admin: User, verb: str) -> None:
    own = cast.county_reviewer(ENPING)
    epoch = own.session_epoch
    VERBS[verb](cast.as_actor(admin), own)
    own.refresh_from_db()
    assert own.session_epoch == epoch + 1


@pytest.mark.parametrize("verb", VERBS)
def test_administrator_of_a_county_cannot_touch_the_city_above(admin: User, verb: str) -> None:
    above = cast.city_office()
    with pytest.raises(OutOfScope):
        VERBS[verb](cast.as_actor(admin), above)


def test_somebody_with_a_role_on_both_sides_keeps_the_password_until_the_city_decides(admin: User) -> None:
    both = cast.county_reviewer(ENPING)
    actions.grant(SYSTEM, both, role=Role.COUNTY_INSPECTOR, place=Place(region_code=cast.KAIPING))
    with pytest.raises(Refused):
        actions.reset_password(cast.as_actor(admin), both)
    page = cast.client(admin).get(f"/accounts/{both.pk}/").content.decode()
    assert "开平市" not in page and "县局经办" in page, "only the grants of the own area are shown"
    assert actions.reset_password(cast.as_actor(cast.security_admin()), both)


def test_a_grant_is_revoked_only_within_the_area(admin: User) -> None:
    both = cast.county_reviewer(ENPING)
    foreign = actions.grant(SYSTEM, both, role=Role.COUNTY_INSPECTOR, place=Place(region_code=cast.KAIPING))
    browser = cast.client(admin)
    assert browser.post(f"/grants/{foreign.pk}/revoke/", {"reason": "x"}).status_code == 404
    with pytest.raises(OutOfScope):
        actions.revoke_grant(cast.as_actor(admin), foreign, reason="x")
    own = both.grants.exclude(pk=foreign.pk).get()
    actions.revoke_grant(cast.as_actor(admin), own, reason="调离")
    assert GrantRecord.objects.get(pk=foreign.pk).revoked_at is None


def test_list_of_accounts_holds_the_area_only(admin: User) -> None:
    cast.county_reviewer(ENPING, name="本县人")
    cast.county_reviewer(cast.KAIPING, name="邻县人")
    cast.principal(cast.mine(code=ENPING), name="本县矿长")
    cast.principal(cast.mine(code=cast.KAIPING), name="邻县矿长")
    cast.officer_of(cast.bureau(cast.KAIPING), name="邻局的人")
    text = cast.client(admin).get("/accounts/").content.decode()
    assert "本县人" in text and "本县矿长" in text
    assert not [name for name in ("邻县人", "邻县矿长", "邻局的人") if name in text]


def test_account_without_a_grant_belongs_to_the_area_that_opened_it(admin: User) -> None:
    city, other = cast.as_actor(cast.security_admin()), cast.as_actor(cast.security_admin(cast.KAIPING))
    fresh, _temporary = actions.create_account(cast.as_actor(admin), username="xin", name="新人")
    assert queries.reaches(cast.as_actor(admin), fresh) and queries.reaches(city, fresh)
    assert not queries.reaches(other, fresh)
    with pytest.raises(OutOfScope):
        actions.reset_password(other, fresh)
    with pytest.raises(OutOfScope):
        actions.grant(other, fresh, role=Role.COUNTY_REVIEWER, place=Place(region_code=cast.KAIPING))


def test_who_has_left_stays_with_the_area_of_the_last_grants(admin: User) -> None:
    left = cast.county_reviewer(cast.KAIPING, valid_to=date(2021, 1, 1))
    assert not queries.reaches(cast.as_actor(admin), left)
    assert queries.reaches(cast.as_actor(cast.security_admin(cast.KAIPING)), left)


def test_staff_of_an_agency_belong_to_its_seat_and_to_whoever_granted(admin: User) -> None:
    staff = cast.user("评价师")
    place = Place(agency=cast.agency())
    actions.grant(cast.as_actor(admin), staff, role=Role.AGENCY_STAFF, place=place)
    assert queries.reaches_wholly(cast.as_actor(admin), staff)
    assert queries.reaches_wholly(cast.as_actor(cast.security_admin()), staff), "the seat lies in the city"
    assert not queries.reaches(cast.as_actor(cast.security_admin(cast.KAIPING)), staff)


def test_invitation_into_another_county_is_neither_listed_nor_withdrawn(admin: User) -> None:
    made, _token = actions.invite(
        cast.as_actor(cast.security_admin()), name="邻县受邀人", role=Role.COUNTY_REVIEWER,
        place=Place(region_code=cast.KAIPING),
    )  # fmt: skip
    browser = cast.client(admin)
    assert "邻县受邀人" not in browser.get("/invitations/").content.decode()
    assert browser.post(f"/invitations/{made.pk}/withdraw/").status_code == 404
    with pytest.raises(OutOfScope):
        actions.withdraw_invitation(cast.as_actor(admin), made)
    assert Invitation.objects.get().withdrawn_at is None


def test_other_administrators_reach_nobody() -> None:
    user = cast.county_reviewer()
    for who in (cast.system_admin(), cast.audit_admin(), cast.city_office()):
        with pytest.raises(Forbidden):
            actions.end_sessions(cast.as_actor(who), user)
    assert not AuditEvent.objects.unscoped("test").filter(kind=kinds.SESSIONS_ENDED.name).exists()
