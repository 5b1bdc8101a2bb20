"""The form of a hazard: first what everybody fills in, the rest folded, the mine chosen where it follows."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return cast.mine("青山石场")


@pytest.fixture
def phone(mine):
    return cast.client(cast.safety_officer(mine))


def told(mine):
    return {
        "mine": mine.pk,
        "place": "北帮",
        "description": "坡面有浮石",
        "grade": "general",
        "source": "self_inspection",
    }


def test_what_everybody_fills_in_stands_first_and_the_rest_is_folded(mine, phone):
    page = phone.get("/hazards/new/").content.decode()
    before, fold = page.split('<details class="ka-fold">')
    first = [before.index(f'name="{name}"') for name in ("mine", "place", "description", "photos", "grade", "found_on")]
    assert first == sorted(first) and "data-errors" not in page
    assert all(f'name="{name}"' in fold for name in ("source", "disaster", "found_by", "requirement"))
    assert 'name="focus_area"' in before  # asked for where suspected is chosen, not after a refusal


@pytest.mark.parametrize(
    ("wrong", "opens"), [({"source": "tip"}, True), ({"disaster": "地震"}, True), ({"place": ""}, False)]
)
def test_the_fold_opens_when_one_of_its_fields_is_refused(wrong, opens, mine, phone):
    page = phone.post("/hazards/new/", told(mine) | wrong).content.decode()
    assert ('<details class="ka-fold" open>' in page) is opens


def test_the_mine_is_chosen_already_where_it_follows(mine, phone):
    assert phone.get("/hazards/new/").context["form"]["mine"].value() == mine.pk
    cast.mine("白云石场")
    city = cast.client(cast.city_office())
    assert city.get("/hazards/new/").context["form"]["mine"].value() is None
    assert city.get(f"/hazards/new/?mine={mine.pk}").context["form"]["mine"].value() == mine.pk
