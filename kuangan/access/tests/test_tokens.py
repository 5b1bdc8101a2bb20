"""API tokens: shown once, never more than their owner, gone with the account."""

from datetime import date, timedelta

import pytest

from kuangan.access import actions, queries
from kuangan.access.models import ApiToken, GrantRecord
from kuangan.foundation.api import areas, limits
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import rule_for
from kuangan.foundation.authority.roles import READ_ONLY_ROLES, Role
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from kuangan.registry.actions import amend_mine
from tests.cast import people, places

pytestmark = pytest.mark.django_db
WISH = {"name": "数据交换", "areas": ["duties:read"], "days": 30, "proven": True}


@pytest.fixture(autouse=True)
def fresh():
    limits.forget()


@pytest.fixture
def owner():
    return people.county_reviewer()


def make(owner, **told):
    return actions.create_token(people.as_actor(owner), owner, **{**WISH, **told})


def get(client, secret, where="/api/v1/me"):
    return client.get(where, headers={"Authorization": f"Bearer {secret}"})


def test_a_token_opens_the_api_and_is_stored_as_a_hash(client, owner):
    token, secret = make(owner)
    assert get(client, secret).json()["name"] == owner.name
    assert secret not in str(list(ApiToken.objects.values()))
    assert secret.startswith(token.prefix)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"name": " "}, "name"),
        ({"areas": []}, "areas"),
        ({"areas": ["audit:read"]}, "areas"),
        ({"areas": ["everything"]}, "areas"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"proven": False}, "password"),
        ({"region_code": places.KAIPING}, "region_code"),
    ],
)
def test_a_wish_that_goes_too_far_is_refused_beside_its_field(owner, wish, field):
    with pytest.raises(Refused) as refusal:
        make(owner, **wish)
    assert refusal.value.field == field


def test_nobody_makes_a_token_for_somebody_else_or_with_a_token(owner):
    with pytest.raises(Refused):
        actions.create_token(people.as_actor(people.security_admin()), owner, **WISH)
    token, _secret = make(owner)
    with pytest.raises(Refused):
        actions.create_token(queries.actor_of_token(token), owner, **WISH)


def test_a_token_ends_on_its_day(client, owner):
    token, secret = make(owner)
    ApiToken.objects.filter(pk=token.pk).update(
        created_at=clock.real_now() - timedelta(days=9), expires_at=clock.real_now() - timedelta(seconds=1)
    )
    assert get(client, secret).status_code == 401


def test_a_revoked_token_opens_nothing(client, owner):
    token, secret = make(owner)
    actions.revoke_token(people.as_actor(owner), token)
    assert get(client, secret).status_code == 401
    with pytest.raises(Refused):
        actions.revoke_token(people.as_actor(owner), token)


@pytest.mark.parametrize("act", ["disable_account", "reset_password", "end_sessions", "revoke_grant"])
def test_tokens_end_with_what_they_stand_on(client, owner, act):
    _token, secret = make(owner)
    security = people.as_actor(people.security_admin())
    if act == "revoke_grant":
        actions.revoke_grant(security, GrantRecord.objects.get(user=owner), reason="调离")
    elif act == "disable_account":
        actions.disable_account(security, owner, reason="离职")
    else:
        getattr(actions, act)(security, owner)
    assert get(client, secret).status_code == 401


def test_a_grant_that_runs_out_takes_the_token_s_rights_along(client):
    with clock.at(clock.moment(date(2023, 7, 1), clock.now().time())):
        owner = people.county_reviewer(valid_to=date(2023, 7, 2))
        _token, secret = make(owner)
        assert get(client, secret, "/api/v1/duties/assignments").status_code == 200
    with clock.at(clock.moment(date(2023, 7, 3), clock.now().time())):
        assert get(client, secret, "/api/v1/duties/assignments").status_code == 403


def test_a_token_does_only_what_its_areas_include_even_below_the_api(owner):
    mine = places.mine(code=places.ENPING)
    token, _secret = make(owner, areas=["registry:read"])
    with pytest.raises(Forbidden):
        amend_mine(queries.actor_of_token(token), mine, town="新镇")
    token, _secret = make(owner, areas=["registry:write"])
    assert amend_mine(queries.actor_of_token(token), mine, town="新镇").town == "新镇"


def test_the_trail_names_the_token(owner):
    mine = places.mine(code=places.ENPING)
    token, _secret = make(owner, areas=["registry:write"])
    amend_mine(queries.actor_of_token(token), mine, town="新镇")
    event = AuditEvent.rows.order_by("-id")[0]
    assert (event.actor_name, event.details["token"]) == (owner.name, str(token))


def test_making_and_revoking_are_in_the_trail(owner):
    token, _secret = make(owner)
    actions.revoke_token(people.as_actor(owner), token)
    kinds = list(AuditEvent.rows.order_by("-id").values_list("kind", flat=True)[:2])
    assert kinds == ["access.token_revoked", "access.token_created"]


def test_a_security_administrator_revokes_within_the_own_area_only(owner):
    token, _secret = make(owner)
    elsewhere = people.as_actor(people.security_admin(places.KAIPING, username="elsewhere"))
    with pytest.raises(OutOfScope):
        actions.revoke_token(elsewhere, token)
    assert actions.revoke_token(people.as_actor(people.security_admin()), token).revoked_at


def test_the_last_use_is_noted_once_an_hour(client, owner, django_assert_max_num_queries):
    token, secret = make(owner)
    get(client, secret)
    token.refresh_from_db()
    seen = token.last_used_at
    get(client, secret)
    token.refresh_from_db()
    assert token.last_used_at == seen
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=seen - timedelta(hours=2))
    get(client, secret)
    token.refresh_from_db()
    assert token.last_used_at > seen - timedelta(hours=2)


def test_a_cookie_opens_nothing_and_a_token_opens_no_page(owner):
    browser = people.client(owner)
    assert browser.get("/api/v1/me").status_code == 401
    assert browser.post("/api/v1/registry/mines", "{}", content_type="application/json").status_code == 401
    _token, secret = make(owner)
    assert get(people.Client(), secret, "/").status_code == 302


def test_every_area_is_held_by_somebody_and_names_real_verbs():
    assert {"registry:read", "duties:write", "reviews:write", "audit:read"} <= set(areas.known())
    for area in areas.known().values():
        assert area.roles, area.name


@pytest.mark.parametrize("role", sorted(Role))
def test_a_role_is_offered_no_area_by_which_it_could_change_nothing(role):
    for area in areas.offered(frozenset({role})):
        assert any(role in rule_for(verb).roles for verb in area.own_verbs), area.name
    if role in READ_ONLY_ROLES | {Role.AUDIT_ADMIN}:
        assert {area.name.partition(":")[2] for area in areas.offered(frozenset({role}))} == {"read"}


@pytest.mark.parametrize("make_owner", [people.auditor, people.province_supervisor])
def test_who_only_reads_is_offered_no_token_that_writes_and_given_none(make_owner):
    owner = make_owner()
    page = people.client(owner).get("/access/me/tokens/new/")
    assert {value.partition(":")[2] for value, _label in page.context["form"].fields["areas"].choices} == {"read"}
    for name in ("duties:write", "hazards:decide", "reviews:write"):
        with pytest.raises(Refused) as refusal:
            make(owner, areas=["duties:read", name])
        assert refusal.value.field == "areas"


def test_the_page_shows_the_secret_once(owner):
    browser = people.client(owner)
    made = browser.post(
        "/access/me/tokens/new/",
        {"name": "数据交换", "areas": ["duties:read"], "days": "30", "password": people.PASSWORD},
    )
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]
    page = browser.get("/access/me/tokens/").content.decode()
    assert secret not in page
    assert secret[:10] in page


def test_a_wrong_password_makes_no_token(owner):
    browser = people.client(owner)
    wish = {"name": "数据交换", "areas": ["duties:read"], "days": "30", "password": "wrong"}
    assert browser.post("/access/me/tokens/new/", wish).status_code == 422
    assert not ApiToken.objects.exists()


def test_the_administrator_sees_and_revokes_tokens_on_the_account_s_page(owner):
    token, _secret = make(owner)
    browser = people.client(people.security_admin())
    assert token.prefix in browser.get(f"/access/accounts/{owner.pk}/").content.decode()
    browser.post(f"/access/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_a_token_narrowed_to_a_region_acts_for_no_named_body():
    bureau = places.bureau(places.JIANGMEN)
    owner = people.officer_of(bureau, role=Role.CITY_OFFICE)
    token, _secret = make(owner, region_code=places.ENPING)
    actor = queries.actor_of_token(token)
    assert isinstance(actor, Actor)
    assert actor.scope.regions == frozenset({places.ENPING})
    assert not actor.scope.authorities
    assert not actor.authority_ids


@pytest.mark.parametrize(("make_owner", "is_shown"), [(people.county_reviewer, True), (people.system_admin, False)])
def test_tokens_are_shown_only_to_whom_they_could_serve(make_owner, is_shown):
    page = people.client(make_owner()).get("/access/me/")
    assert page.status_code == 200
    assert ("接口令牌" in page.content.decode()) is is_shown
