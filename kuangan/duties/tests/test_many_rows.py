"""What pages do where there are more rows than anybody leafs through, and how a derivation is shown."""

from typing import Any

import pytest
from django.http import QueryDict

from kuangan.duties.models import Assignment, DerivationRun
from kuangan.duties.queries.listing import in_state
from kuangan.duties.tests.conftest import Stage
from kuangan.duties.tests.web_stage import Scene
from kuangan.duties.web import filters
from kuangan.duties.web.views import listing
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope, ScopePaths, inside
from kuangan.foundation.kernel import tallying
from kuangan.registry.models import Region
from tests.cast import places

pytestmark = pytest.mark.django_db


def counts_of(stage: Stage, asked: str = "") -> dict[str, int]:
    wanted = filters.read(QueryDict(asked), None)
    return filters.counts(filters.base(stage.city, wanted))


def test_every_chip_counts_what_its_list_shows(stage: Stage) -> None:
    stage.delivered()
    found = counts_of(stage)
    rows = Assignment.objects.within(stage.city.scope)
    assert found == {key: rows.filter(in_state("" if key == "all" else key)).count() for key in filters.STATES}
    assert found["submitted"] == 1 and found["all"] > 1
    assert not any(counts_of(stage, "q=没有这个").values())


def test_counting_ends_where_nobody_leafs_on(stage: Stage, monkeypatch: Any) -> None:
    stage.delivered()
    monkeypatch.setattr(tallying, "MOST_COUNTED", 1)
    found = counts_of(stage)
    assert (found["submitted"], found["all"], found["accepted"]) == (1, 2, 0)
    assert [tallying.number_words(found[key]) for key in ("submitted", "all")] == ["1", "1+"]


def test_nobody_without_a_jurisdiction_counts_anything(stage: Stage) -> None:
    nobody = Actor(user_id=None, name="无人", grants=())
    assert not any(filters.counts(filters.base(nobody, filters.read(QueryDict(""), None))).values())


def test_a_long_list_says_that_it_is_cut(scene: Scene, monkeypatch: Any) -> None:
    monkeypatch.setattr(tallying, "MOST_COUNTED", 1)
    page = scene.as_("city").get("/duties/?state=all").content.decode()
    assert "1+" in page and "只能翻阅" in page


def test_a_reader_of_very_many_counties_is_offered_no_choice_of_them(scene: Scene, monkeypatch: Any) -> None:
    offered = 'name="county"'
    Region.objects.get_or_create(code=places.ENPING, defaults={"name": "恩平市", "level": "county"})
    assert offered in scene.as_("city").get("/duties/").content.decode()
    monkeypatch.setattr(listing, "MOST_OFFERED", 1)
    assert offered not in scene.as_("city").get("/duties/").content.decode()


@pytest.mark.parametrize(("prefix", "holds"), [("44", 3), ("4407", 2), ("440785", 1), ("", 4), ("99", 0), ("45", 1)])
def test_a_prefix_is_a_range_that_holds_the_same_regions(prefix: str, holds: int) -> None:
    Region.objects.all().delete()
    for code in ("440781", "440785", "440981", "450101"):
        Region.objects.create(code=code, name=code, level="county")
    found = set(Region.objects.filter(inside("code", prefix)).values_list("code", flat=True))
    assert found == {code for code in Region.objects.values_list("code", flat=True) if code.startswith(prefix)}
    assert len(found) == holds


def test_the_whole_country_is_a_region_that_holds_all_others() -> None:
    scope = Scope.of_region("000000")
    assert scope.covers_region("440785") and not scope.condition(ScopePaths(region="region_code"))
    assert not Scope.nothing().covers_region("440785")


def test_the_plan_shows_how_far_its_derivation_is_and_the_city_stops_it(scene: Scene) -> None:
    run = DerivationRun.objects.get(is_whole=True)
    outline = f"/plan/{run.plan_id}/"
    assert "责任生成" in scene.as_("city").get(outline).content.decode()
    assert "责任生成" not in scene.as_("officer").get(outline).content.decode()
    DerivationRun.objects.filter(pk=run.pk).update(state="running", finished_at=None, done=1, total=4, beat_at=None)
    page = scene.as_("city").get(outline).content.decode()
    assert f'hx-get="/duties/derivations/{run.pk}/"' in page and "处理完本批后停止" in page
    card = scene.as_("city").get(f"/duties/derivations/{run.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert card.lstrip().startswith("<section") and "1 / 4" in card
    assert scene.as_("reviewer").post(f"/duties/derivations/{run.pk}/stop/").status_code == 403
    assert scene.as_("city").post(f"/duties/derivations/{run.pk}/stop/").status_code == 302
    assert "已停止" in scene.as_("city").get(outline).content.decode()
    assert scene.as_("city").post(f"/duties/derivations/{run.pk}/resume/").status_code == 302
    assert "已完成" in scene.as_("city").get(f"/duties/derivations/{run.pk}/").content.decode()
