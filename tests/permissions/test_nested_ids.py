"""A number in an address or a form that belongs to another record opens nothing (see also test_mixed_addresses)."""

import pytest
from django.urls import reverse

from kuangan.access import kinds
from kuangan.foundation.authority.roles import Role
from tests.permissions.asking import ask
from tests.permissions.table import FAR, INSIDE, NEIGHBOUR, NEXT_DOOR

pytestmark = pytest.mark.usefixtures("db")
MINE, COUNTY, CITY = Role.MINE_PRINCIPAL, Role.COUNTY_REVIEWER, Role.CITY_OFFICE
OTHERS = [NEXT_DOOR, NEIGHBOUR, FAR]


@pytest.mark.parametrize("name", ["file", "preview"])
@pytest.mark.parametrize("other", OTHERS)
def test_own_file_is_not_read_through_the_duty_of_another_mine(other, name, world):
    foreign, own = world.sides[other].duties["started"], world.sides[INSIDE].file()
    answer = ask("GET", reverse(f"duties:{name}", args=[foreign.pk, own.pk]), world.sessions[MINE])
    assert (answer.status, answer.changed) == (404, [])


@pytest.mark.parametrize("name", ["file", "preview", "remove_file"])
def test_file_of_one_duty_is_not_reached_through_another_of_the_same_mine(name, world):
    side = world.sides[INSIDE]
    url = reverse(f"duties:{name}", args=[side.duties["started"].pk, side.file("signing").pk])
    answer = ask("POST" if name == "remove_file" else "GET", url, world.sessions[MINE], {})
    assert (answer.status, answer.changed) == (404, [])


@pytest.mark.parametrize("other", [INSIDE, NEXT_DOOR, NEIGHBOUR])
def test_verdict_with_the_receipt_of_another_submission_decides_nothing(other, world):
    slug = "accepted" if other == INSIDE else "submitted"
    foreign = world.sides[other].submission(slug)
    body = {"receipt": foreign.number, "step": "0", "decision": "accept", "opinion": "符合"}
    url = reverse("duties:review", args=[world.sides[INSIDE].duties["submitted"].pk])
    answer = ask("POST", url, world.sessions[COUNTY], body)
    assert answer.status < 500 and answer.changed == []
    assert [kind for kind, _details in answer.trail if kind != kinds.REFUSED.name] == []


@pytest.mark.parametrize(("role", "other"), [(COUNTY, NEIGHBOUR), (COUNTY, FAR), (CITY, FAR)])
@pytest.mark.parametrize("name", ["submission", "receipt"])
def test_submission_of_another_jurisdiction_is_not_found_by_its_number(name, role, other, world):
    answer = ask("GET", reverse(f"duties:{name}", args=[world.sides[other].submission().pk]), world.sessions[role])
    assert answer.status == 404


@pytest.mark.parametrize("field", ["mine", "mine_id", "assignment", "authority", "region_code", "bearer_key"])
def test_extra_field_of_a_supply_form_reaches_no_other_mine(field, world):
    side, foreign = world.sides[INSIDE], world.sides[NEIGHBOUR]
    url = reverse("duties:supply", kwargs={"pk": side.duties["open"].pk, "key": "facts"})
    body = {"f-found": "5", "revision": "0", field: str(foreign.mine.pk)}
    answer = ask("POST", url, world.sessions[MINE], body)
    assert answer.status in {200, 302}
    assert not [word for word in foreign.secrets if word in answer.text + str(answer.trail)]


def test_registry_form_cannot_move_a_mine_to_another_county(world):
    side, foreign = world.sides[INSIDE], world.sides[NEIGHBOUR]
    url = reverse("registry:mine_edit", args=[side.mine.pk])
    body = {"name": side.mine.name, "region_code": foreign.code, "enterprise": foreign.enterprise.pk, "code": "X"}
    answer = ask("POST", url, world.sessions[COUNTY], body)
    assert answer.status < 500
    side.mine.refresh_from_db()
    assert (side.mine.region_code, side.mine.enterprise_id) == (side.code, side.enterprise.pk)


@pytest.mark.parametrize(
    ("name", "method"), [("import_preview", "GET"), ("import_apply", "POST"), ("import_cancel", "POST")]
)
@pytest.mark.parametrize("other", [NEIGHBOUR, FAR])
def test_upload_of_another_bureau_is_neither_read_nor_applied(other, name, method, world):
    url = reverse(f"registry:{name}", args=[world.sides[other].checked.pk])
    answer = ask(method, url, world.sessions[COUNTY], {})
    assert (answer.status, answer.changed) == (404, [])
