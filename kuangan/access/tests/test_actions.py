"""Accounts, grants, invitations: who may give what to whom, and what ends when it is taken away."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from kuangan.access import actions, kinds, queries
from kuangan.access.actions import Place
from kuangan.access.models import GrantRecord, User
from kuangan.access.rules import device_words
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.registry.models import Mine
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("kuangan.access.tests.addresses")]
ENPING = Place(region_code="440785", organisation="恩平市应急管理局")


@pytest.fixture
def admin() -> Actor:
    cast.region()
    return cast.as_actor(cast.security_admin())


def written(kind: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.unscoped("test").filter(kind=kind))


def test_security_administrator_grants_a_role_and_the_trail_says_so(admin: Actor) -> None:
    officer = cast.user("陈主任")
    actions.grant(admin, officer, role=Role.COUNTY_REVIEWER, place=ENPING, reason="任职文件")
    actor = cast.as_actor(officer)
    assert actor.roles == {Role.COUNTY_REVIEWER} and actor.organisation == "恩平市应急管理局"
    assert actor.scope.covers_region("440785") and not actor.scope.covers_region("440783")
    event = written(kinds.GRANTED.name)[0]
    assert event.after["role"] == "county_reviewer" and event.details["reason"] == "任职文件"


@pytest.mark.parametrize("who", [cast.system_admin, cast.audit_admin, cast.city_office, cast.county_leader])
def test_nobody_but_the_security_administrator_grants(who: Callable[[], User]) -> None:
    with pytest.raises(Forbidden):
        actions.grant(cast.as_actor(who()), cast.user(), role=Role.COUNTY_REVIEWER, place=ENPING)
    assert not GrantRecord.objects.filter(role=Role.COUNTY_REVIEWER).exists()


def test_nobody_grants_to_themselves(admin: Actor) -> None:
    own = User.objects.get(pk=admin.user_id)
    with pytest.raises(Refused):
        actions.grant(admin, own, role=Role.CITY_OFFICE, place=Place(region_code="440700"))
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantRecord.objects.create(
            user=own,
            role="city_office",
            region_code="440700",
            granted_by="x",
            granted_by_id=own.pk,
            valid_from=clock.today(),
        )


@pytest.mark.parametrize("other", [Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
def test_one_person_never_holds_two_administrations(admin: Actor, other: Role) -> None:
    second = cast.security_admin(name="安全丁")
    with pytest.raises(Refused):
        actions.ask_for_administration(admin, second, role=other, place=Place(region_code="440700"), reason="换人")
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantRecord.objects.create(
            user=second, role=other, region_code="440700", granted_by="x", valid_from=date(2023, 1, 1)
        )


def test_administrators_hold_none_of_each_others_rights(admin: Actor) -> None:
    audit, system = cast.as_actor(cast.audit_admin()), cast.as_actor(cast.system_admin())
    assert may(admin, "access.grant") and not may(admin, "integrity.read_audit")
    assert may(audit, "integrity.read_audit") and not may(audit, "access.grant")
    assert not may(system, "integrity.read_audit") and not may(system, "access.administer_accounts")


def test_grant_beyond_the_administrators_own_jurisdiction_is_refused() -> None:
    small = cast.as_actor(cast.security_admin("440785"))
    with pytest.raises(Refused):
        actions.grant(small, cast.user(), role=Role.COUNTY_REVIEWER, place=Place(region_code="440783"))
    foreign: Mine = cast.mine(code="440783")
    with pytest.raises(Refused):
        actions.grant(small, cast.user(), role=Role.MINE_PRINCIPAL, place=Place(mine=foreign))


def test_a_role_is_given_only_for_a_place_that_fits_it(admin: Actor) -> None:
    with pytest.raises(Refused):
        actions.grant(admin, cast.user(), role=Role.MINE_PRINCIPAL, place=ENPING)
    with pytest.raises(Refused):
        actions.grant(admin, cast.user(), role=Role.COUNTY_REVIEWER, place=Place(mine=cast.mine()))


def test_a_grant_names_exactly_one_place(admin: Actor) -> None:
    both = Place(region_code="440785", mine=cast.mine())
    for place in (both, Place()):
        with pytest.raises(Refused):
            actions.grant(admin, cast.user(), role=Role.COUNTY_REVIEWER, place=place)
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantRecord.objects.create(user=cast.user(), role="auditor", granted_by="x", valid_from=date(2023, 1, 1))


def test_grant_counts_on_its_first_and_last_day_and_not_beside_them() -> None:
    officer = cast.county_reviewer(valid_from=date(2023, 4, 1), valid_to=date(2023, 4, 30))
    seen = {}
    for day in (date(2023, 3, 31), date(2023, 4, 1), date(2023, 4, 30), date(2023, 5, 1)):
        with clock.at(clock.start_of_day(day) + timedelta(hours=1)):
            seen[day.isoformat()] = bool(cast.as_actor(officer).roles)
    assert seen == {"2023-03-31": False, "2023-04-01": True, "2023-04-30": True, "2023-05-01": False}


def test_mine_authority_and_enterprise_grants_cover_what_they_name() -> None:
    mine = cast.mine(code="440785")
    other = cast.mine(code="440785")
    principal, owner = cast.as_actor(cast.principal(mine)), cast.as_actor(cast.enterprise_principal(mine.enterprise))
    assert principal.scope.covers(mine) and not principal.scope.covers(other)
    assert owner.scope.covers(mine) and not owner.scope.covers(other)
    bureau = cast.bureau("440785")
    officer = cast.as_actor(cast.officer_of(bureau))
    assert officer.scope.covers(other) and officer.authority_ids == {bureau.pk}


def test_actor_is_built_in_one_statement(django_assert_num_queries: Callable[..., object]) -> None:
    officer = cast.officer_of(cast.bureau())
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        queries.build_actor(officer)


def test_revoked_grant_ends_the_sessions_and_the_rights(admin: Actor) -> None:
    officer = cast.county_reviewer()
    browser = cast.client(officer)
    assert browser.get("/me/").status_code == 200
    actions.revoke_grant(admin, officer.grants.get(), reason="调离")
    assert browser.get("/me/").status_code == 302
    assert cast.as_actor(officer).roles == frozenset()
    assert written(kinds.REVOKED.name)[0].details["reason"] == "调离"


def test_own_grant_is_revoked_by_somebody_else(admin: Actor) -> None:
    with pytest.raises(Refused):
        actions.revoke_grant(admin, GrantRecord.objects.get(user_id=admin.user_id), reason="x")


def test_disabled_account_is_out_at_once_and_cannot_sign_in(admin: Actor) -> None:
    officer = cast.county_reviewer(username="chen")
    browser = cast.client(officer)
    actions.disable_account(admin, officer, reason="离职")
    assert browser.get("/me/").status_code == 302
    browser.post("/account/login/", {"login": "chen", "password": cast.PASSWORD})
    assert browser.get("/me/").status_code == 302
    actions.enable_account(admin, officer, reason="返聘")
    assert browser.get("/me/").status_code == 302, "the old session stays ended"
    browser.post("/account/login/", {"login": "chen", "password": cast.PASSWORD})
    assert browser.get("/me/").status_code == 200


def test_administrator_cannot_touch_their_own_account(admin: Actor) -> None:
    own = User.objects.get(pk=admin.user_id)
    for verb in (lambda: actions.disable_account(admin, own, reason="x"), lambda: actions.reset_password(admin, own)):
        with pytest.raises(Refused):
            verb()


def test_temporary_password_is_stored_as_hash_and_must_be_changed(admin: Actor) -> None:
    user, temporary = actions.create_account(admin, username="Chen.Wei", name="陈伟", phone="13800001234")
    user.refresh_from_db()
    assert user.username == "chen.wei" and user.check_password(temporary) and user.must_change_password
    assert temporary not in user.password and user.masked_phone == "138****1234"
    assert temporary not in str(written(kinds.ACCOUNT_CREATED.name)[0].__dict__)


@pytest.mark.parametrize(("field", "value"), [("username", "a b"), ("name", " "), ("phone", "12")])
def test_bad_entry_is_refused_beside_its_field(admin: Actor, field: str, value: str) -> None:
    given = {"username": "chen", "name": "陈伟", "phone": "", field: value}
    with pytest.raises(Refused) as refusal:
        actions.create_account(admin, **given)
    assert refusal.value.field == field


def test_invitation_makes_one_account_with_one_grant_once(admin: Actor) -> None:
    invitation, token = actions.invite(admin, name="李老板", role=Role.MINE_PRINCIPAL, place=Place(mine=cast.mine()))
    assert token not in invitation.token_hash
    user = actions.accept_invitation(Actor.nobody(), token, username="李老板", password="Cuiping-2023-shan")
    assert cast.as_actor(user).roles == {Role.MINE_PRINCIPAL} and not user.must_change_password
    with pytest.raises(Refused):
        actions.accept_invitation(Actor.nobody(), token, username="again", password="Cuiping-2023-shan")
    assert written(kinds.INVITATION_ACCEPTED.name)[0].actor_name == "李老板"


def test_expired_and_withdrawn_invitations_do_not_work(admin: Actor) -> None:
    place = Place(mine=cast.mine())
    _made, late = actions.invite(admin, name="甲", role=Role.MINE_PRINCIPAL, place=place, days=1)
    gone, withdrawn = actions.invite(admin, name="乙", role=Role.MINE_PRINCIPAL, place=place)
    actions.withdraw_invitation(admin, gone)
    with pytest.raises(Refused):
        actions.accept_invitation(Actor.nobody(), withdrawn, username="b", password="Cuiping-2023-shan")
    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(Refused):
        actions.accept_invitation(Actor.nobody(), late, username="a", password="Cuiping-2023-shan")


def test_invited_person_needs_a_good_password(admin: Actor) -> None:
    _made, token = actions.invite(admin, name="甲", role=Role.MINE_PRINCIPAL, place=Place(mine=cast.mine()))
    with pytest.raises(Refused) as refusal:
        actions.accept_invitation(Actor.nobody(), token, username="jia", password="12345678")
    assert refusal.value.field == "password" and not User.objects.filter(username="jia").exists()


def test_administrators_are_not_invited_by_link(admin: Actor) -> None:
    with pytest.raises(Refused):
        actions.invite(admin, name="甲", role=Role.AUDIT_ADMIN, place=Place(region_code="440700"))


def test_first_administrators_are_three_people_made_once() -> None:
    cast.region()
    told = ["--region=440700", "--system=xitong:系统甲", "--security=anquan:安全乙", "--audit=shenji:审计丙"]
    said = StringIO()
    call_command("first_administrators", *told, stdout=said)
    lines = [line.split("\t") for line in said.getvalue().splitlines()]
    assert [name for _role, name, _password in lines] == ["xitong", "anquan", "shenji"]
    for _role, name, password in lines:
        user = User.objects.get(username=name)
        assert user.check_password(password) and user.must_change_password and user.grants.count() == 1
    with pytest.raises(CommandError):
        call_command("first_administrators", *told, stdout=StringIO())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 13) Chrome/111 MicroMessenger/8.0", ("微信", "Android")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/111.0 Safari/537.36 Edg/111", ("Edge", "Windows")),
        ("curl/8", ("curl/8",)),
    ],
)
def test_device_is_named_as_people_name_it(said: str, words: tuple[str, ...]) -> None:
    assert device_words(said).split(" · ") == list(words)
