"""Two records of one mine become one with everything on them, in every room; taken back, every row is as it was."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from kuangan.access.models import GrantRecord
from kuangan.duties.actions.derive import derive
from kuangan.duties.actions.supply import save_form
from kuangan.duties.models import Assignment
from kuangan.duties.tests.campaign import ISSUED, SYSTEM, at, authorities, put_in_force
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.governance.models import HelpRequest
from kuangan.governance.tests.stage import asked
from kuangan.hazards.models import Hazard
from kuangan.hazards.tests.stage import found
from kuangan.inspections import actions as inspections
from kuangan.inspections.models import MonthlyCheck
from kuangan.plan.models import Plan
from kuangan.registry import actions, queries
from kuangan.registry.actions.merges import movers, preview
from kuangan.registry.models import Appointment, Engagement, FactRecord, Licence, Mine, MineMerge, MineState
from tests import cast
from tests.cast import places

DERIVED = frozenset({"registry.minestate", "registry.minemerge"})
OWN = frozenset({"merged_into_id", "apart_because", "current_id", "search_text"})
WHY = "同一采矿许可证，县局现场核实"
pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db: Any, tmp_path: Any) -> Iterator[tuple[Mine, Mine]]:
    """Two records of one quarry under a campaign, each with things of every room on it."""
    authorities()
    with at(ISSUED):
        put_in_force(tmp_path)
        owner = cast.enterprise("开平市甲石业有限公司", places.KAIPING)
        kept = cast.mine("甲石场", places.KAIPING, owner=owner)
        again = cast.enterprise("开平市甲石业（有限公司）", places.KAIPING, apart_because="名称写法不同")
        told = {"slope_height_m": "42", "status": "rectification", "apart_because": "待核实"}
        twin = cast.mine("甲石场（新）", places.KAIPING, owner=again, **told)
    with clock.at(datetime(2023, 4, 20, 4, tzinfo=UTC)):
        for mine, name in ((kept, "李老板"), (twin, "王老板")):
            _furnish(mine, name)
        derive(SYSTEM, Plan.objects.get(), cause="test")
        officer = cast.as_actor(cast.safety_officer(twin))
        row = Assignment.rows.get(mine=twin, duty_slug="package")
        save_form(officer, row, "facts", {"found": "3"}, revision=0)
        yield kept, twin


def _furnish(mine: Mine, name: str) -> None:
    clerk = cast.clerk()
    actor = cast.as_actor(cast.principal(mine, name))
    actions.appoint_named(clerk, mine, name=name, post="principal", appointed_on=places.SINCE)
    actions.appoint_named(clerk, mine, name="吴安全员", post="safety_officer", appointed_on=places.SINCE)
    actions.register_licence(clerk, mine, kind="mining", number=f"C44078320190671301{mine.pk:05d}")
    blaster = queries.contractors(cast.as_actor(cast.city_office()).scope).first() or cast.contractor()
    cast.engagement(mine, blaster)
    found(actor, mine)
    asked(actor, mine)
    inspections.start(actor, mine, checked_on=clock.today())


def stored() -> dict[str, dict[int, dict[str, Any]]]:
    """Every row of every room that is not derived, by table and number."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if model.__module__.startswith("kuangan.") and not label.startswith("integrity.") and label not in DERIVED:
            found[label] = {row.pk: _values(row) for row in model._base_manager.all()}
    return found


def _values(row: Model) -> dict[str, Any]:
    names = [one.attname for one in row._meta.concrete_fields]
    hidden = OWN if isinstance(row, Mine) else frozenset()
    return {name: getattr(row, name) for name in names if name not in hidden}


def states(mine: Mine) -> list[Any]:
    return list(
        MineState.rows.filter(mine=mine).values_list("valid_from", "status", "slope_height_m", "has_contractors")
    )


def test_everything_follows_and_comes_back_row_for_row(pair: Any, django_capture_on_commit_callbacks: Any) -> None:
    kept, twin = pair
    office = cast.as_actor(cast.county_reviewer(places.KAIPING))
    before, folded = stored(), (states(kept), states(twin))
    counts = {label: len(rows) for label, rows in before.items()}
    seen = {str(line.label): line for line in preview(office, kept, twin)}
    assert stored() == before, "looking changes nothing"
    merge = actions.merge_mines(office, kept, twin, reason=WHY)
    assert {label: len(rows) for label, rows in stored().items()} == counts, "nothing is lost or doubled"
    for model, number in ((Hazard, 2), (HelpRequest, 2), (MonthlyCheck, 2), (Licence, 2)):
        assert model._base_manager.filter(mine=kept).count() == number, model
    principals = Appointment.rows.filter(post="principal", ended_on=None)
    assert [principals.get(mine=one).person.name for one in (kept, twin)] == ["李老板", "王老板"]
    assert Engagement.rows.filter(mine=twin).count() == 1
    assert GrantRecord.objects.filter(mine=twin).count() == 0
    assert Licence.rows.filter(mine=kept, enterprise=kept.enterprise).count() == 2
    kept.refresh_from_db()
    assert (kept.current.status, kept.current.slope_height_m) == ("producing", 42), (
        "its own facts hold, gaps are filled"
    )
    assert FactRecord.rows.filter(mine=twin, name="status").count() == 1
    row = Assignment.rows.get(mine=kept, duty_slug="package")
    assert row.answers.count() == 1, "of two the one further along counts"
    assert (row.bearer_key, row.owing_mine_id, row.enterprise_id) == (f"mine:{kept.pk}", kept.pk, kept.enterprise_id)
    assert Assignment.rows.filter(mine=twin, duty_slug="package").count() == 1
    assert not states(twin)
    assert not queries.mines(office.scope).filter(pk=twin.pk).exists()
    assert seen["隐患" if "隐患" in seen else "Hazards"].moving == 1
    actions.unmerge_mines(office, merge, reason="两个独立采区")
    assert stored() == before
    assert (states(kept), states(twin)) == folded
    assert Mine.rows.get(pk=twin.pk).apart_because == "两个独立采区"


def test_duties_are_looked_at_again_on_both_sides(pair: Any, django_capture_on_commit_callbacks: Any) -> None:
    kept, twin = pair
    office = cast.as_actor(cast.county_reviewer(places.KAIPING))
    with django_capture_on_commit_callbacks(execute=True):
        merge = actions.merge_mines(office, kept, twin, reason=WHY)
    derive(SYSTEM, Plan.objects.get(), cause="test")
    assert set(Assignment.rows.filter(mine=twin).values_list("state", flat=True)) <= {"voided"}
    owed = Assignment.rows.filter(mine=kept).exclude(state="voided").count()
    derive(SYSTEM, Plan.objects.get(), cause="test")
    assert Assignment.rows.filter(mine=kept).exclude(state="voided").count() == owed
    with django_capture_on_commit_callbacks(execute=True):
        actions.unmerge_mines(office, merge, reason="两个独立采区")
    derive(SYSTEM, Plan.objects.get(), cause="test")
    live = [Assignment.rows.filter(mine=one).exclude(state="voided").count() for one in pair]
    assert live[0] == live[1] > 0


def test_who_may_not_merge_what_cannot_be_one_and_a_merge_is_taken_back_once(pair: Any) -> None:
    kept, twin = pair
    office = cast.as_actor(cast.county_reviewer(places.KAIPING))
    with pytest.raises(Forbidden):
        actions.merge_mines(cast.as_actor(cast.county_inspector(places.KAIPING)), kept, twin, reason=WHY)
    with pytest.raises(Refused) as refused:
        actions.merge_mines(office, kept, twin, reason=" \u200b ")
    assert refused.value.field == "reason"
    city = cast.as_actor(cast.city_office())
    with pytest.raises(Refused) as refused:
        actions.merge_mines(city, kept, cast.mine("恩平石场"), reason=WHY)
    assert refused.value.field == "other"
    merge = actions.merge_mines(office, kept, twin, reason=WHY)
    with pytest.raises(Refused):
        actions.merge_mines(office, kept, Mine.rows.get(pk=kept.pk), reason=WHY)
    actions.unmerge_mines(office, merge, reason="不是同一矿")
    with pytest.raises(Refused):
        actions.unmerge_mines(office, MineMerge.rows.get(), reason="不是同一矿")


def test_the_page_says_what_moves_before_it_does_and_leads_from_the_old_record_to_the_kept(
    pair: Any, client: Any
) -> None:
    kept, twin = pair
    client.force_login(cast.county_reviewer(places.KAIPING))
    page = reverse("registry:mine_merge", args=[kept.pk])
    assert twin.code in client.get(page).content.decode(), "what seems to be the same mine is offered"
    shown = client.get(page, {"other": twin.code}).content.decode()
    assert "王老板" in shown
    assert client.post(page, {"other": twin.code, "reason": ""}).status_code == 422
    assert client.post(page, {"other": twin.code, "reason": WHY}).status_code == 302
    assert client.get(reverse("registry:mine", args=[twin.pk])).url == reverse("registry:mine", args=[kept.pk])
    assert WHY in client.get(reverse("registry:mine", args=[kept.pk])).content.decode()
    back = reverse("registry:mine_unmerge", args=[MineMerge.rows.get().pk])
    assert client.post(back, {"reason": "两个独立采区"}).status_code == 302
    assert client.get(reverse("registry:mine", args=[twin.pk])).status_code == 200


def test_every_table_that_names_a_mine_says_how_it_follows() -> None:
    """A new table with a mine plugs in a mover (registry.actions.merges); these say the same twice."""
    aside = {
        "registry.minestate.mine": "derived from the facts",
        "registry.mine.merged_into": "is the merge itself",
        "registry.minemerge.kept": "is the merge itself",
        "registry.minemerge.merged": "is the merge itself",
        "access.grantrequest.mine": "administrations lie over no mine",
        "duties.assignment.owing_mine": "follows with the mine it is about",
    }
    naming = {
        f"{model._meta.label_lower}.{one.name}"
        for model in apps.get_models()
        for one in model._meta.concrete_fields
        if one.related_model is Mine
    }
    assert naming == {mover.table for mover in movers()} | set(aside)
