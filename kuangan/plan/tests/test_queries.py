"""What is read about plans: visibility, parameters, outline, preview, receipts."""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.plan import actions, queries
from kuangan.plan.models import Receipt
from kuangan.plan.tests import factories as cast
from kuangan.registry.models import Mine, MineState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]
JIANGMEN = Path(__file__).parents[3] / "content" / "plans" / "jiangmen-2023"


@pytest.fixture
def version(published):
    return published


# ── who sees which plan ──
@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        (Scope.of_region("440000"), True),
        (Scope.of_region(cast.CITY), True),
        (Scope.of_region(cast.ENPING), True),
        (Scope.of_region(cast.ELSEWHERE), False),
        (Scope.nothing(), False),
        (Scope.everywhere(), True),
    ],
    ids=["province", "city", "county", "elsewhere", "nobody", "everywhere"],
)
def test_plan_reaches_regions_around_and_inside_it(version, scope, reached):
    assert queries.plans_in_force(scope) == ([version.plan] if reached else [])


def test_plan_reaches_a_mine_by_its_region(version):
    inside, outside = cast.mine("A"), cast.mine("B", cast.ELSEWHERE)
    assert queries.plans_in_force(Scope.of_mine(inside.pk)) == [version.plan]
    assert queries.plans_in_force(Scope.of_mine(outside.pk)) == []


def test_county_does_not_see_the_citys_draft(tmp_path):
    draft = actions.load(cast.city_office(), cast.package_file(tmp_path))
    assert queries.plans_for(cast.city_office()) == [draft.plan]
    assert queries.plans_for(cast.county_reviewer()) == []
    assert list(queries.versions_for(cast.county_reviewer(), draft.plan)) == []


# ── parameters ──
def test_countys_own_value_wins_over_the_citys_and_that_over_the_default(version):
    plan = version.plan
    assert queries.parameters(plan, cast.ENPING)["watch_days"] == 7
    actions.set_parameter(cast.city_office(), plan, "watch_days", 10, reason="x")
    assert queries.parameters(plan, cast.ENPING)["watch_days"] == 10
    actions.set_parameter(cast.county_leader(), plan, "watch_days", 5, reason="x", region_code=cast.ENPING)
    assert queries.parameters(plan, cast.ENPING)["watch_days"] == 5
    assert queries.parameters(plan, cast.KAIPING)["watch_days"] == 10
    assert [row.value for row in queries.parameter_history(plan, "watch_days")] == [5, 10]


def test_later_entry_for_the_same_day_wins(version):
    plan = version.plan
    actions.set_parameter(cast.city_office(), plan, "watch_days", 10, reason="x")
    actions.set_parameter(cast.city_office(), plan, "watch_days", 12, reason="x")
    assert queries.parameters(plan, cast.ENPING)["watch_days"] == 12


def test_value_that_a_newer_version_no_longer_allows_falls_back_to_its_default(version, tmp_path):
    actions.set_parameter(cast.city_office(), version.plan, "watch_days", 30, reason="x")
    narrower = cast.data(version="1.1.0")
    narrower["parameters"][1]["most"] = 14
    newer = actions.load(cast.city_office(), cast.package_file(tmp_path / "two", narrower))
    actions.publish(cast.city_leader(), newer)
    assert queries.parameters(version.plan, cast.ENPING)["watch_days"] == 7


def test_lines_say_who_may_set_what(version):
    def settable(actor):
        return {line.spec.id for line in queries.parameter_lines(actor, version) if line.settable}

    assert settable(cast.city_office()) == {"flood_start", "watch_days", "visit"}
    assert settable(cast.city_leader()) == {"strict"}
    assert settable(cast.county_leader()) == {"watch_days"}
    assert settable(cast.person(Role.AUDITOR, Scope.of_region(cast.CITY))) == set()


# ── outline ──
def test_outline_lists_what_answers_each_clause(version, monkeypatch):
    monkeypatch.setattr(sys.modules["kuangan.plan.queries.outline"], "_progress", [])
    lines = {line.clause.id: line for line in queries.outline(Scope.everywhere(), version)}
    assert [duty.id for duty in lines["二(一)1"].duties] == ["monthly-check"]
    assert [spec.id for spec in lines["二"].parameters] == ["flood_start", "watch_days", "visit", "strict"]
    assert [each.id for each in lines["一"].principles] == ["line"]
    assert (lines["二"].depth, lines["二(一)1"].depth) == (0, 1)
    assert lines["二"].progress is None


def test_progress_of_a_clause_counts_each_duty_below_it_once(version, monkeypatch):
    said = {"monthly-check": queries.Progress(10, 4, 1), "slope": queries.Progress(2, 1, 0)}
    monkeypatch.setattr(sys.modules["kuangan.plan.queries.outline"], "_progress", [lambda scope, of: said])
    lines = {line.clause.id: line for line in queries.outline(Scope.everywhere(), version)}
    assert lines["二"].progress == queries.Progress(12, 5, 1)
    assert lines["二(一)2"].progress == queries.Progress(2, 1, 0)
    assert lines["一"].progress is None


@pytest.mark.parametrize(
    ("clause", "anchor"),
    [("五(一)2", "clause-五-一-2"), ("五(一)6(4)", "clause-五-一-6-4"), ("前言", "clause-前言"), ('"><x', "clause-x")],
)
def test_anchor_is_a_safe_id(clause, anchor):
    assert queries.anchor_of(clause) == anchor


# ── preview ──
def test_preview_gives_reasons_since_when_and_what_would_end_it(version):
    mine = cast.mine("A", since=date(2023, 1, 1), slope_height_m=120)
    change(mine, date(2023, 3, 1), slope_height_m=180)
    found = queries.preview(Scope.everywhere(), version, "A")
    assert found.outcome.code == "full"
    line = next(line for line in found.own if line.duty.id == "slope")
    assert found.since["slope_height_m"] == date(2023, 3, 1)
    assert found.since["scope"] == date(2023, 3, 1)  # since the plan began, not since the mine works
    assert any("3月1日" in reason for reason in line.reasons)
    assert len(line.enders) == 3
    assert clock.day_of(line.due) == date(2023, 4, 14)


def change(mine: Mine, day: date, **facts) -> None:
    """The facts of a mine change on a day."""
    last = MineState.objects.unscoped("test").get(mine=mine, valid_to__isnull=True)
    last.valid_to = day
    last.save()
    values = {name: getattr(last, name) for name in ("status", "slope_height_m", "people_working")}
    MineState.objects.create(mine=mine, valid_from=day, **{**values, **facts})


def test_stopped_mine_owes_nothing_itself_but_is_watched_by_its_county(version):
    cast.mine("A", status="long_stopped", people_working=False)
    found = queries.preview(Scope.everywhere(), version, "A")
    assert (found.outcome.code, found.outcome.mode) == ("watch", "contact")
    assert found.own == []
    assert [line.duty.id for line in found.of_others] == ["watch"]
    assert {duty.id for duty in found.not_owed} == {"monthly-check", "slope"}


def test_stopped_mine_with_workers_owes_everything_again(version):
    mine = cast.mine("A", status="long_stopped", people_working=False)
    change(mine, date(2023, 3, 5), people_working=True)
    found = queries.preview(Scope.everywhere(), version, "A")
    assert found.outcome.code == "full"
    assert found.since["scope"] == date(2023, 3, 5)
    assert [line.duty.id for line in found.own] == ["monthly-check"]


def test_preview_shows_the_next_deadline_and_the_last_one_when_all_are_past(version):
    cast.mine("A")
    with clock.at(datetime(2023, 5, 20, tzinfo=UTC)):
        line = queries.preview(Scope.everywhere(), version, "A").own[0]
        assert clock.day_of(line.due) == date(2023, 5, 31)
        assert not line.is_past
    with clock.at(datetime(2024, 5, 20, tzinfo=UTC)):
        line = queries.preview(Scope.everywhere(), version, "A").own[0]
        assert clock.day_of(line.due) == date(2023, 12, 31)
        assert line.is_past


def test_preview_of_a_mine_outside_the_scope_does_not_exist(version):
    cast.mine("A")
    with pytest.raises(Mine.DoesNotExist):
        queries.preview(Scope.of_region(cast.KAIPING), version, "A")


def test_preview_of_the_real_plan_is_told_for_every_kind_of_mine():
    cast.counties()
    real = actions.load(Actor.system("test"), JIANGMEN)
    for code, kind in (("P", "open_pit"), ("U", "underground"), ("T", "tailings_pond")):
        cast.mine(code, kind=kind, has_contractors=True, slope_height_m=160)
        found = queries.preview(Scope.everywhere(), real, code)
        assert found.outcome.code == "full"
        assert len(found.own) > 10


# ── receipts ──
def test_coverage_counts_what_each_county_has_handed_out_opened_and_confirmed(version):
    one, two = cast.mine("A"), cast.mine("B")
    cast.mine("C", cast.KAIPING)
    receipt = Receipt.objects.within(Scope.everywhere()).get(region_code=cast.ENPING)
    actions.acknowledge(cast.county_leader(), receipt)
    actions.distribute(cast.county_reviewer(), version, cast.bureau(cast.ENPING))
    own = Receipt.objects.within(Scope.of_mine(one.pk)).get()
    actions.open_receipt(cast.principal(one), own)
    actions.confirm_receipt(cast.principal(one), own)
    lines = {line.region_code: line for line in queries.receipt_coverage(cast.city_office(), version)}
    enping, kaiping = lines[cast.ENPING], lines[cast.KAIPING]
    assert (enping.total, enping.handed_out, enping.opened, enping.confirmed) == (2, 2, 1, 1)
    assert [each.mine for each in enping.waiting] == [two]
    assert [mine.code for mine in kaiping.missing] == ["C"]
    assert kaiping.bureau.acknowledged_at is None
    assert queries.mines_received(cast.bureau(cast.ENPING), version) == (1, 2)


def test_county_sees_the_receipts_of_its_own_county_only(version):
    cast.mine("A")
    cast.mine("C", cast.KAIPING)
    lines = queries.receipt_coverage(cast.county_reviewer(), version)
    assert [line.region_code for line in lines] == [cast.ENPING]


def test_coverage_does_not_ask_per_mine(version, django_assert_max_num_queries):
    for number in range(15):
        cast.mine(f"M{number}", cast.ENPING if number % 2 else cast.KAIPING)
    with django_assert_max_num_queries(8):
        queries.receipt_coverage(cast.city_office(), version)


def test_county_without_mines_has_not_reached_all_of_them(version):
    assert not queries.plan_received_by_all_mines(cast.bureau(cast.ENPING), version.plan)


def test_closed_bureau_is_not_asked(version):
    gone = cast.bureau(cast.KAIPING)
    gone.valid_to = clock.today() - timedelta(days=1)
    gone.save()
    assert [each.region_code for each in queries.county_bureaus(version.plan)] == [cast.ENPING]
