"""Settings of the hazard ledger: what holds, who may change it, that the former value stays."""

from datetime import timedelta

import pytest

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, OutOfScope, Refused
from kuangan.hazards import actions
from kuangan.hazards.models import Setting
from kuangan.hazards.queries.setting_lines import home_of, setting_lines
from kuangan.hazards.queries.settings import values
from kuangan.hazards.rules.settings import SETTINGS, value_words
from kuangan.hazards.tests.bureaus import Scene
from tests import cast

pytestmark = pytest.mark.django_db
WHY = "市局第3次局务会议纪要"


@pytest.fixture
def scene():
    cast.region(cast.JIANGMEN)
    return Scene()


def words(answer):
    return answer.content.decode()


def day(days):
    """The day so many days from today, as it is typed."""
    return (clock.today() + timedelta(days=days)).isoformat()


def test_a_county_decides_for_itself_and_the_city_for_the_others(scene):
    actions.change_setting(scene.city, cast.JIANGMEN, "general_deadline_days", "20", reason=WHY)
    actions.change_setting(scene.leader, cast.ENPING, "general_deadline_days", "10", reason=WHY)
    assert values(cast.ENPING)["general_deadline_days"] == "10"
    assert values(cast.KAIPING)["general_deadline_days"] == "20"


def test_what_the_city_decides_no_county_changes(scene):
    with pytest.raises(Refused, match="市局"):
        actions.change_setting(scene.leader, cast.ENPING, "listing_deadline_days", "30", reason=WHY)
    with pytest.raises(OutOfScope):
        actions.change_setting(scene.leader, cast.KAIPING, "general_deadline_days", "30", reason=WHY)
    with pytest.raises(Forbidden):
        actions.change_setting(scene.reviewer, cast.ENPING, "general_deadline_days", "30", reason=WHY)
    with pytest.raises(OutOfScope):
        actions.change_setting(scene.city, "440799", "general_deadline_days", "30", reason=WHY)
    assert not Setting.rows.exists()


def test_a_value_holds_from_its_day_and_never_backwards(scene):
    with pytest.raises(Refused) as refused:
        actions.change_setting(
            scene.city, cast.JIANGMEN, "return_interval_days", "14", reason=WHY,
            effective_on=clock.today() - timedelta(days=1),
        )  # fmt: skip
    assert refused.value.field == "effective_on"
    later = clock.today() + timedelta(days=10)
    actions.change_setting(scene.city, cast.JIANGMEN, "return_interval_days", "14", reason=WHY, effective_on=later)
    assert values(cast.ENPING)["return_interval_days"] == "7"
    assert values(cast.ENPING, later)["return_interval_days"] == "14"
    line = next(one for one in setting_lines(scene.city, cast.JIANGMEN) if one.item.name == "return_interval_days")
    assert (line.value, [row.value for row in line.coming]) == ("7", ["14"])


def test_the_same_change_sent_twice_is_one(scene):
    for _time in range(2):
        actions.change_setting(scene.city, cast.JIANGMEN, "return_interval_days", "14", reason=WHY)
    assert Setting.rows.count() == 1


@pytest.mark.parametrize("value", ["", "4", "366", "三十", "30.5", "-1"])
def test_a_value_out_of_bounds_is_refused(scene, value):
    with pytest.raises(Refused) as refused:
        actions.change_setting(scene.city, cast.JIANGMEN, "listing_deadline_days", value, reason=WHY)
    assert refused.value.field == "value"


def test_every_setting_says_its_value_in_words():
    told = {name: value_words(item, item.default) for name, item in SETTINGS.items()}
    assert told["listing_deadline_days"] == "40天" and told["general_closer"] == "矿山安全员或者县局"
    assert all(told.values())


def test_the_page_shows_what_holds_since_when_by_whom_and_what_differs(scene):
    actions.change_setting(scene.leader, cast.ENPING, "general_closer", "county", reason=WHY)
    city = cast.client(cast.city_office())
    page = words(city.get("/hazards/settings/"))
    assert "恩平 县局" in page and "数值待确认" in page and "默认" in page
    county = cast.client(cast.county_leader(cast.ENPING))
    own = words(county.get("/hazards/settings/"))
    assert "梁局长" in own and home_of(scene.county) == cast.ENPING
    assert WHY in words(county.get("/hazards/settings/general_closer/"))


def test_a_setting_is_changed_on_its_page_and_a_refusal_keeps_what_was_typed(scene):
    city = cast.client(cast.city_office())
    sent = {"value": "3", "region": cast.JIANGMEN, "effective_on": day(0), "reason": WHY}
    refused = city.post("/hazards/settings/listing_deadline_days/change/", sent)
    assert refused.status_code == 422 and WHY in words(refused) and not Setting.rows.exists()
    city.post("/hazards/settings/listing_deadline_days/change/", {**sent, "value": "30"})
    assert values(cast.ENPING)["listing_deadline_days"] == "30"
    assert "30天" in words(city.get("/hazards/settings/listing_deadline_days/"))


def test_who_may_not_change_it_reads_the_reason(scene):
    leader = cast.client(cast.county_leader(cast.ENPING))
    page = words(leader.get("/hazards/settings/listing_deadline_days/"))
    assert "由市局确定" in page and "<textarea" not in page
    assert leader.get("/hazards/settings/made-up/").status_code == 404
    sent = {"value": "30", "region": cast.JIANGMEN, "effective_on": day(0), "reason": WHY}
    assert leader.post("/hazards/settings/listing_deadline_days/change/", sent).status_code == 422
    other = {**sent, "value": "9", "region": cast.KAIPING}
    assert leader.post("/hazards/settings/general_deadline_days/change/", other).status_code == 422
    reviewer = cast.client(cast.county_reviewer(cast.ENPING))
    assert reviewer.post("/hazards/settings/general_deadline_days/change/", sent).status_code == 403
    assert not Setting.rows.exists()


def test_the_page_takes_few_statements(scene, django_assert_max_num_queries):
    city = cast.client(cast.city_office())
    city.get("/hazards/settings/")
    for name in ("listing_deadline_days", "return_interval_days", "general_deadline_days"):
        actions.change_setting(scene.city, cast.JIANGMEN, name, "30", reason=WHY)
    with django_assert_max_num_queries(12):
        city.get("/hazards/settings/")
