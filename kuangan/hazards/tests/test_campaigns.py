"""In which campaign a hazard was found: shown on its page, in the ledger and its list, older ones as carried over."""

from datetime import date, time
from types import SimpleNamespace

import pytest

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.hazards.queries.campaigns import campaigns_of, running
from kuangan.hazards.queries.ledger import ledger_rows
from kuangan.hazards.queries.listing import Narrowing
from kuangan.hazards.tests import stage
from kuangan.plan.models import Plan, PlanVersion
from kuangan.plan.states import VersionState
from tests.cast import people, places

pytestmark = pytest.mark.django_db
EVERYWHERE = Scope.everywhere()


@pytest.fixture
def told():
    """A campaign of the city from 1 April to 31 December 2023, and a mine in one of its counties."""
    mine = places.mine("恩平石场")
    plan = Plan.objects.create(
        urn="urn:kuangan:plan:jm:2023", title="专项整治方案", short_title="专项整治", region_code=places.JIANGMEN,
        starts_on=date(2023, 4, 1), ends_on=date(2023, 12, 31),
    )  # fmt: skip
    PlanVersion.objects.create(
        plan=plan,
        version="1.0.0",
        state=VersionState.PUBLISHED,
        content_hash="0" * 64,
        data={},
        published_at=clock.now(),
    )
    return SimpleNamespace(mine=mine, plan=plan, principal=people.as_actor(people.principal(mine)))


def found(told, on: date, entered: date | None = None):
    with clock.at(clock.moment(entered or on, time(17))):
        return stage.found(told.principal, told.mine, found_at=clock.moment(on, time(9)), place=f"{on:%m月%d日}查出处")


def words(told, row) -> list[str]:
    return [one.words for one in campaigns_of(row, running(EVERYWHERE))]


def test_what_is_found_in_its_days_is_new_and_what_is_older_is_carried_over(told) -> None:
    assert words(told, found(told, date(2023, 4, 1))) == ["本次整治新发现"]
    assert words(told, found(told, date(2023, 3, 31))) == ["整治前结转"]
    assert words(told, found(told, date(2024, 1, 1))) == []


def test_an_older_day_that_was_entered_in_the_campaign_is_shown_as_a_claim(told) -> None:
    (said,) = words(told, found(told, date(2023, 3, 20), entered=date(2023, 4, 10)))
    assert "自述" in said and "整治期内录入" in said


def test_a_campaign_of_another_region_says_nothing(told) -> None:
    told.plan.region_code = "440300"
    told.plan.save()
    assert words(told, found(told, date(2023, 4, 2))) == []


def test_page_list_and_ledger_say_it(told) -> None:
    old, new = found(told, date(2023, 3, 20)), found(told, date(2023, 4, 2))
    browser = people.client(people.county_reviewer())
    assert "整治前结转" in browser.get(f"/hazards/{old.pk}/").content.decode()
    listed = browser.get("/hazards/?state=all").content.decode()
    assert "to=2023-03-31" in listed and "from=2023-04-01" in listed
    carried = browser.get("/hazards/?state=all&to=2023-03-31").content.decode()
    assert old.place in carried and new.place not in carried
    remarks = {row["number"]: row["remark"] or "" for row in ledger_rows(EVERYWHERE, Narrowing())}
    assert "专项整治前结转" in remarks[old.number] and "结转" not in remarks[new.number]
