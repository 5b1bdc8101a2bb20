"""Addresses with two numbers, lists of numbers, filters and workbooks: one's own record opens nobody else's."""

from typing import Any

import pytest
from django.urls import reverse

from kuangan.access import kinds
from kuangan.duties.models import Assignment
from kuangan.foundation.authority.roles import Role
from tests.permissions.addresses.registry import SHEETS
from tests.permissions.asking import ask
from tests.permissions.table import FAR, INSIDE, NEIGHBOUR, NEXT_DOOR

pytestmark = pytest.mark.usefixtures("db")
COUNTY, MINE = Role.COUNTY_REVIEWER, Role.MINE_PRINCIPAL


def _betrayed(world: Any, role: Role, text: str) -> dict[str, str]:
    return {word: side for word, side in world.secrets_from(world.actors[role]).items() if word in text}


@pytest.mark.parametrize("other", [NEXT_DOOR, NEIGHBOUR])
@pytest.mark.parametrize(("name", "method"), [("file", "GET"), ("preview", "GET"), ("remove_file", "POST")])
def test_file_is_not_reached_through_another_duty(name, method, other, world):
    own, foreign = world.sides[INSIDE].duties["started"], world.sides[other].file()
    for role in (MINE, COUNTY):
        url = reverse(f"duties:{name}", args=[own.pk, foreign.pk])
        answer = ask(method, url, world.sessions[role], {})
        wanted = 403 if (role, name) == (COUNTY, "remove_file") and answer.status == 403 else 404
        assert (answer.status, answer.changed) == (wanted, [])


def test_request_for_more_time_is_not_decided_through_another_duty(world):
    own, foreign = world.sides[INSIDE].duties["open"], world.sides[NEIGHBOUR].extension()
    url = reverse("duties:decide_extension", args=[own.pk, foreign.pk])
    answer = ask("POST", url, world.sessions[COUNTY], {"extension-grant": "yes"})
    assert (answer.status, answer.changed) == (404, [])


def test_share_is_not_confirmed_through_another_duty(world):
    own, foreign = world.sides[INSIDE].duties["county"], world.sides[NEIGHBOUR].share()
    url = reverse("duties:confirm_share", args=[own.pk, foreign.pk])
    answer = ask("POST", url, world.sessions[Role.GOVERNMENT_OFFICE], {})
    assert (answer.status, answer.changed) == (404, [])


def test_row_of_an_upload_is_not_decided_through_another_upload(world):
    own, foreign = world.sides[INSIDE].checked, world.sides[NEIGHBOUR].checked.staged.earliest("number")
    url = reverse("registry:import_decide", args=[own.pk, foreign.pk])
    answer = ask("POST", url, world.sessions[COUNTY], {"decision": "new"})
    assert (answer.status, answer.changed) == (404, [])


def test_plan_is_not_handed_out_by_the_bureau_of_another_city(world):
    near, far = world.sides[INSIDE], world.sides[FAR]
    for version, bureau in ((near.version, far.bureau), (far.version, near.bureau)):
        answer = ask("POST", reverse("plan:distribute", args=[version.pk, bureau.pk]), world.sessions[COUNTY], {})
        assert (answer.status, answer.changed) == (404, [])


@pytest.mark.parametrize("other", [NEIGHBOUR, FAR])
def test_accepting_many_leaves_records_outside_alone(other, world):
    side = world.sides[other]
    row = side.duties["submitted"]
    assert Assignment.rows.filter(pk=row.pk, state="submitted").exists()
    body = {"id": [row.pk], f"receipt-{row.pk}": side.submission().number, f"step-{row.pk}": "0", "common": "符合"}
    answer = ask("POST", reverse("duties:accept_many"), world.sessions[COUNTY], body)
    assert answer.changed == []
    assert [kind for kind, _details in answer.trail if kind != kinds.REFUSED.name] == []
    shown = ask("GET", f"{reverse('duties:accept_many')}?id={row.pk}", world.sessions[COUNTY])
    assert shown.status == 200
    assert not _betrayed(world, COUNTY, shown.text)


def test_preview_of_a_plan_for_a_mine_outside_does_not_exist(world):
    near = world.sides[INSIDE]
    for other, role in ((NEXT_DOOR, MINE), (NEIGHBOUR, COUNTY)):
        url = f"{reverse('plan:preview', args=[near.plan.pk])}?mine={world.sides[other].mine.code}"
        assert ask("GET", url, world.sessions[role]).status == 404


def test_value_of_a_parameter_is_not_set_for_another_county(world):
    url = reverse("plan:set_parameter", args=[world.sides[INSIDE].plan.pk, "watch_days"])
    told = {"value": "9", "effective_on": "2023-04-20", "reason": "通知"}
    for region in (world.sides[NEIGHBOUR].code, "440700", "440900"):
        answer = ask("POST", url, world.sessions[Role.COUNTY_LEADER], {**told, "region": region})
        assert (answer.status, answer.changed) == (422, [])


@pytest.mark.parametrize("name", SHEETS)
def test_exported_lists_hold_nothing_from_outside(name, world):
    for role in Role:
        answer = ask("GET", reverse("registry:export", args=[name]), world.sessions[role])
        assert answer.status in {200, 403}, f"{role}: {answer.failure}"
        assert not _betrayed(world, role, answer.text)


@pytest.mark.parametrize(
    "url",
    [
        "/search?q=石场", "/search?q=矿长", "/search?q=石业", "/search?q=爆破", "/search?q=材料",
        "/registry/mines/?q=石场", "/registry/mines/?county=440785", "/registry/people/?county=440785",
        "/registry/enterprises/?q=石业", "/registry/licences/expiring/", "/registry/to-complete/?gap=coordinates",
        "/registry/contractors/?q=爆破",
        "/duties/?county=440785", "/duties/?q=石场", "/duties/?whose=review", "/duties/board/?county=440785",
        "/duties/board/?q=石场", "/counties", "/access/audit/?region=440785", "/access/audit/?record=石场",
    ],
)  # fmt: skip
def test_filters_and_search_reach_nothing_outside(url, world):
    for role in (MINE, COUNTY, Role.CITY_OFFICE, Role.AUDITOR, Role.AGENCY_STAFF, Role.AUDIT_ADMIN):
        for htmx in (False, True):
            answer = ask("GET", url, world.sessions[role], htmx=htmx)
            assert answer.status in {200, 302, 403}, f"{role}: {answer.status} {answer.failure}"
            assert not _betrayed(world, role, answer.text), role


def test_grant_and_invitation_are_not_given_for_a_place_outside(world):
    far, session = world.sides[FAR], world.sessions[Role.SECURITY_ADMIN]
    places = ({"role": "county_inspector", "region_code": far.code}, {"role": "mine_principal", "mine": far.mine.pk})
    for place in places:
        given = ask("POST", reverse("access:grant", args=[world.bystander.pk]), session, place)
        invited = ask("POST", reverse("access:invite"), session, {**place, "name": "新人", "days": "7"})
        for answer in (given, invited):
            assert answer.status in {200, 422}
            assert answer.changed == []


def test_somebody_elses_device_is_not_ended(world):
    from allauth.usersessions.models import UserSession

    foreign, own = (
        UserSession.objects.create(
            user=world.users[role], session_key=world.sessions[role], ip="127.0.0.1", user_agent="手机"
        )
        for role in (COUNTY, MINE)
    )
    ended = [
        "usersessions_usersession"
        in ask("POST", reverse("access:end_device", args=[one.pk]), world.sessions[MINE]).written
        for one in (foreign, own)
    ]
    assert ended == [False, True]


def test_numbers_that_no_record_has_are_not_found(world):
    for name in ("registry:mine", "registry:enterprise", "registry:contractor", "duties:duty", "duties:submission"):
        assert ask("GET", reverse(name, args=[987_654_321]), world.sessions[COUNTY]).status == 404
