"""Three administrations in three hands: no second role, no second account, no grant by one person alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from kuangan.access import actions
from kuangan.access.actions import Place
from kuangan.access.models import GrantRecord, GrantRequest, User, separation
from kuangan.access.rules.persons import Traits, is_one_person, name_skeleton
from kuangan.access.states import RequestState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.roles import ADMIN_ROLES, CAMPAIGN_READERS, Role
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.foundation.notices.models import Notice
from kuangan.registry.models import Person
from tests import cast

pytestmark = pytest.mark.django_db
CITY = Place(region_code="440700")


@pytest.fixture
def admin() -> Actor:
    return cast.as_actor(cast.security_admin(name="安全甲"))


@pytest.fixture
def system() -> Actor:
    return cast.as_actor(cast.system_admin(name="系统乙"))


def place_for(role: str) -> Place:
    if role in (Role.MINE_PRINCIPAL, Role.MINE_SAFETY_OFFICER):
        return Place(mine=cast.mine())
    return Place(agency=cast.agency()) if role == Role.AGENCY_STAFF else CITY


@pytest.mark.parametrize("role", sorted(CAMPAIGN_READERS))
def test_an_administrator_is_given_no_part_in_a_campaign_and_no_audit(admin: Actor, role: str) -> None:
    account = cast.audit_admin(name="审计丙")
    place = place_for(role)
    with pytest.raises(Refused, match="审计管理员"):
        actions.grant(admin, account, role=role, place=place)
    with pytest.raises(Refused, match="审计管理员"):
        actions.grant(Actor.system(), account, role=role, place=place)


@pytest.mark.parametrize(
    "second", [{"name": "审计丙"}, {"name": "审 计丙"}, {"name": "另名", "phone": "+8613800001234"}]
)
def test_nor_through_a_second_account_of_the_same_person(admin: Actor, second: dict[str, str]) -> None:
    first = cast.audit_admin(name="审计丙")
    User.objects.filter(pk=first.pk).update(phone="13800001234" if "phone" in second else "")
    other = cast.user(**second)
    with pytest.raises(Refused, match="审计丙"):
        actions.grant(Actor.system(), other, role=Role.CITY_OFFICE, place=CITY)


def test_nor_through_a_second_account_of_the_same_person_in_the_registry() -> None:
    known = Person.objects.create(name="丁某", region_code="440700")
    first, other = cast.audit_admin(name="审计丙"), cast.user("丁某某")
    User.objects.filter(pk__in=[first.pk, other.pk]).update(person=known)
    other.refresh_from_db()
    with pytest.raises(Refused, match="审计丙"):
        actions.grant(Actor.system(), other, role=Role.CITY_OFFICE, place=CITY)


def test_whoever_takes_part_in_a_campaign_is_given_no_administration_under_a_second_account(admin: Actor) -> None:
    cast.county_reviewer(name="陈主任")
    with pytest.raises(Refused, match="陈主任"):
        actions.ask_for_administration(
            admin, cast.user("陈主任"), role=Role.SYSTEM_ADMIN, place=CITY, reason="系统管理员调离"
        )


def test_an_invitation_is_no_way_round(admin: Actor) -> None:
    cast.audit_admin(name="审计丙")
    with pytest.raises(Refused, match="审计丙"):
        actions.invite(admin, name="审计丙", role=Role.COUNTY_INSPECTOR, place=CITY)
    invitation, token = actions.invite(
        admin, name="新同事", role=Role.COUNTY_INSPECTOR, place=CITY, phone="13900001111"
    )
    later = cast.system_admin(name="系统丁")
    User.objects.filter(pk=later.pk).update(phone="13900001111")
    with pytest.raises(Refused, match="系统丁"):
        actions.accept_invitation(Actor.nobody(), token, username="xin.tongshi", password=cast.PASSWORD)
    invitation.refresh_from_db()
    assert invitation.used_at is None and not User.objects.filter(username="xin.tongshi").exists()


@pytest.mark.parametrize("role", sorted(ADMIN_ROLES))
def test_an_administration_takes_two_and_the_auditor_is_told_at_once(admin: Actor, system: Actor, role: str) -> None:
    auditor, newcomer = cast.audit_admin(name="审计丙"), cast.user("新人")
    with pytest.raises(Refused):
        actions.grant(admin, newcomer, role=role, place=CITY)
    asked = actions.ask_for_administration(admin, newcomer, role=role, place=CITY, reason="加一名管理员轮班")
    assert not cast.as_actor(newcomer).roles, "asked is not granted"
    for one in (admin, cast.as_actor(newcomer), cast.as_actor(auditor)):
        with pytest.raises(Forbidden):
            actions.confirm_administration(one, asked)
    actions.confirm_administration(system, asked)
    assert cast.as_actor(newcomer).roles == {Role(role)}
    told = Notice.objects.filter(recipient_id=auditor.pk).values_list("cause__kind", flat=True)
    assert {"access.told_asked", "access.told_granted"} <= set(told)
    with pytest.raises(Refused):
        actions.confirm_administration(system, asked)


def test_two_accounts_of_one_person_are_not_two(admin: Actor) -> None:
    twin = cast.as_actor(cast.user("安全甲"))
    confirmer = Actor(twin.user_id, twin.name, grants=cast.as_actor(cast.system_admin(name="系统乙")).grants)
    asked = actions.ask_for_administration(
        admin, cast.user("新人"), role=Role.SECURITY_ADMIN, place=CITY, reason="轮班"
    )
    with pytest.raises(Refused):
        actions.confirm_administration(confirmer, asked)


def test_a_request_can_be_declined_and_taken_back(admin: Actor, system: Actor) -> None:
    told = {"role": Role.AUDIT_ADMIN, "place": CITY, "reason": "审计管理员休假"}
    first = actions.ask_for_administration(admin, cast.user("新人"), **told)
    with pytest.raises(Refused):
        actions.ask_for_administration(admin, User.objects.get(pk=first.user_id), **told)
    assert actions.decline_administration(system, first).state == RequestState.DECLINED
    second = actions.ask_for_administration(admin, User.objects.get(pk=first.user_id), **told)
    assert actions.take_back_administration(admin, second).state == RequestState.DECLINED
    assert not GrantRecord.objects.filter(user=first.user_id).exists()


def test_the_database_knows_that_it_takes_two(admin: Actor) -> None:
    asked = actions.ask_for_administration(admin, cast.user("新人"), role=Role.AUDIT_ADMIN, place=CITY, reason="轮班")
    by_the_same = {"state": RequestState.CONFIRMED, "decided_by_id": admin.user_id, "decided_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantRequest.objects.filter(pk=asked.pk).update(**by_the_same)
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantRequest.objects.filter(pk=asked.pk).update(**{**by_the_same, "decided_by_id": asked.user_id})


def test_the_page_of_waiting_grants_leads_through_it(admin: Actor) -> None:
    security, second = User.objects.get(pk=admin.user_id), cast.system_admin(name="系统乙")
    newcomer = cast.user("新人")
    page = cast.client(security).post(
        reverse("access:grant", args=[newcomer.pk]),
        {"role": "audit_admin", "region_code": "440700", "reason": "轮班"},
        follow=True,
    )
    assert "经系统管理员确认后生效" in page.content.decode()
    browser = cast.client(second)
    assert "新人" in browser.get(reverse("access:administrations")).content.decode()
    browser.post(reverse("access:confirm_administration", args=[GrantRequest.objects.get().pk]))
    assert may(cast.as_actor(newcomer), "integrity.verify")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Traits("李明"), Traits("李 明"), True),
        (Traits("己方"), Traits("已方"), True),
        (Traits("Wang Li"), Traits("W\u0430ng Li"), True),
        (Traits("李明", "13800001234"), Traits("李明", "13900001234"), False),
        (Traits("李明", "13800001234"), Traits("王强", "+86 138 0000 1234"), True),
        (Traits("李明", person_id=7), Traits("李敏", person_id=7), True),
        (Traits("李明"), Traits("李敏"), False),
    ],
)
def test_who_is_taken_for_one_person(one: Traits, other: Traits, same: bool) -> None:
    assert is_one_person(one, other) is same


def test_a_radical_reads_as_its_character() -> None:
    assert name_skeleton("⻢\u200b力") == name_skeleton("马⼒")


def held(account: User, role: Role, **told: object) -> GrantRecord:
    """A grant as somebody at the database would write it."""
    row = {"valid_from": clock.today(), "region_code": "440700", "granted_by": "某人", **told}
    return GrantRecord.objects.create(user=account, role=role, **row)


def another_account(of: User, by: str) -> User:
    """A second account of the same person, known by account, registry or telephone number."""
    if by == "account":
        return of
    other = cast.user("另一个名字")
    if by == "registry":
        person = Person.objects.create(name="丁某", region_code="440700")
        User.objects.filter(pk__in=[of.pk, other.pk]).update(person=person)
    else:
        User.objects.filter(pk=of.pk).update(phone="13800001234")
        User.objects.filter(pk=other.pk).update(phone="138 0000-1234")
    return other


KNOWN_BY = ["account", "registry", "telephone"]


@pytest.mark.parametrize("by", KNOWN_BY)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Role.AUDIT_ADMIN, Role.CITY_OFFICE),
        (Role.CITY_OFFICE, Role.SYSTEM_ADMIN),
        (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN),
        (Role.SYSTEM_ADMIN, Role.AUDITOR),
    ],
)
def test_the_database_itself_refuses_two_duties_in_one_hand(by: str, first: Role, second: Role) -> None:
    account = cast.user("某管理员")
    held(account, first)
    other = another_account(account, by)
    with pytest.raises(IntegrityError), transaction.atomic():
        held(other, second)
    later = held(other, second, revoked_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantRecord.objects.filter(pk=later.pk).update(revoked_at=None)


@pytest.mark.parametrize("by", ["registry", "telephone"])
def test_nor_can_two_accounts_become_one_person_s_afterwards(by: str) -> None:
    account, other = cast.user("某管理员"), cast.user("某科长")
    held(account, Role.AUDIT_ADMIN)
    held(other, Role.CITY_OFFICE)
    person = Person.objects.create(name="丁某", region_code="440700")
    told = {"person": person} if by == "registry" else {"phone": "13800001234"}
    User.objects.filter(pk=account.pk).update(**told)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=other.pk).update(**told)


def test_the_database_lets_through_what_is_no_mixture() -> None:
    account, other = cast.user("某管理员"), cast.user("某科长")
    first = held(account, Role.AUDIT_ADMIN, valid_to=clock.today())
    held(account, Role.CITY_OFFICE, valid_from=clock.today() + timedelta(days=1))
    held(other, Role.CITY_OFFICE)
    held(other, Role.CITY_LEADER)
    first.revoked_at = clock.now()
    first.save(update_fields=["revoked_at"])
    held(another_account(cast.system_admin(name="系统丁"), "telephone"), Role.SYSTEM_ADMIN)


def test_missing_triggers_are_told_by_name() -> None:
    assert separation.missing(connection) == []
    separation.remove(connection)
    assert separation.missing(connection) == sorted(separation.NAMES)
    separation.install(connection)
    assert separation.missing(connection) == []


@pytest.fixture
def mixed() -> User:
    """Somebody who has held both since before the database refused it."""
    separation.remove(connection)
    account = cast.audit_admin(name="审计丙")
    held(cast.user("审 计丙"), Role.CITY_OFFICE)
    separation.install(connection)
    return account


def test_what_is_mixed_already_is_named_to_the_audit_administrator(mixed: User) -> None:
    page = cast.client(mixed).get(reverse("access:audit")).content.decode()
    assert "审计丙同时持有不得由一人兼任的职责：审计管理员" in page and "撤销其中一项授权" in page
    GrantRecord.objects.filter(role=Role.CITY_OFFICE).update(revoked_at=clock.now())
    assert "不得由一人兼任" not in cast.client(mixed).get(reverse("access:audit")).content.decode()


def test_an_auditor_who_is_none_of_the_three_is_not_told_of_accounts(mixed: User) -> None:
    assert "不得由一人兼任" not in cast.client(cast.auditor()).get(reverse("access:audit")).content.decode()
